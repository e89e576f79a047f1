"""Tests of ledger.actions."""
