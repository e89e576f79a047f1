"""Who must not be asked: firms and lawyers with a party of the question in their conflict book.

Firm-wide (律师法 39; 50(5)): one entry keeps the whole firm out, and the firm its lawyer works at today. Names are
compared by keyed hashes of their keys (rules.party_names); the answer holds numbers of firms, never a name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from jiefen.lawyers.models import Affiliation, ConflictParty, Lawyer, PartySide
from jiefen.rules.party_names import id_key, party_keys
from jiefen.shared.crypto import blind_indexes

KEY_INDEX = "conflict.party"


@dataclass(frozen=True)
class ConflictLine:
    """One line of the own firm's book, names in clear."""

    party_id: int
    name: str
    side: str
    side_name: str
    reference: str
    lawyer_name: str
    added_on: dt.date
    ended_on: dt.date | None


def conflicted_firms(
    names: Sequence[str], *, asker: Sequence[str] = (), other_side: Sequence[str] = (), id_numbers: Sequence[str] = ()
) -> frozenset[int]:
    """Ids of the firms that must not be asked. One query; none when no name says anything.

    ``names``: anybody of the question whose side is not known: every entry counts, on whichever side. Where the sides
    are known, name them: ``asker`` is kept from firms that act against him, ``other_side`` (a management company, an
    employer) from firms that act for it; a firm that acts against the other side stays. ``id_numbers``: identity or
    unified code numbers of anybody, sides unknown.
    """
    hit = _hit(names, asker, other_side, id_numbers)
    if hit is None:
        return frozenset()
    where_they_went = Affiliation.objects.filter(until_on=None, lawyer__in=hit.exclude(lawyer=None).values("lawyer"))
    found = hit.values_list("firm_id", flat=True).union(where_they_went.values_list("firm_id", flat=True))
    return frozenset(found)


def conflicted_lawyers(
    names: Sequence[str], *, asker: Sequence[str] = (), other_side: Sequence[str] = (), id_numbers: Sequence[str] = ()
) -> frozenset[int]:
    """Ids of the lawyers who must not be asked: everybody at a conflicted firm, and whoever had the party himself.

    One query; arguments as in ``conflicted_firms``.
    """
    hit = _hit(names, asker, other_side, id_numbers)
    if hit is None:
        return frozenset()
    had_it = hit.exclude(lawyer=None).values("lawyer")
    firms = Q(firm__in=hit.values("firm")) | Q(firm__affiliations__in=Affiliation.objects.filter(
        until_on=None, lawyer__in=had_it))  # fmt: skip
    there = Affiliation.objects.filter(firms, until_on=None).values("lawyer")
    return frozenset(Lawyer.objects.filter(Q(pk__in=there) | Q(pk__in=had_it)).values_list("pk", flat=True))


def conflict_book(firm_id: int, *, name: str = "") -> list[ConflictLine]:
    """One firm's book in clear, newest first; with ``name`` only the entries it may mean. One query.

    For that firm's own people: take ``firm_id`` from ``access.own_firm``.
    """
    rows = ConflictParty.objects.filter(firm_id=firm_id).select_related("lawyer").order_by("-added_on", "-pk")
    if name.strip():
        rows = rows.filter(keys__key_index__in=key_indexes([name])).distinct()
    return [
        ConflictLine(
            row.pk, row.name, row.side, PartySide(row.side).label, row.reference, row.lawyer.name if row.lawyer else "",
            row.added_on, row.ended_on,
        )
        for row in rows
    ]  # fmt: skip


def key_indexes(names: Iterable[str], id_numbers: Iterable[str] = ()) -> list[str]:
    """The blind indexes of names and numbers, each once. Names and numbers never meet: their purposes differ."""
    keys = dict.fromkeys(key for name in names for key in party_keys(name))
    numbers = dict.fromkeys(filter(None, map(id_key, id_numbers)))
    return [*blind_indexes(keys, purpose=KEY_INDEX), *blind_indexes(numbers, purpose=f"{KEY_INDEX}.id")]


def _hit(
    names: Sequence[str], asker: Sequence[str], other_side: Sequence[str], id_numbers: Sequence[str]
) -> QuerySet[ConflictParty] | None:
    """The entries that count, as a queryset for subqueries; None when nothing was asked."""
    anybody, his, theirs = key_indexes(names, id_numbers), key_indexes(asker), key_indexes(other_side)
    if not (anybody or his or theirs):
        return None
    counts = Q(keys__key_index__in=anybody)
    counts |= Q(keys__key_index__in=his, side=PartySide.AGAINST)
    counts |= Q(keys__key_index__in=theirs, side=PartySide.ACTS_FOR)
    return ConflictParty.objects.filter(counts)
