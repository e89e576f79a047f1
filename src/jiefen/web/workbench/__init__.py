"""The management company's workbench."""
