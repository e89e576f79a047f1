"""A sheet of payments beside the ledger: whose each one is, whether it is new, what it settles. Reads only."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import Max

from jiefen.ledger.actions.posting import EARLIEST, MAX_ENTRY_FEN
from jiefen.ledger.imports.directory import Directory
from jiefen.ledger.imports.doubts import Doubts, Spot
from jiefen.ledger.imports.generic_rows import PaymentRow
from jiefen.ledger.imports.items import COLLECTED_FOR_OTHERS, DEPOSIT, LATE_CHARGE, kind_of
from jiefen.ledger.imports.matching import Asked, Matcher
from jiefen.ledger.imports.payments.known import Known
from jiefen.ledger.imports.payments.received import Received, is_new_money
from jiefen.ledger.imports.payments.settle import Accounts, OpenCharge, words_of
from jiefen.ledger.imports.row_sheets import RowSheet
from jiefen.ledger.models import PeriodFreeze
from jiefen.ledger.queries.numbers import month_end
from jiefen.ledger.refusals import month_words
from jiefen.rules.allocation import AllocationError
from jiefen.rules.money import format_yuan
from jiefen.rules.tables_io import TableError

_NOT_FEES = frozenset({COLLECTED_FOR_OTHERS, DEPOSIT, LATE_CHARGE})


@dataclass
class PaymentComparison:
    """``received`` in the order of payment: what would be written. ``charges``: what it settles, by id."""

    doubts: Doubts
    received: list[Received] = field(default_factory=list)
    charges: dict[int, OpenCharge] = field(default_factory=dict)
    duplicates: int = 0

    @property
    def amount_fen(self) -> int:
        """Money that would be written, 分."""
        return sum(one.row.amount_fen for one in self.received)

    @property
    def allocated_fen(self) -> int:
        """What of it settles charges, 分."""
        return sum(one.allocated_fen for one in self.received)


def compare(
    sheet: RowSheet[PaymentRow], *, organisation_id: int, estate_name: str, today: dt.date
) -> PaymentComparison:
    """Match, sort out what is known or doubtful, propose the rest. A fixed number of queries per 2,000 payments."""
    result = PaymentComparison(sheet.doubts())
    matcher = Matcher(Directory(organisation_id), estate_name)
    if matcher.is_lost:
        result.doubts.add(Spot(sheet.plans[0].sheet), "estate_unknown", estate_name)
        return result
    matched = _matched(sheet, matcher, result.doubts, today)
    matched = _in_open_months(matched, result.doubts)
    result.received = _new_ones(matched, organisation_id, result)
    settle(result)
    return result


def settle(result: PaymentComparison) -> None:
    """Propose what each payment settles, in the order of payment; what cannot be settled is held back."""
    accounts = Accounts(one.door.premises_id for one in result.received)
    result.charges = accounts.charges()
    kept = []
    for one in result.received:
        if _is_owed(one, accounts, result.doubts) and _is_settled(one, accounts, result.doubts):
            kept.append(one)
            if one.misses_period and accounts.owes_else(one):
                result.doubts.add(one.row, "period_not_owed", _period_words(one.row))
    result.received = kept


def _is_owed(one: Received, accounts: Accounts, doubts: Doubts) -> bool:
    """Money for a deposit, for others or for a late charge must not quietly become money for the property fee."""
    item = one.row.item.strip()
    if (
        not item
        or not _NOT_FEES.issuperset(map(kind_of, words_of(item)))
        or accounts.meant_by(one.door.premises_id, item)
    ):
        return True
    written = one.row.memo if doubts.part_at_fault(one.row, "item_not_owed") == "note" else item
    return doubts.add(one.row, "item_not_owed", written, message=f"这一户账上没有未付的“{item}”。")


def _period_words(row: PaymentRow) -> str:
    return "、".join(f"{start:%Y.%m}–{end:%Y.%m}" for start, end in row.periods)


def _is_settled(one: Received, accounts: Accounts, doubts: Doubts) -> bool:
    try:
        accounts.settle(one)
    except AllocationError as error:
        return doubts.add(one.row, "account_unclear", one.door.label, message=str(error))
    except TableError:  # older than the rules of allocation
        return doubts.add(one.row, "date_too_early", str(one.paid_on))
    return True


def _matched(sheet: RowSheet[PaymentRow], matcher: Matcher, doubts: Doubts, today: dt.date) -> list[Received]:
    for problem in sheet.set_aside:  # refunds never reach ``rows``: the engine holds them back
        if problem.code == "negative_amount":
            doubts.add(problem, "refund", problem.value)
    titles = {plan.sheet: plan.estate for plan in sheet.plans}
    asked = [(row, _asked(row, titles[row.sheet], sheet)) for row in sheet.rows if _is_plausible(row, doubts, today)]
    matcher.prepare(one for _, one in asked)
    found = [_placed(row, one, matcher, doubts) for row, one in asked]
    return sorted((one for one in found if one), key=lambda one: one.paid_on)


def _asked(row: PaymentRow, title_estate: str, sheet: RowSheet[PaymentRow]) -> Asked:
    phone = sheet.texts.get("phone", {}).get((row.sheet, row.row), "")
    return Asked(row.key, row.estate, title_estate, row.payer, phone, f"{row.item} {row.memo}")


def _is_plausible(row: PaymentRow, doubts: Doubts, today: dt.date) -> bool:
    if row.paid_on is None:
        return doubts.add(row, "no_date")
    if row.paid_on > today:
        return doubts.add(row, "future_date", str(row.paid_on))
    if row.paid_on < EARLIEST:
        return doubts.add(row, "date_too_early", str(row.paid_on))
    if row.amount_fen <= 0:
        return doubts.add(row, "refund", format_yuan(row.amount_fen))
    if row.amount_fen > MAX_ENTRY_FEN:
        return doubts.add(row, "amount_unlikely", format_yuan(row.amount_fen))
    return is_new_money(row) or doubts.add(row, "not_new_money", row.method)


def _placed(row: PaymentRow, asked: Asked, matcher: Matcher, doubts: Doubts) -> Received | None:
    if row.rooms:
        doubts.add(
            row,
            "rooms_in_one",
            row.memo,
            message=f"这一笔写了 {len(row.rooms)} 户：{'、'.join(row.rooms[:4])}，分不清每户多少。",
        )
        return None
    found = matcher.find(asked)
    may_go_on = not found.doubt or doubts.add(
        row, found.doubt, _written(row, found.doubt, doubts), message=found.message, suggestion=found.suggestion
    )
    if not may_go_on or found.door is None or row.paid_on is None:
        return None
    return Received(row, row.paid_on, found.door, row.room_from or found.how)


def _written(row: PaymentRow, code: str, doubts: Doubts) -> str:
    """What stands in the cell in which this doubt can be put right."""
    room = row.key.text if row.key and row.room_from == "room" else ""
    cells = {"room": room, "note": row.memo, "owner": row.payer, "estate": row.estate}
    return cells.get(doubts.part_at_fault(row, code), "")


def _in_open_months(received: list[Received], doubts: Doubts) -> list[Received]:
    estates = {one.door.estate_id for one in received}
    rows = PeriodFreeze.objects.filter(estate__in=estates).values("estate_id").annotate(last=Max("month"))
    closed = {row["estate_id"]: month_end(row["last"]) for row in rows}
    kept = []
    for one in received:
        through = closed.get(one.door.estate_id)
        if through is None or one.paid_on > through:
            kept.append(one)
        else:
            doubts.add(one.row, "month_closed", str(one.paid_on), message=f"{month_words(through)}及以前已经关账。")
    return kept


def _new_ones(received: list[Received], organisation_id: int, result: PaymentComparison) -> list[Received]:
    """Payments the ledger does not have; each gets the number it will be stored under."""
    known = Known(organisation_id, received)
    first: dict[str, Received] = {}
    kept = []
    for one in received:
        verdict = known.judge(one)
        result.duplicates += verdict == "duplicate"
        if verdict == "duplicate" or (
            verdict and not result.doubts.add(one.row, verdict, one.serial or one.door.label)
        ):
            continue
        earlier = first.setdefault(one.serial, one) if one.serial else one
        if earlier is not one and not _is_another_part(earlier, one, result.doubts):
            continue
        one.reference = known.free_reference(one, is_part=earlier is not one)
        kept.append(one)
    return kept


def _is_another_part(earlier: Received, one: Received, doubts: Doubts) -> bool:
    """One receipt may cover several rooms or fee items; other repetitions of a number are asked about."""
    same_room = earlier.door.premises_id == one.door.premises_id
    same_debt = (earlier.row.item, earlier.row.periods) == (one.row.item, one.row.periods)
    if not same_room or not same_debt or earlier.row.amount_fen == one.row.amount_fen:
        return True  # equal in everything: the clerk has already accepted it as another payment
    return doubts.add(one.row, "serial_repeated", one.serial)
