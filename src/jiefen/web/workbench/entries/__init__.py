"""Pages on which a person enters into the ledger: payments, relief, corrections, limitation events, closing."""
