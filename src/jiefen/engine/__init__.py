"""Numeric cores over columns, free of Django."""
