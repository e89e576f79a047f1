"""Writes: register and licence (licences), firm (firms), what the card says (cards), sheets of many (imports)."""
