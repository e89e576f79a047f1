"""Stand-ins that tests use; never imported by the product."""
