"""The kinds of sheet that can be imported: each context registers how its own are read, written and taken back (ADR 0006)."""
