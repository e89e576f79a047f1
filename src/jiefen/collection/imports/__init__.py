"""服务记录、报修工单: sheets whose reading belongs to the ledger's engine and whose rows to the service log (ADR 0006)."""
