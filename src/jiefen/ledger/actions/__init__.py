"""Writes of the ledger: keyword-only, ``by=`` and ``at=``, one durable transaction, audited, positions refreshed."""
