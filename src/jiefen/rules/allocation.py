"""Which debts a payment settles, in which order and why (Civil Code art. 560 and 561).

Amounts are integer 分. Nothing is rounded: shares are split by largest remainder, so no 分 is made or lost.
Sentences and articles come from the dated table ``allocation`` and are chosen by the day of the payment.
See docs/algorithms/allocation.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from itertools import groupby
from operator import attrgetter
from typing import Final, NamedTuple

from jiefen.rules.day_words import full_day
from jiefen.rules.errors import RuleError
from jiefen.rules.tables_io import load_table, row_on

PRINCIPAL, INTEREST, COSTS = 0, 1, 2
_ART_561: Final = (COSTS, INTEREST, PRINCIPAL)
_AGREED: Final = (PRINCIPAL, INTEREST, COSTS)
_DESIGNATED, _DUE, _NOT_DUE = 0, 1, 2
# Reasons for art. 560's criteria, in the order of ``_rank``'s tuple after the tier.
_CRITERIA: Final = ("least_security", "heaviest_burden", "earliest_due")


class AllocationError(RuleError):
    """The payment or the debts cannot be allocated as given."""

    code = "allocation.refused"


@dataclass(frozen=True, slots=True)
class Debt:
    """One bill still open, in 分. ``burden``: higher weighs heavier on the debtor (say, a higher late charge)."""

    id: int | str
    due_on: date
    outstanding_fen: int
    late_interest_fen: int = 0
    costs_fen: int = 0
    burden: int = 0
    secured: bool = False
    disputed: bool = False

    @property
    def total_fen(self) -> int:
        """Principal, late interest and costs together, 分."""
        return self.outstanding_fen + self.late_interest_fen + self.costs_fen


@dataclass(frozen=True, slots=True)
class Policy:
    """What the parties have agreed (art. 560 and 561 both yield to agreement). The default is the law.

    ``principal_first``: among designated, then due, then not-yet-due debts, first every principal, then late
    interest, then costs. It favours the owner; property companies usually agree to it.
    ``hold_disputed``: a disputed bill receives money only when the payer designates it, never against his
    objection.
    """

    principal_first: bool = False
    hold_disputed: bool = True


STATUTORY: Final = Policy()


class Line(NamedTuple):
    """What one debt receives, in 分, and the sentence that says why it comes at this place."""

    debt_id: int | str
    principal_fen: int
    late_interest_fen: int
    costs_fen: int
    reason: str
    sentence: str

    @property
    def amount_fen(self) -> int:
        """Everything this debt receives, 分."""
        return self.principal_fen + self.late_interest_fen + self.costs_fen


@dataclass(frozen=True, slots=True)
class Allocation:
    """A proposal: lines in order of settlement, disputed debts held back, and the prepayment left in 分."""

    lines: tuple[Line, ...]
    unallocated_fen: int
    held_ids: tuple[int | str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Open:
    """A debt while it is being settled: what is still owed and what it got, by component."""

    debt: Debt
    key: tuple[int, int, int, int, int]  # tier, place named, secured, -burden, day due
    owed: list[int]
    got: list[int]
    reason: str

    def take_all(self, order: tuple[int, ...]) -> None:
        """Book everything still owed in the components of ``order``."""
        for part in order:
            self.got[part] += self.owed[part]
            self.owed[part] = 0

    def take(self, amount: int, order: tuple[int, ...]) -> None:
        """Book ``amount`` 分 (never more than is owed) into the components in ``order``."""
        for part in order:
            paid = min(amount, self.owed[part])
            self.owed[part] -= paid
            self.got[part] += paid
            amount -= paid


_KEY: Final = attrgetter("key")
_Say = Callable[[str, date, bool], str]  # reason, due date, whether interest or costs are owed too


def split_exactly(total_fen: int, weights: Sequence[int]) -> list[int]:
    """Split ``total_fen`` in proportion to integer ``weights`` ≥ 0 so that the parts add up exactly.

    Largest remainder; ties go to the earlier position. A negative total mirrors the positive one. A part
    never exceeds its weight while ``total_fen`` ≤ the sum of weights. Raises AllocationError for negative
    weights, or when there is an amount and no weight to carry it.
    """
    base = sum(weights)
    if any(weight < 0 for weight in weights) or (total_fen and not base):
        raise AllocationError("没有可以分摊的份额，请检查各项的金额。", code="allocation.no_weights")
    if total_fen < 0:
        return [-part for part in split_exactly(-total_fen, weights)]
    if not total_fen:
        return [0] * len(weights)
    parts = [total_fen * weight // base for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda index: -(total_fen * weights[index] % base))
    for index in by_remainder[: total_fen - sum(parts)]:
        parts[index] += 1
    return parts


def propose(
    payment_fen: int,
    debts: Iterable[Debt],
    *,
    paid_on: date,
    designation: Sequence[int | str] = (),
    policy: Policy = STATUTORY,
) -> Allocation:
    """Propose how a payment of ``payment_fen`` 分 received on ``paid_on`` settles ``debts``.

    ``designation``: ids in the order the payer named them when paying (art. 560 par. 1); they come first.
    Then debts due on or before ``paid_on``: least security, heaviest burden, earliest due, pro rata (art. 560
    par. 2); then those not yet due. Inside a debt costs, interest, principal (art. 561). What is left over is
    prepayment.
    Raises AllocationError for a negative payment, a negative or doubled debt, or an unknown designation.
    """
    listed = sorted(debts, key=_identity)
    _check(payment_fen, listed, designation)
    named = {identity: place for place, identity in enumerate(designation)}
    held = [debt for debt in listed if policy.hold_disputed and debt.disputed and debt.id not in named]
    kept_out = {debt.id for debt in held}
    queue = [_opened(debt, named, paid_on) for debt in listed if debt.total_fen and debt.id not in kept_out]
    queue.sort(key=_KEY)
    left = _settle(payment_fen, queue, policy)
    say = _phrasebook(paid_on, policy)
    lines = tuple(_line(entry, say) for entry in queue if any(entry.got))
    notes = tuple(
        _phrase(code, paid_on) for code, applies in (("disputed_held", held), ("prepayment", left)) if applies
    )
    return Allocation(lines, left, tuple(debt.id for debt in held), notes)


def _identity(debt: Debt) -> tuple[str, str]:
    return str(debt.id), type(debt.id).__name__


def _check(payment_fen: int, debts: Sequence[Debt], designation: Sequence[int | str]) -> None:
    if payment_fen < 0:
        raise AllocationError("付款金额不能小于零，退款请走冲正。", code="allocation.negative_payment")
    if any(debt.outstanding_fen < 0 or debt.late_interest_fen < 0 or debt.costs_fen < 0 for debt in debts):
        raise AllocationError("有一笔账单的余额小于零，请先核对账目。", code="allocation.negative_debt")
    known = {debt.id for debt in debts}
    if len(known) != len(debts):
        raise AllocationError("同一笔账单出现了两次，请先核对账目。", code="allocation.duplicate_debt")
    if len(set(designation)) != len(designation) or not known.issuperset(designation):
        raise AllocationError("指定的账单不在未付的账单里，请重新选择。", code="allocation.unknown_designation")


def _opened(debt: Debt, named: dict[int | str, int], paid_on: date) -> _Open:
    """Place one debt in the order of art. 560; a smaller key is settled earlier."""
    owed = [debt.outstanding_fen, debt.late_interest_fen, debt.costs_fen]
    if debt.id in named:
        return _Open(debt, (_DESIGNATED, named[debt.id], 0, 0, 0), owed, [0, 0, 0], "designated")
    tier, reason = (_DUE, "due") if debt.due_on <= paid_on else (_NOT_DUE, "not_yet_due")
    key = (tier, 0, int(debt.secured), -debt.burden, debt.due_on.toordinal())
    return _Open(debt, key, owed, [0, 0, 0], reason)


def _settle(payment_fen: int, queue: list[_Open], policy: Policy) -> int:
    """Settle tier by tier; returns the 分 left over."""
    left = payment_fen
    passes = [(part,) for part in _AGREED] if policy.principal_first else [_ART_561]
    for tier, members in groupby(queue, key=lambda entry: entry.key[0]):
        ranks = [list(rank) for _, rank in groupby(members, key=_KEY)]
        if tier == _DUE:
            _explain_order(ranks)
        for order in passes:
            for rank in ranks:
                left -= _settle_rank(left, rank, order)
    return left


def _settle_rank(left: int, rank: list[_Open], order: tuple[int, ...]) -> int:
    """Pay debts of equal rank, in proportion when the money does not reach all. Returns the 分 used."""
    owed = [sum([entry.owed[part] for part in order]) for entry in rank]
    used = min(left, sum(owed))
    if not used:
        return 0
    if used == sum(owed):
        for entry in rank:
            entry.take_all(order)
        return used
    for entry, share in zip(rank, split_exactly(used, owed), strict=True):
        entry.reason = "pro_rata" if len(rank) > 1 else entry.reason
        entry.take(share, order)
    return used


def _explain_order(ranks: list[list[_Open]]) -> None:
    """Name the first criterion of art. 560 that sets each rank apart from its neighbour."""
    for place, rank in enumerate(ranks):
        if len(ranks) == 1:
            return
        other = ranks[place + 1] if place + 1 < len(ranks) else ranks[place - 1]
        here, there = rank[0].key[2:], other[0].key[2:]
        reason = next(name for name, a, b in zip(_CRITERIA, here, there, strict=True) if a != b)
        for entry in rank:
            entry.reason = reason


def _line(entry: _Open, say: _Say) -> Line:
    debt = entry.debt
    sentence = say(entry.reason, debt.due_on, bool(debt.late_interest_fen or debt.costs_fen))
    principal, interest, costs = entry.got
    return Line(debt.id, principal, interest, costs, entry.reason, sentence)


@lru_cache(maxsize=1024)
def _phrase(code: str, on: date) -> str:
    return row_on([row for row in load_table("allocation") if row.text("code") == code], on).text("sentence")


def _phrasebook(paid_on: date, policy: Policy) -> _Say:
    """One wording per reason, due date and presence of interest: thousands of bills share a few due dates."""
    inside = "principal_first" if policy.principal_first else "inside_debt"

    @cache
    def say(reason: str, due_on: date, with_inside: bool) -> str:
        sentence = _phrase(reason, paid_on).replace("{due_on}", full_day(due_on))
        return sentence + _phrase(inside, paid_on) if with_inside else sentence

    return say
