"""应收: entering a single charge."""

from __future__ import annotations

import datetime as dt

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Capability
from jiefen.estates.queries import payer_on
from jiefen.ledger.actions.posting import EARLIEST, NOTE_LIMIT, Posting, posting, require_amount, tidy_text
from jiefen.ledger.models import Charge, FeeItem
from jiefen.ledger.refusals import DateRefused
from jiefen.rules.limitation import due_on_for
from jiefen.shared.errors import NotFound

_HORIZON = dt.timedelta(days=5 * 366)  # a bill further ahead than that is a slip of the pen


def record_charge(
    *,
    premises_id: int,
    fee_item_id: int,
    amount_fen: int,
    period_start: dt.date | None,
    period_end: dt.date | None,
    due_on: dt.date | None,
    by: Actor,
    at: dt.datetime,
    note: str = "",
) -> Charge:
    """One charge of ``amount_fen`` 分 for one billing period; it may lie ahead, but not in a closed month.

    ``due_on`` None with a period: the estate's due rule decides (rules.limitation.due_on_for). The month it belongs
    to is that of ``period_start`` (without one: of ``due_on``, else of the entry). The payer is whoever pays on that
    day (estates.queries.payer_on).
    Raises NotFound, NotPermitted, AmountRefused, DateRefused, PeriodFrozen, TextRefused.
    """
    by.require(Capability.RECORD_CHARGE)
    require_amount(amount_fen)
    note = tidy_text(note, NOTE_LIMIT, "备注")
    with posting(premises_id, by=by, at=at) as entry:
        due_on = due_on or _due_by_contract(entry, period_start, period_end)
        _check_period(period_start, period_end, due_on, entry.today)
        belongs_on = period_start or due_on or entry.today
        entry.require_month_open(belongs_on)
        charge: Charge = Charge.objects.create(
            premises_id=entry.premises_id,
            fee_item=_fee_item(entry, fee_item_id),
            payer=payer_on(entry.premises_id, belongs_on),
            period_start=period_start,
            period_end=period_end,
            due_on=due_on,
            **entry.columns(amount_fen, note),
        )
        entry.log("ledger.charge_recorded", charge, amount_fen=amount_fen, due_on=str(due_on or ""))
    return charge


def _due_by_contract(entry: Posting, start: dt.date | None, end: dt.date | None) -> dt.date | None:
    return due_on_for(start, end, entry.due_rule) if start and end and start <= end else None


def _fee_item(entry: Posting, fee_item_id: int) -> FeeItem:
    found: FeeItem | None = FeeItem.objects.of(entry.by.organisation_id).filter(pk=fee_item_id).first()
    if found is None:
        raise NotFound
    return found


def _check_period(start: dt.date | None, end: dt.date | None, due_on: dt.date | None, today: dt.date) -> None:
    if (start is None) != (end is None):
        raise DateRefused("账期要么起止都填，要么都不填。", code="ledger.period_incomplete")
    if start and end and end < start:
        raise DateRefused("账期的结束日早于开始日。请核对账期。", code="ledger.period_reversed")
    days = [day for day in (start, end, due_on) if day]
    if days and (min(days) < EARLIEST or max(days) > today + _HORIZON):
        raise DateRefused(
            f"账期或到期日不合理（{min(days)} 至 {max(days)}）。请核对年份。", code="ledger.period_absurd"
        )
