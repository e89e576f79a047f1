"""Law, money and collection rules as pure functions: no framework, no I/O beyond the packaged tables, no clock."""
