"""Writes of the free lane."""
