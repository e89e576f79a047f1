"""The rates' sums, remembered per building until a ledger row is added, and then corrected by what was added.

Counting a year of 100,000 households takes seconds; recording one payment must not cost that again. The ledger only
grows, so the sums up to any row can be taken again for the few households that have new rows: their old share is
subtracted, their new one added. Nobody's rights are in the memory: who may see what is decided when it is read.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Final

from django.core.cache import cache
from django.db import connection

from jiefen.estates.queries import building_places
from jiefen.ledger.queries.numbers import (
    MONEY_FIELDS,
    HouseholdFacts,
    Upto,
    household_facts,
    newest,
    open_by_due_day,
)
from jiefen.rules.kpi import KpiFacts

FEW: Final = 1000  # households with new rows that are counted again one by one; more: everything is counted anew
KEPT_SECONDS: Final = 6 * 3600
FIELDS: Final = (*MONEY_FIELDS, "households_charged", "households_paid")

Sums = dict[tuple[int, int], tuple[int, ...]]  # (building, fee item or ALL) → FIELDS
ALL: Final = 0  # over all fee items: a household is counted once

CHANGED = """
SELECT premises_id FROM ledger_charge WHERE id > %(charge)s AND id <= %(charge_now)s AND organisation_id = %(org)s
UNION SELECT c.premises_id FROM ledger_allocation s JOIN ledger_charge c ON c.id = s.charge_id
  WHERE s.id > %(allocation)s AND s.id <= %(allocation_now)s AND s.organisation_id = %(org)s
UNION SELECT c.premises_id FROM ledger_waiver s JOIN ledger_charge c ON c.id = s.charge_id
  WHERE s.id > %(waiver)s AND s.id <= %(waiver_now)s AND s.organisation_id = %(org)s
UNION SELECT c.premises_id FROM ledger_writeoff s JOIN ledger_charge c ON c.id = s.charge_id
  WHERE s.id > %(write_off)s AND s.id <= %(write_off_now)s AND s.organisation_id = %(org)s
LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class Remembered:
    """Sums over exactly the rows up to ``upto``."""

    upto: Upto
    sums: Sums


def scope_facts(
    organisation_id: int, month: dt.date, scope: str, estate_ids: Iterable[int]
) -> tuple[KpiFacts, dict[int, KpiFacts]]:
    """(the whole, per scope number) for the estates one may see, as the ledger stands. Three queries when unchanged."""
    known, visible = _sums(organisation_id, month), set(estate_ids)
    places = building_places(organisation_id)  # read after the sums: it knows every building they speak of
    whole = [0] * len(FIELDS)
    parts: dict[int, list[int]] = defaultdict(lambda: [0] * len(FIELDS))
    for (building, item), sums in known.items():
        estate, steward = places[building]
        if estate not in visible:
            continue
        if item == ALL:
            _add(whole, sums)
        if (item != ALL) == (scope == "fee_item"):
            numbers = {"organisation": 0, "estate": estate, "building": building, "steward": steward or 0}
            _add(parts[item if scope == "fee_item" else numbers[scope]], sums)
    return _facts(whole), {number: _facts(sums) for number, sums in parts.items()}


def aging_by_due_day(organisation_id: int, estate_ids: Iterable[int] | None) -> list[tuple[dt.date | None, int]]:
    """``open_by_due_day``, remembered until a ledger row is added. One query when unchanged."""
    ids = None if estate_ids is None else tuple(sorted(estate_ids))
    key = f"aging:{organisation_id}:{'all' if ids is None else hash(ids)}"
    upto = newest()
    found: tuple[Upto, list[tuple[dt.date | None, int]]] | None = cache.get(key)
    if found is None or found[0] != upto:
        found = upto, open_by_due_day(organisation_id, ids)
        cache.set(key, found, timeout=KEPT_SECONDS)
    return found[1]


def _add(sums: list[int], more: Iterable[int]) -> None:
    sums[:] = [a + b for a, b in zip(sums, more, strict=True)]


def _facts(sums: Iterable[int]) -> KpiFacts:
    return KpiFacts(**dict(zip(FIELDS, sums, strict=True)))


def _sums(organisation_id: int, month: dt.date) -> Sums:
    """From memory, corrected, or counted anew."""
    key, upto = f"numbers:{organisation_id}:{month:%Y-%m}", newest()
    found: Remembered | None = cache.get(key)
    if found is None or found.upto != upto:
        changed = _changed(organisation_id, found.upto, upto) if found else None
        if found is None or changed is None:
            sums = sums_of(household_facts(organisation_id, month, upto=upto))
        else:
            sums = _corrected(organisation_id, month, found, upto, changed) if changed else found.sums
        found = Remembered(upto, sums)
        cache.set(key, found, timeout=KEPT_SECONDS)
    return found.sums


def _changed(organisation_id: int, before: Upto, now: Upto) -> list[int] | None:
    """Households of this organisation with rows added in between; None: too many, or the order is not certain.

    Only one connection writes to SQLite at a time, so ids become visible in their order; on PostgreSQL a row with a
    lower id may be committed later.
    """
    if connection.vendor != "sqlite":
        return None
    limits = {f"{name}_now": number for name, number in asdict(now).items()}
    with connection.cursor() as cursor:
        cursor.execute(CHANGED, {"org": organisation_id, "limit": FEW + 1, **asdict(before), **limits})
        found = [row[0] for row in cursor.fetchall()]
    return found if len(found) <= FEW else None


def _corrected(organisation_id: int, month: dt.date, known: Remembered, upto: Upto, premises_ids: list[int]) -> Sums:
    """The remembered sums, less the old share of these households, plus their new one."""
    old = sums_of(household_facts(organisation_id, month, premises_ids=premises_ids, upto=known.upto))
    new = sums_of(household_facts(organisation_id, month, premises_ids=premises_ids, upto=upto))
    nothing = (0,) * len(FIELDS)
    corrected = dict(known.sums)
    for key in old.keys() | new.keys():
        shares = zip(corrected.get(key, nothing), old.get(key, nothing), new.get(key, nothing), strict=True)
        corrected[key] = tuple(kept - less + more for kept, less, more in shares)
    return {key: sums for key, sums in corrected.items() if any(sums)}


def sums_of(rows: Iterable[HouseholdFacts]) -> Sums:
    """FIELDS per building, over all fee items and per fee item. A household lies in one building."""
    sums: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0] * len(FIELDS))
    homes: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0] * len(FIELDS))
    for row in rows:
        money = [getattr(row, name) for name in MONEY_FIELDS]
        _add(sums[row.building_id, row.fee_item_id], [*money, *_counted(money)])
        _add(homes[row.building_id, row.premises_id], [*money, 0, 0])
    for (building, _), home in homes.items():
        money = home[: len(MONEY_FIELDS)]
        _add(sums[building, ALL], [*money, *_counted(money)])
    return {key: tuple(found) for key, found in sums.items()}


def _counted(money: list[int]) -> tuple[int, int]:
    """(1 when something was to be paid this year, 1 when all of it was paid)."""
    due = money[0] - money[1]
    return int(due > 0), int(due > 0 and money[2] >= due)
