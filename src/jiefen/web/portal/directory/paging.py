"""The list somebody pages through, carried in the links of its pages.

Being shown lowers a lawyer's bonus, so the same question asked again a moment later may have another answer. Whoever
goes on to page two must neither meet somebody again nor miss anybody: the pages are cut from one list, made once. It is
signed, so that nobody makes up a list of his own; it holds for the day and for what was chosen.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.core.signing import BadSignature, Signer

from jiefen.web.portal.directory.choice import Choice


def keep(ids: Sequence[int], choice: Choice, *, today: dt.date) -> str:
    """The list as one word of an address."""
    return _signer(choice, today).sign("-".join(f"{each:x}" for each in ids))


def kept(choice: Choice, *, today: dt.date) -> list[int]:
    """The list the address carries; empty when it carries none, yesterday's, or one for another choice."""
    try:
        written = _signer(choice, today).unsign(choice.kept)
    except BadSignature:
        return []
    return [int(each, 16) for each in written.split("-") if each]


def _signer(choice: Choice, today: dt.date) -> Signer:
    return Signer(salt=f"directory {today:%Y-%m-%d} {choice.address()}")
