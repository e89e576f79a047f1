"""What every entry shares: the lock on the household, the audit event, the refreshed positions, the guards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from django.db import models

from jiefen.accounts.actors import Actor
from jiefen.audit.actions import record
from jiefen.estates.access import lock_premises_for
from jiefen.ledger import listeners, positions
from jiefen.ledger.actions.freeze import require_open
from jiefen.ledger.refusals import AmountRefused, DateRefused, TextRefused
from jiefen.rules.day_words import full_day
from jiefen.rules.money import format_yuan
from jiefen.shared.clock import day_of
from jiefen.shared.transactions import durable_atomic

MAX_ENTRY_FEN: Final = 10**10  # one hundred million 元 in one row: beyond it somebody mistook 分 or 万元 for 元
EARLIEST: Final = dt.date(1990, 1, 1)  # before there were property fees; catches a typed 2O26 → 0226
REASON_LIMIT: Final = 120
NOTE_LIMIT: Final = 200


@dataclass(frozen=True, slots=True)
class Posting:
    """One entry being made: for which premises, by whom, when. ``today`` is the day of ``at`` in China."""

    premises_id: int
    estate_id: int
    due_rule: str  # of the estate's contract
    by: Actor
    at: dt.datetime

    @property
    def today(self) -> dt.date:
        """The day of the entry."""
        return day_of(self.at)

    def columns(self, amount_fen: int, note: str = "") -> dict[str, Any]:
        """The columns every ledger row has."""
        return {
            "organisation_id": self.by.organisation_id,
            "amount_fen": amount_fen,
            "recorded_at": self.at,
            "recorded_by_no": self.by.membership_id,
            "note": note,
        }

    def require_day(self, on: dt.date, *, not_before: dt.date = EARLIEST) -> None:
        """``on`` is neither ahead nor absurd, and its month is open. Raises DateRefused, PeriodFrozen."""
        if on > self.today:
            raise DateRefused(f"{full_day(on)}还没到。请填今天或以前的日期。", code="ledger.future_date")
        if on < not_before:
            raise DateRefused(f"日期不能早于 {not_before}。请核对日期。", code="ledger.date_too_early")
        self.require_month_open(on)

    def require_month_open(self, on: dt.date) -> None:
        """The month of ``on`` has not been closed for this estate. Raises PeriodFrozen."""
        require_open(self.estate_id, on)

    def log(self, code: str, subject: models.Model, **data: Any) -> None:
        """Append the audit event; ``data`` holds ids, amounts and codes only."""
        record(
            organisation_id=self.by.organisation_id,
            by=self.by.membership_id,
            at=self.at,
            code=code,
            subject=subject,
            data={"premises": self.premises_id, **data},
        )


@contextmanager
def posting(premises_id: int, *, by: Actor, at: dt.datetime) -> Iterator[Posting]:
    """One durable transaction on one household: locked first, positions refreshed and listeners told last.

    Raises NotFound.
    """
    with durable_atomic():
        premises = lock_premises_for(by, premises_id)
        yield Posting(premises.pk, premises.estate_id, premises.estate.due_rule, by, at)
        positions.refresh([premises.pk], at=at)
        listeners.tell(by.organisation_id, [premises.pk], at)


def require_amount(amount_fen: int) -> None:
    """A positive whole number of 分 up to MAX_ENTRY_FEN. Raises AmountRefused."""
    if type(amount_fen) is not int or amount_fen <= 0:
        raise AmountRefused("金额要大于零。要退回或更正已登记的金额，请用冲正。")
    if amount_fen > MAX_ENTRY_FEN:
        limit = format_yuan(MAX_ENTRY_FEN)
        raise AmountRefused(f"一笔不能超过 {limit} 元。请检查位数和单位。", code="ledger.amount_too_large")


def tidy_text(text: str, limit: int, what: str, *, required: bool = False) -> str:
    """White space collapsed, control characters dropped. Raises TextRefused when missing or longer than ``limit``."""
    clean = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    if required and not clean:
        raise TextRefused(f"请写明{what}，以后查账时要看。", code="ledger.text_missing")
    if len(clean) > limit:
        raise TextRefused(f"{what}最多 {limit} 个字，现在有 {len(clean)} 个。请写短些。", code="ledger.text_too_long")
    return clean
