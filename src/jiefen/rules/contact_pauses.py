"""What pauses the bill, as people write it: tickets, disputes, breathing space, promises, plans, old payment data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from jiefen.rules.contact_names import ContactFileError, Contradiction, find_word
from jiefen.rules.contact_values import all_of, day, flag, is_closed, items, number, pick

_TICKETS: Final = (
    "open_tickets",
    "open_ticket",
    "tickets",
    "ticket",
    "repair_tickets",
    "repair_ticket",
    "open_repair_ticket",
    "open_repair_tickets",
    "has_open_ticket",
    "has_ticket",
    "open_ticket_count",
    "open_repair",
    "报修单",
)
_DISPUTES: Final = (
    "disputes",
    "dispute",
    "open_dispute",
    "open_disputes",
    "has_dispute",
    "has_open_dispute",
    "in_dispute",
    "is_disputed",
    "异议",
)
_DISPUTED: Final = ("disputed_lines", "disputed_charges", "disputed_items", "disputed")
_LINES: Final = ("lines", "charges", "items", "charge_ids", "line_ids", "line", "charge", "item", "covers")
_ALL_LINES: Final = ("open_charges", "open_lines", "charges", "lines", "bills")
_SPACE: Final = (
    "breathing_space",
    "in_breathing_space",
    "has_breathing_space",
    "hardship",
    "hardship_pause",
    "on_hold",
    "暂缓",
)
_SPACE_UNTIL: Final = (
    "breathing_space_until",
    "breathing_until",
    "paused_until",
    "pause_until",
    "hardship_until",
    "breathing_space_to",
)
_PROMISES: Final = (
    "promises",
    "promise",
    "standing_promise",
    "open_promise",
    "promise_to_pay",
    "open_promises",
    "promise_due_on",
    "promise_due",
    "promised_on",
    "promise_on",
    "promise_date",
    "promise_until",
    "promised_until",
    "promised_for",
    "standing_promise_until",
    "承诺",
)
_PLANS: Final = ("plans", "plan", "repayment_plan", "instalment_plan", "installment_plan", "running_plan", "分期")
IMPORTED: Final = (
    "last_payment_import_on",
    "last_payment_import_at",
    "last_payment_import",
    "last_import_on",
    "last_import_at",
    "payment_import_on",
    "payment_import_at",
    "payments_imported_on",
    "payments_imported_at",
    "payments_as_of",
    "payment_data_as_of",
    "payment_data_on",
    "payments_known_on",
    "payment_data_age_days",
    "payment_import_age_days",
    "last_import_days_ago",
)
WHOLE: Final = frozenset({"whole", "all", "full", "everything", "entire", "total", "全部", "整单", "*"})
_PART: Final = frozenset({"lines", "line", "partial", "part", "some", "items", "部分"})
_BEARS: Final = (
    "on_disputed_item",
    "on_the_disputed_item",
    "disputed_item",
    "on_disputed",
    "concerns_bill",
    "bears_on_bill",
    "related_to_bill",
    "is_disputed_item",
    "blocks_bill",
)
_CONFIRMED: Final = ("owner_confirmed", "confirmed_by_owner", "is_confirmed", "confirmed", "业主已确认")
_BEARS_ALL: Final = ("open_ticket_on_disputed_item", "ticket_on_disputed_item", "ticket_on_disputed")
_PARTLY: Final = frozenset({""})  # something is disputed, nobody said which lines
KEYS: Final = frozenset(
    {
        *(_TICKETS + _DISPUTES + _DISPUTED + _ALL_LINES + _SPACE + _SPACE_UNTIL + _PROMISES + _PLANS),
        *(IMPORTED + _BEARS_ALL),
        *("outstanding_fen", "disputed_fen", "dispute_lines", "promise_fen", "promise_amount_fen", "charge_ids"),
        *("plan_next_due_on", "next_due_on", "plan_in_default", "in_default", "closed_tickets"),
    }
)
"""Keys of the household that this module reads."""


def open_ticket(raw: Mapping[str, Any], charges: frozenset[str]) -> str | None:
    """What the ticket that bears on the bill says; None when nothing waits. ``charges``: what the contact is about."""
    bears = pick(raw, _BEARS_ALL)
    if bears is not None and not flag(bears, "household.open_ticket_on_disputed_item"):
        return None
    for each in all_of(raw, _TICKETS):
        found = _standing_ticket(each, charges)
        if found is not None:
            return found
    return "" if bears is not None and not all_of(raw, _TICKETS) else None


def _standing_ticket(value: object, charges: frozenset[str]) -> str | None:
    if isinstance(value, Mapping):
        bears, on = pick(value, _BEARS), _ids(pick(value, _LINES))
        is_elsewhere = bears is not None and not isinstance(bears, str) and not flag(bears, "household.open_ticket")
        is_other_line = bears is None and bool(on) and bool(charges) and not on & charges
        if _is_confirmed(value) or is_elsewhere or is_other_line:
            return None
        return str(pick(value, ("what", "title", "words", "description", "summary", "报修内容")) or "")
    if isinstance(value, int) and not isinstance(value, bool):
        if value < 0:
            raise ContactFileError("household.open_tickets", "件数、报修内容或一个列表", value)
        return "" if value > 0 else None  # how many, or the number of one
    if isinstance(value, str) and find_word("ticket_closed", value):
        return None
    if isinstance(value, str) and not (value.strip().lower() in ("true", "yes", "open") or find_word("fixed", value)):
        return value.strip() or None
    if isinstance(value, str):
        return ""
    return "" if flag(value, "household.open_ticket") else None


def _is_confirmed(ticket: Mapping[str, Any]) -> bool:
    """Whether the owner has closed it: repaired is our word, closed is his."""
    said = pick(ticket, _CONFIRMED)
    if isinstance(said, bool):
        return said
    if said is not None or pick(ticket, ("confirmed_on", "confirmed_at", "owner_confirmed_at")) is not None:
        return said is None or flag(said, "household.open_ticket.owner_confirmed")
    state = pick(ticket, ("state", "status", "状态"))
    if isinstance(state, str) and find_word("fixed", state):
        return False
    if isinstance(state, str) and find_word("ticket_closed", state) and not find_word("closed", state):
        return True
    return is_closed(ticket, "household.open_ticket")


def disputes(raw: Mapping[str, Any]) -> tuple[bool, frozenset[str]]:
    """(everything is disputed, which lines are)."""
    named = all_of(raw, (*_DISPUTED, "dispute_lines"))
    everything, lines = True in named, _ids([each for each in named if not isinstance(each, bool)])
    bears_part = bool(lines)
    for each in all_of(raw, _DISPUTES):
        whole, some = _one_dispute(each, bears_part or fen(raw, "disputed_fen") > 0)
        everything, lines = everything or whole, lines | some
    open_lines = _open_lines(raw)
    lines |= {line for line, is_disputed in open_lines if is_disputed}
    owed, disputed_fen = fen(raw, "outstanding_fen"), fen(raw, "disputed_fen")
    if raw.get("outstanding_fen") is not None and disputed_fen > owed:
        raise Contradiction("household.disputed_fen", "有异议的金额比没付的还多")
    if disputed_fen:
        everything, lines = everything or disputed_fen == owed, lines or _PARTLY
    if lines - _PARTLY and open_lines and {line for line, _ in open_lines} <= lines:
        everything = True
    return everything, lines


def _one_dispute(value: object, is_part: bool) -> tuple[bool, frozenset[str]]:
    if isinstance(value, Mapping):
        if is_closed(value, "household.dispute"):
            return False, frozenset()
        scope, lines = pick(value, ("scope", "extent", "kind", "whole")), _ids(pick(value, _LINES))
        if scope is True or (isinstance(scope, str) and scope.strip().lower() in WHOLE):
            return True, lines
        if isinstance(scope, str) and scope.strip().lower() in _PART and not lines:
            return False, _PARTLY
        return not lines and not is_part, lines
    if isinstance(value, str):
        name = value.strip().lower()
        if find_word("closed", name) or not name:
            return False, frozenset()
        if name in _PART:
            return False, _PARTLY
        return (True, frozenset()) if name in {*WHOLE, "true", "yes", "open", "opened"} else (False, _ids(value))
    if isinstance(value, int) and not isinstance(value, bool):
        return False, _ids(value)
    return flag(value, "household.dispute") and not is_part, frozenset()


def _open_lines(raw: Mapping[str, Any]) -> list[tuple[str, bool]]:
    found = []
    for each in items(pick(raw, _ALL_LINES)):
        if isinstance(each, Mapping):
            line = pick(each, ("id", "no", "line", "item", "charge"))
            found += [(str(line), flag(each.get("disputed"), "household.charges.disputed"))] if line is not None else []
        elif isinstance(each, str | int):
            found.append((str(each), False))
    return found


def breathing_space_until(raw: Mapping[str, Any]) -> date | None:
    """The last day of the pause; ``date.max`` without an end, None without a pause."""
    until, space = pick(raw, _SPACE_UNTIL), pick(raw, _SPACE)
    if isinstance(space, Mapping):
        if is_closed(space, "household.breathing_space"):
            return None
        until, space = pick(space, ("until", "until_on", "to", "end", "ends_on")) or until, True
    elif isinstance(space, str) and any(character.isdigit() for character in space) and len(space) > 1:
        until, space = until or space, True
    if space is not None and not flag(space, "household.breathing_space"):
        if until is not None:
            raise Contradiction("household.breathing_space_until", "一处说没有暂缓，一处写了暂缓到哪天")
        return None
    if until is None:
        return None if space is None else date.max
    if isinstance(until, str) and "T" in until and ":" in until and until.strip()[11:16] == "00:00":
        return day(until, "household.breathing_space_until") - timedelta(days=1)  # up to that midnight
    return day(until, "household.breathing_space_until")


def standing_promise(raw: Mapping[str, Any]) -> tuple[date | None, int | None]:
    """The standing promise that runs longest."""
    found: list[tuple[date, int | None]] = []
    given = all_of(raw, _PROMISES)
    for place, each in enumerate(given):
        path = f"household.promise[{place}]"
        if each is False or (isinstance(each, str) and find_word("closed", each)):
            continue
        amount = pick(raw, ("promise_fen", "promise_amount_fen"))
        promise = {"due_on": each, "amount_fen": amount} if isinstance(each, str) else each
        if not isinstance(promise, Mapping):
            raise ContactFileError(path, '一个承诺，例如 {"due_on": "2026-11-25", "amount_fen": 60000}', each)
        if not is_closed(promise, path):
            found.append(_one_promise(promise, path))
    return max(found, key=lambda promise: promise[0], default=(None, None))


def _one_promise(raw: Mapping[str, Any], path: str) -> tuple[date, int | None]:
    due_on = day(pick(raw, ("due_on", "due", "on", "date", "until", "due_at", "promised_on")), f"{path}.due_on")
    made = pick(raw, ("made_on", "made_at", "promised_at"))
    if made is not None and day(made, f"{path}.made_on") > due_on:
        raise Contradiction(f"{path}.due_on", "答应付款的日子早于作出承诺的日子")
    amount = pick(raw, ("amount_fen", "fen", "amount"))
    if amount is not None and number(amount, f"{path}.amount_fen") == 0:
        raise ContactFileError(f"{path}.amount_fen", "大于 0 的整数（单位：分）", amount)
    return due_on, None if amount is None else number(amount, f"{path}.amount_fen")


def running_plan(raw: Mapping[str, Any]) -> tuple[bool, date]:
    """(is running, the next day an instalment is due, ``date.max`` when unknown)."""
    beside = pick(raw, ("plan_next_due_on", "next_due_on"))
    is_broken = any(flag(raw.get(name), f"household.{name}") for name in ("plan_in_default", "in_default"))
    for place, each in enumerate(all_of(raw, _PLANS)):
        path = f"household.plan[{place}]"
        if isinstance(each, str) and find_word("closed", each):
            continue
        plan = {"state": each} if isinstance(each, str) else {} if each is True else each
        if each is False or is_broken:
            continue
        if not isinstance(plan, Mapping):
            raise ContactFileError(path, '一个分期约定，例如 {"state": "active", "next_due_on": "2026-12-10"}', each)
        if not is_closed(plan, path):
            due = pick(plan, ("next_due_on", "next_due", "due_on")) or _next_unpaid(plan) or beside
            return True, date.max if due is None else day(due, f"{path}.next_due_on")
    return False, date.max


def _next_unpaid(plan: Mapping[str, Any]) -> object:
    waiting = [
        day(each.get("due_on"), "household.plan.instalments.due_on")
        for each in items(plan.get("instalments"))
        if isinstance(each, Mapping) and not flag(each.get("paid"), "household.plan.instalments.paid")
    ]
    return min(waiting, default=None)


def payments_known_on(value: object, at: datetime) -> date | None:
    """The day of the last payment import: None = not said, ``date.min`` = never."""
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        return at.date() - timedelta(days=number(value, "household.payment_data_age_days"))
    if value is False or (isinstance(value, str) and value.strip().lower() in ("never", "none", "没有", "从未")):
        return date.min
    known = day(value, "household.last_payment_import_on")
    if known > at.date():
        raise Contradiction("household.last_payment_import_on", "最近一次导入收款晚于要问的时间")
    return known


def fen(raw: Mapping[str, Any], name: str) -> int:
    """An amount in 分; missing is 0."""
    return 0 if raw.get(name) is None else number(raw[name], f"household.{name}")


def _ids(value: object) -> frozenset[str]:
    return frozenset(
        str(pick(each, ("id", "charge", "line", "item")) if isinstance(each, Mapping) else each)
        for each in items(value)
    )
