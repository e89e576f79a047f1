"""Correcting what the classifier made of questions."""
