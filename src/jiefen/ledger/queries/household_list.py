"""The list of households: what each owes, filtered and sorted, quick at 100,000 of them.

Two ways lead to a page. Without a filter on the place, positions are read in the order of their own indexes. With
one (estate, buildings, words searched), the premises lead and their positions are looked up: then the organisation is
not repeated on the position, because SQLite would take that for the better index and walk every household that owes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import BigIntegerField, Count, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Sum

from jiefen.ledger.models import ChargePosition, FeeItem, HouseholdPosition
from jiefen.rules.aging import aging_buckets, earliest_due_dates

PAGE_SIZE: Final = 50
FEW_ESTATES: Final = 3  # as many lead; more of them are checked household by household
COUNTED: Final = 10_000  # households counted and paged through; more is said as "more"
SORTS: Final = {
    "owed": ("-outstanding_fen", "premises_id"),
    "oldest": ("oldest_due_on", "premises_id"),
    "expiry": ("first_expiry_on", "premises_id"),
    "room": ("premises__sort_key", "premises_id"),
}
BARRED: Final = "barred"
DAYS: Final = {"30": 30, "90": 90, "180": 180}


@dataclass(frozen=True, slots=True)
class HouseholdFilter:
    """What to list. ``None`` and ``""`` do not filter.

    ``estate_ids``, ``building_ids``: the caller has checked that the asker may see them. ``premises_ids``: these only
    (a search that found few); ``premises``: subqueries of premises ids (one that found many), all must hold.
    ``bucket``: aging code of the oldest open bill. ``band``: 30, 90, 180 (an open bill expires in as many days) or
    barred (one has expired). ``owing``: yes or no.
    """

    estate_ids: Sequence[int] | None = None
    building_ids: Sequence[int] | None = None
    premises_ids: Sequence[int] | None = None
    premises: tuple[QuerySet[Any, Any], ...] = ()
    bucket: str = ""
    band: str = ""
    fee_item_id: int | None = None
    owing: str = ""
    sort: str = "owed"

    @property
    def is_placed(self) -> bool:
        """Whether the premises lead (module docstring)."""
        given = (self.estate_ids, self.building_ids, self.premises_ids)
        return any(each is not None for each in given) or bool(self.premises)

    @property
    def is_wide(self) -> bool:
        """Whether nothing but estates says where to look."""
        return self.building_ids is None and self.premises_ids is None and not self.premises

    @property
    def order(self) -> str:
        """The sort that is used: who owes nothing is listed by room, all amounts being the same."""
        return "room" if self.sort == "owed" and self.owing == "no" else self.sort

    @property
    def owes(self) -> bool:
        """Whether only households with open bills match: then none is withdrawn, and counting need not look."""
        return self.owing == "yes" or bool(self.bucket or self.band) or self.fee_item_id is not None

    @property
    def countable(self) -> int:
        """How many households are counted: fewer where each one means looking at its charges."""
        return COUNTED if self.is_placed or self.fee_item_id is None else COUNTED // 10


@dataclass(frozen=True, slots=True)
class HouseholdRow:
    """One line: who first, then what. Amounts in 分; ``first_expiry_on`` may lie in the past (barred)."""

    premises_id: int
    label: str
    estate: str
    owner_name: str
    outstanding_fen: int
    open_charges: int
    oldest_due_on: dt.date | None
    first_expiry_on: dt.date | None
    last_paid_on: dt.date | None
    prepaid_fen: int
    do_not_contact: bool
    is_vacant: bool
    is_delivered: bool


@dataclass(frozen=True, slots=True)
class HouseholdPage:
    """``total`` households match (``COUNTED`` when there are ``more``); ``owed_fen`` is None when not cheap to know."""

    rows: list[HouseholdRow]
    number: int
    total: int
    more: bool
    owed_fen: int | None


_COLUMNS: Final = (
    "premises_id", "premises__label", "premises__estate__name", "premises__owner_name", "outstanding_fen",
    "open_charges", "oldest_due_on", "first_expiry_on", "last_paid_on", "prepaid_fen", "premises__do_not_contact",
    "premises__is_vacant", "premises__is_delivered",
)  # fmt: skip


def household_page(organisation_id: int, wanted: HouseholdFilter, *, today: dt.date, number: int = 1) -> HouseholdPage:
    """Page ``number`` (from 1, kept within what is counted). Three queries; four when more match than are counted.

    The place in the list is found without joins that only the fifty lines shown need.
    """
    limit = wanted.countable
    unsorted = _place(organisation_id, wanted) & _money(wanted, today)
    some = _rows(unsorted, hide_withdrawn=not wanted.owes).values("outstanding_fen")[: limit + 1]
    counted = some.aggregate(n=Count("*"), owed=Sum("outstanding_fen"))
    more, total = counted["n"] > limit, min(counted["n"], limit)
    number = max(1, min(number, -(-total // PAGE_SIZE) or 1))
    start = (number - 1) * PAGE_SIZE
    ids = list(_sorted(organisation_id, wanted, today).values_list("premises_id", flat=True)[start : start + PAGE_SIZE])
    owed = _owed_by_all(organisation_id, wanted) if more else int(counted["owed"] or 0)
    return HouseholdPage(_lines(ids), number, total, more, owed)


def every_household(organisation_id: int, wanted: HouseholdFilter, *, today: dt.date) -> Iterator[HouseholdRow]:
    """All that match, in order, read in portions: for the workbook. One query."""
    rows = _sorted(organisation_id, wanted, today).values_list(*_COLUMNS)
    return (HouseholdRow(*row) for row in rows.iterator(chunk_size=2000))


def fee_items(organisation_id: int) -> list[tuple[int, str]]:
    """(id, name) of the fee items, in the order they were made. One query."""
    return list(FeeItem.objects.of(organisation_id).order_by("pk").values_list("pk", "name"))


def _lines(ids: list[int]) -> list[HouseholdRow]:
    """The lines of these premises, in this order."""
    found = HouseholdPosition.objects.filter(premises_id__in=ids).values_list(*_COLUMNS)
    by_id = {row[0]: HouseholdRow(*row) for row in found}
    return [by_id[each] for each in ids]


def _sorted(organisation_id: int, wanted: HouseholdFilter, today: dt.date) -> QuerySet[HouseholdPosition]:
    by_room = wanted.order == "room" and not (wanted.is_placed or wanted.band or wanted.bucket)
    place = Q(premises__organisation_id=organisation_id) if by_room else _place(organisation_id, wanted)
    rows = _rows(place & _money(wanted, today), hide_withdrawn=not wanted.owes)
    return rows.order_by(*SORTS[wanted.order])


def _rows(conditions: Q, *, hide_withdrawn: bool = True) -> QuerySet[HouseholdPosition]:
    """``owed`` is the outstanding amount out of reach of its index, for lists that follow another one."""
    owed = ExpressionWrapper(F("outstanding_fen") + 0, output_field=BigIntegerField())
    rows = HouseholdPosition.objects.alias(owed=owed).filter(conditions)
    return rows.filter(premises__withdrawn_at=None) if hide_withdrawn else rows


def _place(organisation_id: int, wanted: HouseholdFilter) -> Q:
    if not wanted.is_placed:
        return Q(organisation_no=organisation_id)
    place = Q()
    if wanted.building_ids is not None:
        place &= Q(premises__building_id__in=list(wanted.building_ids))
    elif wanted.estate_ids is not None:
        place &= Q(premises__estate_id__in=list(wanted.estate_ids))
        if len(wanted.estate_ids) > FEW_ESTATES and wanted.is_wide:
            place &= Q(organisation_no=organisation_id)
    if wanted.premises_ids is not None:
        place &= Q(premises_id__in=list(wanted.premises_ids))
    for found in wanted.premises:
        place &= Q(premises_id__in=found)
    return place


def _money(wanted: HouseholdFilter, today: dt.date) -> Q:
    conditions = _age(wanted, today) & _limitation(wanted, today)
    if wanted.owing:
        amount = "outstanding_fen" if wanted.order in ("owed", "room") else "owed"
        conditions &= Q(**{f"{amount}__gt": 0}) if wanted.owing == "yes" else Q(**{f"{amount}__lte": 0})
    if wanted.fee_item_id is not None:
        conditions &= Q(_open_charge(charge__fee_item_id=wanted.fee_item_id, outstanding_fen__gt=0))
    return conditions


def due_range(bucket: str, today: dt.date) -> tuple[dt.date | None, dt.date | None] | None:
    """First and last due date inside an aging bucket (None: open end); None for a code that does not exist."""
    codes = [each.code for each in aging_buckets(today)]
    if bucket not in codes:
        return None
    place, edges = codes.index(bucket), earliest_due_dates(today)
    first = edges[place] if place < len(edges) else None
    return first, edges[place - 1] - dt.timedelta(days=1) if place else None


def _age(wanted: HouseholdFilter, today: dt.date) -> Q:
    """By the oldest open bill. Sorting by a date leaves out who has none: they would stand first or last by chance."""
    dated = Q(oldest_due_on__isnull=False) if wanted.sort == "oldest" else Q()
    found = due_range(wanted.bucket, today)
    if found is None:
        return dated
    first, last = found
    dated &= Q(oldest_due_on__gte=first) if first else Q(oldest_due_on__isnull=False)
    return dated & Q(oldest_due_on__lte=last) if last else dated


def _limitation(wanted: HouseholdFilter, today: dt.date) -> Q:
    if wanted.band == BARRED:
        return Q(first_expiry_on__lt=today)
    if wanted.band in DAYS:
        last = today + dt.timedelta(days=DAYS[wanted.band])
        return Q(first_expiry_on__lte=last) & Q(_open_charge(expires_on__range=(today, last)))
    return Q(first_expiry_on__isnull=False) if wanted.sort == "expiry" else Q()


def _open_charge(**conditions: Any) -> Exists:
    return Exists(ChargePosition.objects.filter(premises_id=OuterRef("premises_id"), **conditions))


def _owed_by_all(organisation_id: int, wanted: HouseholdFilter) -> int | None:
    """The sum over more than COUNTED households, where an index alone gives it; else None."""
    is_narrow = wanted.bucket or wanted.band or wanted.fee_item_id is not None or wanted.owing == "no"
    if wanted.is_placed or is_narrow:
        return None
    rows = HouseholdPosition.objects.filter(organisation_no=organisation_id, outstanding_fen__gt=0)
    return int(rows.aggregate(owed=Sum("outstanding_fen"))["owed"] or 0)
