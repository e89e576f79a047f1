"""Management commands: surfaces without HTTP."""
