"""Collection has no rows of its own yet: the first Today list is computed from the ledger and the service log."""
