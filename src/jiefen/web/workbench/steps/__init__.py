"""Every step of a promise, plan, dispute, relief, repair, question afterwards and follow-up: one page, one table."""
