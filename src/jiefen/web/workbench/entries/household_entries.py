"""What this person may enter on the household page: links only, hidden where the action would refuse."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Capability
from jiefen.ledger.models import Component
from jiefen.ledger.queries.accounts import WAIVER, WRITE_OFF, Settlement
from jiefen.ledger.queries.statement import ChargeLine, Statement
from jiefen.web.workbench.household_view import period_words


@dataclass(frozen=True)
class Relief:
    """A waiver or write-off that stands. ``url``: where it can be taken back, "" for those who may not."""

    what: str
    bill: str
    fen: int
    on: dt.date
    reason: str
    url: str


class HouseholdEntries:
    """Flags and links for the partials; asks the database nothing."""

    def __init__(self, actor: Actor, statement: Statement) -> None:
        self._statement = statement
        self.premises_id = statement.premises_id
        self.may_pay = actor.can(Capability.RECORD_PAYMENT)
        self.may_correct = actor.can(Capability.CORRECT_LEDGER)
        self.may_waive = actor.can(Capability.GRANT_WAIVER)
        self.may_write_off = actor.can(Capability.WRITE_OFF)
        self.may_record_event = actor.can(Capability.RECORD_LIMITATION_EVENT)

    @property
    def on_bills(self) -> bool:
        """Whether a bill has any link."""
        return self.may_correct or self.may_waive or self.may_write_off

    @cached_property
    def deposits(self) -> list[ChargeLine]:
        """Deposits still open: shown apart on the page, so their correction is linked here."""
        if not self.may_correct:
            return []
        return [line for line in self._statement.charges if line.is_deposit and line.outstanding_fen]

    @cached_property
    def reliefs(self) -> list[Relief]:
        """Waivers and write-offs that stand, newest first."""
        found = [
            self._relief(line, row)
            for line in self._statement.charges
            for row in line.settlements
            if row.stands and row.kind in (WAIVER, WRITE_OFF)
        ]
        return sorted(found, key=lambda relief: relief.on, reverse=True)

    def _relief(self, line: ChargeLine, row: Settlement) -> Relief:
        is_waiver = row.kind == WAIVER
        may, name = (self.may_waive, "waiver_reverse") if is_waiver else (self.may_write_off, "write_off_reverse")
        what = f"减免{Component(row.component).label}" if is_waiver else "坏账核销"
        bill = f"{period_words(line.period_start, line.period_end)} {line.fee_item}"
        url = reverse(name, args=[row.id]) if may else ""
        return Relief(what, bill, row.amount_fen, row.effective_on, row.reason, url)
