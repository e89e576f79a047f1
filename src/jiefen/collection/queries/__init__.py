"""Reads of collection: whom to talk to today, and everything about one household."""
