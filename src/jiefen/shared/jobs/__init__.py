"""Long work as rows: a job row is the truth, the queue only wakes somebody up (architecture rule 9)."""
