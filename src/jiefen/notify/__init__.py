"""Outgoing messages as rows, and the channels that deliver them."""
