"""What collection refuses, by name. Every sentence says what to do instead."""

from __future__ import annotations

import datetime as dt

from jiefen.shared.errors import DomainError


class CollectionRefused(DomainError):
    """What was asked for cannot be written down like this."""

    code = "collection.refused"


class ContactBarred(DomainError):
    """A rule forbids this contact now. ``rule`` names it, ``earliest`` is when it would be allowed, if ever.

    ``is_noted``: its trace is written (actions/refused.py), so that nested actions leave one and not two.
    """

    code = "contact.barred"
    is_noted = False

    def __init__(self, rule: str, message: str, earliest: dt.datetime | None = None) -> None:
        super().__init__(message, code=f"contact.{rule}")
        self.rule, self.earliest = rule, earliest
