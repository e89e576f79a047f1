"""Tests of ledger.queries."""
