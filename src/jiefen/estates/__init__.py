"""Estates, buildings, premises and the people who own or occupy them."""
