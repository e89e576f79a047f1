"""Requests at odd moments, in several time zones, with several rails at once: two implementations, one answer."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

import pytest

from jiefen.rules.contact_file import answer
from jiefen.rules.contact_values import ContactFileError
from tests.rules.contact_second_opinion import answer_of

DAYS = ["01-01", "01-03", "01-04", "02-14", "02-23", "02-24", "02-28", "04-30", "05-05", "05-06", "05-09", "09-20",
        "09-30", "10-07", "10-08", "10-10", "11-23", "11-28", "12-31"]  # fmt: skip
TIMES = ["00:00", "07:59:59", "08:00", "08:59:59", "09:00", "10:00", "12:00", "15:30:30", "19:59:59", "20:00", "21:00",
         "21:59:59", "22:00", "23:59:59"]  # fmt: skip
ZONES = {"": 480, "Z": 0, "+08:00": 480, "+05:30": 330}
EDGES = [dt.timedelta(0), dt.timedelta(seconds=1), *(dt.timedelta(hours=168, seconds=s) for s in (-1, 0, 1))]


def written(dice: Random, local: dt.datetime) -> str:
    zone = dice.choice(list(ZONES))
    return (local - dt.timedelta(minutes=480 - ZONES[zone])).isoformat() + zone


def request(dice: Random) -> dict[str, Any]:
    """Everything is drawn; most requests have several things in their way."""
    here = dt.datetime.fromisoformat(f"2026-{dice.choice(DAYS)}T{dice.choice(TIMES)}")

    def day(first: int, last: int) -> str:
        return (here.date() + dt.timedelta(dice.randint(first, last))).isoformat()

    kinds = ["call"] * 6 + ["visit"] * 4 + ["message"] * 4 + ["letter", "letter", "demand", "demand", "announcement"]
    found: dict[str, Any] = {"at": written(dice, here), "kind": dice.choice([*kinds, "cut_utilities", "public_naming"])}
    maybe: dict[str, list[Any]] = {
        "recipient": ["owner", "agent", "family", "tenant", "outsider", "unverified"], "agreed_time": [True],
        "protects_claim": [True], "aggregate": [True, False], "charges": [[7], [7, 8]],
    }  # fmt: skip
    found |= {key: dice.choice(values) for key, values in maybe.items() if dice.random() < 0.12}
    if found["kind"] != "demand" and dice.random() < 0.4:
        found["purpose"] = dice.choice(["bill", "care", "aftercare", "demand", "promise_check", "legal", "emergency"])
    if found.get("recipient", "owner") == "owner" and dice.random() < 0.06:
        found["initiated_by"] = "owner"
    home: dict[str, list[Any]] = {
        "outstanding_fen": [0, 1], "deceased": [True], "do_not_contact": [True, {"scope": "all", "until": day(-2, 3)}],
        "refused_channels": [["phone"], ["visit", "message"]], "breathing_space_until": [day(-2, 4)],
        "dispute": [
            {"scope": "whole", "state": "open"}, {"scope": "whole", "state": "answered"},
            {"scope": "lines", "lines": [7], "state": "open"},
        ],
        "open_charges": [[{"id": 7}], [{"id": 7}, {"id": 8}]] if "charges" not in found else [[{"id": 7}, {"id": 8}]],
        "open_tickets": [
            [{"what": "漏水", "state": state, "on_disputed_item": bears}]
            for state in ("open", "fixed", "closed", "confirmed") for bears in (True, False)
        ],
        "promise": [{"due_on": day(-2, 5), "amount_fen": 1, "state": state} for state in ("open", "kept")],
        "plan": [{"next_due_on": day(-2, 5), "state": state} for state in ("active", "completed")],
        "last_payment_import_on": [day(-8, -6), day(-15, -13), "never"], "occupied_by": ["tenant"],
        "only_hours": ["18:00-20:00", "19:00-21:30", "07:00-12:00"], "quiet_hours": ["12:00-14:00", "09:00-09:30"],
    }  # fmt: skip
    found["household"] = {key: dice.choice(values) for key, values in home.items() if dice.random() < 0.09}
    found["history"] = []
    for _ in range(dice.choice([0, 0, 1, 2, 3, 5, 9])):
        ago = dice.choice([*EDGES, *(dt.timedelta(days=dice.randint(0, 8), hours=dice.randint(0, 20)) for _ in EDGES)])
        past = {
            "at": written(dice, here - ago),
            "kind": dice.choice(["call", "call", "call", "visit", "message", "letter"]),
        }
        past |= {"reached": dice.choice(["owner", "family", "nobody", "nobody"])} if dice.random() < 0.7 else {}
        past |= {"initiated_by": "owner"} if dice.random() < 0.1 else {}
        past |= {"purpose": dice.choice(["care", "aftercare", "demand"])} if dice.random() < 0.2 else {}
        found["history"] += [past] * dice.choice([1, 1, 1, 1, 2])  # the same twice is two
    return found


@pytest.mark.parametrize("seed", range(12))
def test_two_implementations_agree(seed):
    dice = Random(seed)
    for _ in range(100):
        asked = request(dice)
        found = answer(asked)
        assert (found["allowed"], found["rule"], found["earliest"]) == answer_of(asked), asked


def test_every_rail_is_met():
    """What is drawn reaches every rule that the second opinion knows."""
    dice = Random(7)
    met = {answer_of(request(dice))[1] for _ in range(20_000)}
    assert met >= {
        None, "cut_utilities", "public_naming", "public_disclosure", "third_party", "nothing_owed", "deceased",
        "do_not_contact", "channel_refused", "breathing_space", "dispute", "open_ticket", "standing_promise",
        "running_plan", "stale_payment_data", "holiday", "quiet_hours", "owner_hours", "daily_cap", "unanswered_cap",
        "visit_cap", "weekly_cap",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("more", "rule", "earliest"),
    [
        # He agreed to 20:30 today, not to midnight.
        ({"agreed_time": True, "history": [{"at": "2026-11-23T10:00", "kind": "call"}]}, "daily_cap", "2026-11-24T09:00:00+08:00"),
        ({"kind": "public_naming", "initiated_by": "owner"}, "public_naming", None),
        ({"kind": "announcement", "aggregate": True, "recipient": "tenant"}, None, None),
        ({"purpose": "emergency", "recipient": "outsider"}, None, None),
    ],
)  # fmt: skip
def test_what_the_second_opinion_found(more, rule, earliest):
    found = answer({"at": "2026-11-23T20:30", "kind": "call", **more})
    assert (found["rule"], found["earliest"]) == (rule, earliest)


def test_a_notice_is_given_once():
    """An owner whose hours lie inside the floor: many moments are looked at, the unknown year is told once."""
    heard: list[Any] = []
    asked = {"at": "2026-11-23T12:00", "kind": "call", "household": {"only_hours": "22:00-23:00"}}
    assert answer(asked, heard.append)["earliest"] is None
    assert len(heard) == len({str(each) for each in heard}) == 1


def test_a_number_of_tickets_below_none_is_no_answer():
    with pytest.raises(ContactFileError):
        answer({"at": "2026-11-23T12:00", "kind": "call", "household": {"open_tickets": -1}})
