"""The lawyer's desk: offers, conversations, his card and his articles."""
