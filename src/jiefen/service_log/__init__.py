"""What was done for a household: service records and repair tickets."""
