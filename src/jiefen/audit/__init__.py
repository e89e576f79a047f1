"""What happened, in order, unforgeable: append-only hash-chained events."""
