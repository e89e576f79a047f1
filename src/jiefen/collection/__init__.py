"""Collection of fees as conversations with people: today's list."""
