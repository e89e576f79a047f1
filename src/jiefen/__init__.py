"""解纷 Jiefen: collect property fees humanely and lawfully; find the right lawyer when that fails."""
