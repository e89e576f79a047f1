"""The contact policy once more, written from docs/algorithms/contact_policy.md alone, without a look at the code.

``answer_of(request)`` → (allowed, rule, earliest). It reads only the plain spellings of docs/cli.md.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

CN = dt.timezone(dt.timedelta(hours=8))
DAY, WEEK = dt.timedelta(days=1), dt.timedelta(hours=168)
MONEY = {"bill", "demand", "promise_check", "legal"}
BANS = {"cut_utilities", "door_sealing", "public_naming"}
BREAKS_2026 = [  # the official breaks of 2026, weekends included; of 2027 only the first day is asked about
    ((1, 1), (1, 3)), ((2, 15), (2, 23)), ((4, 4), (4, 6)), ((5, 1), (5, 5)), ((6, 19), (6, 21)), ((9, 25), (9, 27)),
    ((10, 1), (10, 7)),
]  # fmt: skip
HOLIDAYS = {dt.date(2027, 1, 1)} | {
    dt.date(2026, *first) + n * DAY
    for first, last in BREAKS_2026
    for n in range((dt.date(2026, *last) - dt.date(2026, *first)).days + 1)
}
Bars = Iterator[tuple[str, dt.datetime | None]]


def moment(text: str) -> dt.datetime:
    found = dt.datetime.fromisoformat(text)
    return (found if found.tzinfo else found.replace(tzinfo=CN)).astimezone(CN)


def midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), CN)


def day_after(text: str) -> dt.datetime:
    return midnight(dt.date.fromisoformat(text) + DAY)


def is_within(at: dt.datetime, first: int, last: int) -> bool:
    """Minutes of the day; the first moment belongs to it, the last does not; it may run over midnight."""
    now = at - midnight(at.date())
    begin, end = dt.timedelta(minutes=first), dt.timedelta(minutes=last)
    return begin <= now < end if begin < end else now >= begin or now < end


def next_time(at: dt.datetime, minute: int) -> dt.datetime:
    found = midnight(at.date()) + dt.timedelta(minutes=minute)
    return found if found > at else found + DAY


def span(text: str) -> tuple[int, int]:
    first, last = (int(one[:2]) * 60 + int(one[3:]) for one in text.split("-"))
    return first, last


class Asked:
    """A request at a moment, which need not be its own."""

    def __init__(self, raw: dict[str, Any], at: dt.datetime) -> None:
        self.raw, self.at, self.home = raw, at, raw.get("household", {})
        self.kind = "letter" if raw["kind"] == "demand" else raw["kind"]
        self.purpose = "demand" if raw["kind"] == "demand" else raw.get("purpose", "bill")
        self.money = self.purpose in MONEY
        self.sealed = self.kind == "letter" and self.purpose in {"bill", "demand", "legal"}
        self.disturbs = self.kind in {"call", "visit", "message"}
        self.agreed = raw.get("agreed_time", False) and at == moment(raw["at"])

    def bars(self) -> Bars:
        always = list(self._always())
        yield from always
        began = self.raw.get("initiated_by") == "owner"
        if not always and not began and self.purpose != "emergency" and self.kind != "announcement":
            yield from self._people()
            yield from self._pauses()
            yield from self._hours()
            yield from self._caps()

    def _always(self) -> Bars:
        who = self.raw.get("recipient")
        if self.kind in BANS:
            yield self.kind, None
        if self.kind == "announcement":
            if not self.raw.get("aggregate"):
                yield "public_disclosure", None
            return
        if self.purpose == "emergency":
            return
        meets_tenant = self.kind == "visit" and self.home.get("occupied_by") == "tenant"
        if who is None:
            who = "tenant" if meets_tenant and self.raw.get("initiated_by") != "owner" else "owner"
        tells = self.money or self.purpose == "aftercare"
        if who == "outsider" or (tells and who not in {"owner", "agent"} and not (who == "family" and self.sealed)):
            yield "third_party", None

    def _people(self) -> Bars:
        home = self.home
        if self.money and home.get("outstanding_fen") == 0:
            yield "nothing_owed", None
        is_heir = self.raw.get("recipient") == "agent" or home.get("heir_confirmed")
        if home.get("deceased") and self.purpose != "care" and not is_heir:
            yield "deceased", None
        wish = home.get("do_not_contact")
        if wish and not self.sealed:
            if wish is True:
                yield "do_not_contact", None
            elif self.at < day_after(wish["until"]):
                yield "do_not_contact", day_after(wish["until"])
        if {"call": "phone"}.get(self.kind, self.kind) in home.get("refused_channels", []):
            yield "channel_refused", None

    def _pauses(self) -> Bars:
        home = self.home
        if not self.money:
            return
        if not (self.sealed and self.raw.get("protects_claim")):
            yield from self._until("breathing_space", home.get("breathing_space_until"))
            if self._is_disputed():
                yield "dispute", None
            waiting = {"open", "in_progress", "fixed"}
            if any(
                one["state"] in waiting and one.get("on_disputed_item", True) for one in home.get("open_tickets", [])
            ):
                yield "open_ticket", None
            for rule, key, state, due in (
                ("standing_promise", "promise", "open", "due_on"), ("running_plan", "plan", "active", "next_due_on"),
            ):  # fmt: skip
                if home.get(key) and home[key]["state"] == state:
                    yield from self._until(rule, home[key][due])
        known = home.get("last_payment_import_on")
        most = 7 if self.purpose in {"demand", "legal"} else 14
        if known and (known == "never" or (self.at.date() - dt.date.fromisoformat(known)).days > most):
            yield "stale_payment_data", None

    def _until(self, rule: str, day: str | None) -> Bars:
        if day and self.at < day_after(day):
            yield rule, day_after(day)

    def _is_disputed(self) -> bool:
        dispute = self.home.get("dispute")
        if not dispute or dispute["state"] != "open":
            return False
        lines = set(dispute.get("lines", ()))
        owed = {one["id"] for one in self.home.get("open_charges", ())}
        everything = dispute["scope"] == "whole" or bool(owed and owed <= lines)
        return everything or bool(lines & set(self.raw.get("charges", ())))

    def _hours(self) -> Bars:
        if not self.disturbs or self.agreed:
            return
        if self.purpose != "care" and self.at.date() in HOLIDAYS:
            day = self.at.date()
            while day in HOLIDAYS:
                day += DAY
            yield "holiday", midnight(day)
        wished = self.home.get("only_hours")
        first, last = (22 * 60, 8 * 60) if wished else (20 * 60, 9 * 60)
        if is_within(self.at, first, last):
            yield "quiet_hours", next_time(self.at, last)
        if wished and not is_within(self.at, *span(wished)):
            yield "owner_hours", next_time(self.at, span(wished)[0])
        unwished = self.home.get("quiet_hours")
        if unwished and is_within(self.at, *span(unwished)):
            yield "owner_hours", next_time(self.at, span(unwished)[1])

    def _caps(self) -> Bars:
        counted = MONEY | {"aftercare"}
        if self.purpose not in counted:
            return
        past = [
            (moment(one["at"]), one["kind"], one.get("reached", "owner") != "nobody")
            for one in self.raw.get("history", ())
            if one.get("initiated_by", "us") == "us" and one.get("purpose", "bill") in counted
        ]
        used = [(at, kind) for at, kind, reached in past if reached or kind in {"visit", "letter"}]
        missed = [at for at, kind, reached in past if kind == "call" and not reached]
        if any(at.date() == self.at.date() and kind == self.kind for at, kind in used):
            yield "daily_cap", midnight(self.at.date() + DAY)
        if self.kind == "call":
            today = [at for at in missed if at.date() == self.at.date()]
            ends = [midnight(self.at.date() + DAY)] if len(today) >= 2 else []
            ends += [end for _, end in self._in_a_week("", missed, 6)]
            if ends:
                yield "unanswered_cap", max(ends)
        if self.kind == "visit":
            yield from self._in_a_week("visit_cap", [at for at, kind in used if kind == "visit"], 2)
        if self.disturbs:
            yield from self._in_a_week("weekly_cap", [at for at, kind in used if kind != "letter"], 3)

    def _in_a_week(self, rule: str, moments: list[dt.datetime], most: int) -> Iterator[tuple[str, dt.datetime]]:
        recent = sorted(at for at in moments if self.at - WEEK < at <= self.at)
        if len(recent) >= most:
            yield rule, recent[-most] + WEEK


def answer_of(raw: dict[str, Any]) -> tuple[bool, str | None, str | None]:
    at = moment(raw["at"])
    bars = list(Asked(raw, at).bars())
    if not bars:
        return True, None, None
    rule = bars[0][0]
    for _ in range(400):
        ends = [end for _, end in bars]
        if not ends:
            return False, rule, at.isoformat()
        if None in ends:
            break
        at = max(end for end in ends if end is not None)
        bars = list(Asked(raw, at).bars())
    return False, rule, None
