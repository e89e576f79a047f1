"""Reads: what dispatch sees, what the client sees, the lawyer's desk, the operator's board, the clock's readings."""
