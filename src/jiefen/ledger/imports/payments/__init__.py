"""收款流水: which household each payment belongs to, what it settles by law, and writing thousands of them at once."""
