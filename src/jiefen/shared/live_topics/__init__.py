"""News as rows: whoever changes something publishes it under a topic, ``live`` carries it to the open pages."""
