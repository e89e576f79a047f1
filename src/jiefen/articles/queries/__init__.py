"""Reads of articles. ``search`` is what other pages ask."""

from jiefen.articles.queries.public import Found, search

__all__ = ["Found", "search"]
