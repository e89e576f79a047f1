"""Contact requests as people write them: forms that are understood, and what is refused with its path."""

from __future__ import annotations

from typing import Any

import pytest

from jiefen.rules.contact_file import answer, request_from
from jiefen.rules.contact_names import ContactFileError, Contradiction
from jiefen.rules.errors import RuleError

NOON = "2026-11-23T12:00"


def _rule(household: Any = None, history: Any = (), **fields: Any) -> str | None:
    document = {"at": NOON, "kind": "call", "household": household or {}, "history": list(history), **fields}
    return answer(document)["rule"]


def test_the_answer_has_exactly_four_keys() -> None:
    assert answer({"at": "2026-11-23T22:05:00+08:00", "kind": "call"}) == {
        "allowed": False,
        "rule": "quiet_hours",
        "message": "现在是 22:05，20:00 之后不打电话。明早 9:00 起可以。",
        "earliest": "2026-11-24T09:00:00+08:00",
    }
    assert answer({"at": NOON, "kind": "call", "household": {}, "history": []}) == {
        "allowed": True,
        "rule": None,
        "message": "可以打电话。",
        "earliest": None,
    }


@pytest.mark.parametrize(
    "at", ["2026-11-23 20:05", "2026-11-23T12:05:00Z", "2026/11/23 20:05", "2026-11-23T07:05-05:00"]
)
def test_instants_with_and_without_a_zone(at: str) -> None:
    assert _rule(at=at) == "quiet_hours"


KINDS = {
    "call": ("phone", "bill"),
    "电话": ("phone", "bill"),
    "phone_call": ("phone", "bill"),
    "collection_call": ("phone", "bill"),
    "repair call": ("phone", "care"),
    "care-visit": ("visit", "care"),
    "上门": ("visit", "bill"),
    "SMS": ("message", "bill"),
    "sms_reminder": ("message", "bill"),
    "wechat": ("message", "bill"),
    "letter": ("letter", "bill"),
    "demand": ("letter", "demand"),
    "demand_sms": ("message", "demand"),
    "催缴函": ("letter", "demand"),
    "lawyers_letter": ("letter", "legal"),
    "律师函": ("letter", "legal"),
    "aftercare": ("phone", "aftercare"),
    "announcement": ("announcement", "bill"),
    "in_person_office": ("in_person_office", "bill"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_kinds(kind: str) -> None:
    request = request_from({"at": NOON, "kind": kind})
    assert (request.channel, request.purpose) == KINDS[kind]


def test_kind_channel_and_purpose_together() -> None:
    request = request_from({"at": NOON, "kind": "demand", "channel": "sms"})
    assert (request.channel, request.purpose) == ("message", "demand")
    assert request_from({"at": NOON, "channel": "phone", "purpose": "报修"}).purpose == "care"
    assert request_from({"at": NOON, "kind": "call", "purpose": "回访"}).purpose == "aftercare"


BANS = {
    "停水": "cut_utilities",
    "cut_water": "cut_utilities",
    "锁车": "block_access",
    "public_naming": "public_naming",
    "threaten_credit": "threaten_credit",
    "door_sealing": "door_sealing",
    "impersonation": "impersonation",
    "contact_employer": "outsider_contact",
}


@pytest.mark.parametrize("kind", BANS)
def test_hard_bans_answer_instead_of_failing(kind: str) -> None:
    assert _rule(kind=kind) == BANS[kind]


HOUSEHOLDS: dict[str, tuple[Any, str | None]] = {
    "do not contact": ({"do_not_contact": True}, "do_not_contact"),
    "do not contact, said with a date": ({"do_not_contact": {"set_at": "2026-01-01T10:00"}}, "do_not_contact"),
    "do not contact, lifted": ({"do_not_contact": {"set_at": "2026-01-01", "lifted_at": "2026-02-01"}}, None),
    "phone refused": ({"phone_refused": True}, "channel_refused"),
    "channels refused": ({"refused_channels": ["电话"]}, "channel_refused"),
    "wishes": ({"wishes": [{"kind": "no_phone"}]}, "channel_refused"),
    "wishes lifted": ({"wishes": [{"kind": "no_phone", "lifted_at": "2026-02-01"}]}, None),
    "wished hours": ({"wishes": [{"kind": "only_hours", "from_hour": 18, "to_hour": 20}]}, "owner_hours"),
    "deceased": ({"deceased": True}, "deceased"),
    "open ticket": ({"open_ticket": True}, "open_ticket"),
    "open ticket by its words": ({"open_ticket": "漏水"}, "open_ticket"),
    "no ticket": ({"open_ticket": None, "open_tickets": []}, None),
    "tickets": ({"open_tickets": [{"what": "漏水", "state": "fixed"}]}, "open_ticket"),
    "ticket closed": ({"tickets": [{"what": "漏水", "state": "closed"}]}, None),
    "ticket elsewhere": ({"open_tickets": [{"what": "门铃", "on_disputed_item": False}]}, None),
    "ticket elsewhere, beside": ({"open_ticket": True, "open_ticket_on_disputed_item": False}, None),
    "ticket flag alone": ({"open_ticket_on_disputed_item": True}, "open_ticket"),
    "how many tickets": ({"open_tickets": 2}, "open_ticket"),
    "no tickets counted": ({"open_tickets": 0}, None),
    "dispute": ({"dispute": True}, "dispute"),
    "dispute of everything": ({"dispute": "whole"}, "dispute"),
    "dispute, an object": ({"dispute": {"scope": "whole", "state": "open"}}, "dispute"),
    "dispute answered": ({"dispute": {"scope": "whole", "state": "answered"}}, None),
    "dispute of lines": ({"dispute": {"scope": "lines", "lines": ["2024"]}}, None),
    "dispute of a line": ({"disputes": [{"charges": [7, 8]}]}, None),
    "every line disputed": ({"dispute": {"lines": [7]}, "open_charges": [{"id": 7}]}, "dispute"),
    "line flags": ({"charges": [{"id": 7, "disputed": True}, {"id": 8, "disputed": True}]}, "dispute"),
    "all money disputed": ({"dispute": True, "disputed_fen": 900, "outstanding_fen": 900}, "dispute"),
    "some money disputed": ({"dispute": True, "disputed_fen": 300, "outstanding_fen": 900}, None),
    "breathing space": ({"breathing_space_until": "2026-12-31"}, "breathing_space"),
    "breathing space without end": ({"breathing_space": True}, "breathing_space"),
    "breathing space, an object": ({"breathing_space": {"until": "2026-11-23"}}, "breathing_space"),
    "breathing space over": ({"breathing_space_until": "2026-11-22"}, None),
    "breathing space up to midnight": ({"breathing_space_until": "2026-11-23T00:00:00"}, None),
    "promise": ({"promise": {"due_on": "2026-11-25", "amount_fen": 60000}}, "standing_promise"),
    "promise, flat": ({"promise_due_on": "2026-11-25"}, "standing_promise"),
    "promise, a day": ({"promise": "2026-11-25"}, "standing_promise"),
    "promise due today": ({"promise": {"due_on": "2026-11-23"}}, "standing_promise"),
    "promise over": ({"promise": {"due_on": "2026-11-22"}}, None),
    "promise kept": ({"promise": {"due_on": "2026-11-25", "state": "kept"}}, None),
    "plan": ({"plan": {"state": "active"}}, "running_plan"),
    "plan, running": ({"plan": True}, "running_plan"),
    "plan in default": ({"plan": {"state": "active", "in_default": True}}, None),
    "plan defaulted": ({"plan": {"state": "defaulted"}}, None),
    "plan proposed": ({"plan": {"state": "proposed"}}, None),
    "plan with an instalment missed": (
        {"plan": {"instalments": [{"due_on": "2026-11-10", "paid": False}, {"due_on": "2026-12-10"}]}},
        None,
    ),
    "stale payments": ({"last_payment_import_on": "2026-10-01"}, "stale_payment_data"),
    "stale payments, an instant": ({"last_payment_import_at": "2026-10-01T08:00:00Z"}, "stale_payment_data"),
    "never imported": ({"last_payment_import_on": "never"}, "stale_payment_data"),
    "fresh payments": ({"last_payment_import_on": "2026-11-22"}, None),
    "owner's nap": ({"quiet_hours": {"from": "11:30", "to": "14:00"}}, "owner_hours"),
    "owner's nap, a text": ({"owner_quiet_hours": "11:30-14:00"}, "owner_hours"),
    "two quiet spans": ({"quiet_hours": ["07:00-08:00", "11:30-14:00"]}, "owner_hours"),
    "preferred hours": ({"preferred_hours": ["18:00", "20:00"]}, "owner_hours"),
    "nothing owed": ({"outstanding_fen": 0}, "nothing_owed"),
    "let flat, a call": ({"occupied_by": "tenant"}, None),
    "an empty list does not hide a flag": ({"open_tickets": [], "has_open_ticket": True}, "open_ticket"),
    "disputed, a flag": ({"disputed": True}, "dispute"),
    "in breathing space": ({"in_breathing_space": True}, "breathing_space"),
    "promised on": ({"promised_on": "2026-11-30"}, "standing_promise"),
    "the longest of several promises": (
        {"promises": [{"due_on": "2026-11-20"}, {"due": "2026-11-24"}]},
        "standing_promise",
    ),
    "do not call": ({"do_not_call": True}, "channel_refused"),
    "quiet from and to": ({"quiet_from": "11:00", "quiet_to": "13:00"}, "owner_hours"),
    "age of the payment data": ({"payment_data_age_days": 45}, "stale_payment_data"),
    "heirs known": ({"deceased": True, "heir_confirmed": True}, None),
    "unknown key": ({"colour_of_door": "green"}, None),
}


@pytest.mark.parametrize("name", HOUSEHOLDS)
def test_households(name: str) -> None:
    household, rule = HOUSEHOLDS[name]
    assert _rule(household) == rule


def test_a_let_flat_is_not_visited_about_the_bill() -> None:
    assert _rule({"occupied_by": "租客"}, kind="visit") == "third_party"


def test_lines_the_contact_is_about() -> None:
    home = {"dispute": {"lines": ["parking"]}}
    assert _rule(home, charges=["parking"]) == "dispute"
    assert _rule(home, charges=["property_fee"]) is None
    assert _rule({"open_tickets": [{"what": "灯", "item": "parking"}]}, charges=["property_fee"]) is None
    assert _rule({"open_tickets": [{"what": "灯", "item": "parking"}]}, charges=[{"id": "parking"}]) == "open_ticket"


@pytest.mark.parametrize("kind", ["demand", "lawyers_letter", "call"])
def test_stale_payment_data_wherever_it_stands(kind: str) -> None:
    assert _rule(kind=kind, last_payment_import_on="2026-11-01") == "stale_payment_data"
    assert _rule(kind=kind, organisation={"last_payment_import_on": "2026-11-01"}) == "stale_payment_data"


def test_who_began_and_who_is_meant_in_other_words() -> None:
    alone = {"do_not_contact": True}
    assert _rule(alone, kind="incoming_call") is None
    assert _rule(alone, owner_initiated=True) is None
    assert _rule(alone, direction="inbound") is None
    assert _rule(kind="call_tenant") == "third_party"
    assert _rule(third_party=True) == "third_party"
    assert _rule(to="spouse") == "third_party"
    assert _rule(to="co_owner") is None


def test_bare_history_entries_count_as_calls() -> None:
    assert _rule(history=["2026-11-23T09:10"]) == "daily_cap"
    assert _rule(history=[{"at": "2026-11-23T09:10"}]) == "daily_cap"
    assert _rule(history=[{"at": "2026-11-23T09:10", "owner_initiated": True}]) is None


HISTORIES: dict[str, tuple[dict[str, Any], str | None]] = {
    "a call": ({"kind": "call"}, "daily_cap"),
    "answered": ({"kind": "call", "outcome": "answered"}, "daily_cap"),
    "reached the owner": ({"kind": "call", "reached": "owner"}, "daily_cap"),
    "an outcome nobody knows": ({"kind": "call", "outcome": "promise_to_pay"}, "daily_cap"),
    "nobody": ({"kind": "call", "reached": "nobody"}, None),
    "no answer": ({"kind": "phone", "outcome": "no_answer"}, None),
    "not reached": ({"kind": "phone", "reached": False}, None),
    "the owner called": ({"kind": "call", "initiated_by": "owner"}, None),
    "inbound": ({"kind": "call", "direction": "inbound"}, None),
    "a repair call": ({"kind": "call", "purpose": "repair"}, None),
    "a visit": ({"kind": "visit"}, None),
    "an office visit": ({"kind": "in_person_office"}, None),
}


@pytest.mark.parametrize("name", HISTORIES)
def test_histories(name: str) -> None:
    entry, rule = HISTORIES[name]
    assert _rule(history=[{"at": "2026-11-23T09:30", **entry}]) == rule


def test_settings_of_the_company() -> None:
    twice = {"organisation": {"caps": {"calls_per_day": 2}}}
    assert _rule(history=[{"at": "2026-11-23T09:30", "kind": "call"}], **twice) is None
    assert _rule(caps={"weekly": 1}, history=[{"at": "2026-11-20T09:30", "kind": "call"}]) == "weekly_cap"
    assert _rule(at="2026-11-23T18:30", policy={"quiet_hours": "18:00-10:00"}) == "quiet_hours"
    assert _rule(at="2026-11-23T20:30", policy={"quiet_from": "21:00", "quiet_to": "8:30"}) is None


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "no time": ({"at": None}, "at：应为"),
    "a day without a time": ({"at": "2026-11-23"}, "at：应为带时刻的时间"),
    "a time that is none": ({"at": "2026-13-41T99:00"}, "at：应为"),
    "a number as time": ({"at": 5}, "at：应为"),
    "no kind": ({"kind": None}, "kind：应为"),
    "unknown kind": ({"kind": "telepathy"}, "kind：应为"),
    "kind and channel": ({"kind": "call", "channel": "letter"}, "kind 是“call”，channel 是“letter”"),
    "kind and purpose": ({"kind": "care_call", "purpose": "bill"}, "kind 说的是 care，purpose 说的是 bill"),
    "purpose nobody knows": ({"purpose": "dance"}, "purpose：应为下列之一"),
    "recipient nobody knows": ({"recipient": "the moon"}, "recipient：应为下列之一"),
    "owner begins, somebody else": ({"initiated_by": "owner", "recipient": "tenant"}, "两处对不上"),
    "household a list": ({"household": [1]}, "household：应为一个对象"),
    "history an object": ({"history": {}}, "history：应为一个列表"),
    "history of texts": ({"history": ["call"]}, r"history\[0\]：应为一个对象"),
    "history without a time": ({"history": [{"kind": "call"}]}, r"history\[0\].at：应为"),
    "history of tomorrow": (
        {"history": [{"at": "2026-11-24T12:00", "kind": "call"}]},
        r"history\[0\].at：这次联系晚于",
    ),
    "history at odds": (
        {"history": [{"at": "2026-11-20T12:00", "kind": "call", "reached": True, "outcome": "no_answer"}]},
        "一个说联系上了，一个说没有",
    ),
    "a slip of a guard": ({"household": {"do_not_contcat": True}}, "您是不是想写 do_not_contact"),
    "a slip on top": ({"houshold": {}}, "您是不是想写 household"),
    "neither yes nor no": ({"household": {"do_not_contact": "maybe"}}, "应为 ?true 或 false"),
    "no space, with an end": (
        {"household": {"breathing_space": False, "breathing_space_until": "2026-12-01"}},
        "household.breathing_space_until",
    ),
    "promise before it was made": (
        {"household": {"promise": {"made_on": "2026-11-20", "due_on": "2026-11-10"}}},
        "早于作出承诺的日子",
    ),
    "promise without a day": ({"household": {"promise": {"amount_fen": 1}}}, "due_on：应为日期"),
    "promise of nothing": ({"household": {"promise": {"due_on": "2026-12-01", "amount_fen": 0}}}, "大于 0 的整数"),
    "ticket open and closed": (
        {"household": {"tickets": [{"open": True, "state": "closed"}]}},
        "一处说还开着，一处说已经结束",
    ),
    "more disputed than owed": ({"household": {"outstanding_fen": 1, "disputed_fen": 2}}, "比没付的还多"),
    "negative money": ({"household": {"outstanding_fen": -1}}, "不小于 0 的整数"),
    "payments of tomorrow": ({"household": {"last_payment_import_on": "2026-11-24"}}, "晚于要问的时间"),
    "tenant and owner": ({"household": {"is_rented": True, "occupied_by": "owner"}}, "一处说租客住着"),
    "quiet hours of no length": ({"policy": {"quiet_hours": "20:00-20:00"}}, "起点和终点是同一时刻"),
    "quiet hours unreadable": ({"policy": {"quiet_hours": "25:00-26:00"}}, "一天里的时刻"),
    "a scope nobody knows": ({"household": {"do_not_contact": {"scope": "pigeon"}}}, "do_not_contact.scope：应为"),
    "cap negative": ({"caps": {"calls_per_day": -1}}, "不小于 0 的整数"),
    "wish nobody knows": ({"household": {"wishes": ["no_jokes"]}}, r"wishes\[0\].kind：应为"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_with_its_path(name: str) -> None:
    fields, said = REFUSED[name]
    with pytest.raises(RuleError, match=said):
        answer({"at": NOON, "kind": "call", **fields})


@pytest.mark.parametrize("document", [None, [], "call", 5])
def test_a_document_is_an_object(document: object) -> None:
    with pytest.raises(ContactFileError, match="文件：应为一个含有"):
        answer(document)


def test_codes_for_programs() -> None:
    with pytest.raises(Contradiction) as refused:
        answer({"at": NOON, "kind": "call", "channel": "letter"})
    assert (refused.value.code, refused.value.path) == ("contact_policy.contradiction", "channel")


# --- what gives way, and what the owner said exactly --------------------------------------------------------------

LOOSER = {  # company's hours, asked at → the first moment the floor and those hours are both over
    "23:00-07:00": ("2026-11-23T22:30", "2026-11-24T08:00:00+08:00"),
    "21:00-07:00": ("2026-11-23T21:30", "2026-11-24T08:00:00+08:00"),
    "23:00-10:00": ("2026-11-23T22:00", "2026-11-24T10:00:00+08:00"),
    "12:00-14:00": ("2026-11-23T22:00", "2026-11-24T08:00:00+08:00"),
}


@pytest.mark.parametrize("quiet", LOOSER)
def test_the_floor_stands_where_a_company_is_laxer(quiet: str) -> None:
    at, opens = LOOSER[quiet]
    said: list[UserWarning] = []
    found = answer({"at": at, "kind": "call", "policy": {"quiet_hours": quiet}}, said.append)
    assert (found["rule"], found["earliest"]) == ("quiet_hours", opens)
    assert len(said) == 1 and "比底线松，22:00 到次日 8:00 也不打扰" in str(said[0])


def test_a_cap_above_the_most_is_the_most() -> None:
    said: list[UserWarning] = []
    calls = [{"at": f"2026-11-23T{hour:02d}:00", "kind": "call"} for hour in (9, 10, 11)]
    found = answer({"at": NOON, "kind": "call", "caps": {"calls_per_day": 9}, "history": calls}, said.append)
    assert found["rule"] == "daily_cap"
    assert str(said[0]) == "公司设的每天通话次数是 9，比底线松，按最多 3 算。"


LEFT_ALONE = {  # do_not_contact → (call, visit)
    "phone": ({"scope": "phone"}, ("channel_refused", None)),
    "two ways": ({"channels": ["sms", "visit"]}, (None, "channel_refused")),
    "a word": ("phone", ("channel_refused", None)),
    "a list": (["visit"], (None, "channel_refused")),
    "all": ({"scope": "all"}, ("do_not_contact", "do_not_contact")),
    "the word all": ("all", ("do_not_contact", "do_not_contact")),
    "about the bill": ({"scope": "collection"}, ("do_not_contact", "do_not_contact")),
    "the word bill": ("bill", ("do_not_contact", "do_not_contact")),
    "over": ({"until": "2026-11-22"}, (None, None)),
    "lifted": ({"scope": "phone", "lifted_at": "2026-11-01"}, (None, None)),
    "none": ([], (None, None)),
}


@pytest.mark.parametrize("name", LEFT_ALONE)
def test_do_not_contact_with_its_scope(name: str) -> None:
    wish, expected = LEFT_ALONE[name]
    assert (_rule({"do_not_contact": wish}), _rule({"do_not_contact": wish}, kind="visit")) == expected


def test_do_not_contact_until_a_day() -> None:
    found = answer({"at": NOON, "kind": "call", "household": {"do_not_contact": {"until": "2026-11-30"}}})
    assert (found["rule"], found["earliest"]) == ("do_not_contact", "2026-12-01T09:00:00+08:00")


TICKETS = {  # only the owner's word closes a ticket
    "fixed": ({"state": "fixed"}, "open_ticket"),
    "done": ({"state": "done"}, "open_ticket"),
    "confirmed": ({"state": "confirmed"}, None),
    "closed": ({"state": "closed"}, None),
    "done, owner agrees": ({"state": "done", "owner_confirmed": True}, None),
    "closed by us": ({"state": "closed", "owner_confirmed": False}, "open_ticket"),
    "a word": ("已修好", "open_ticket"),
    "a date": ({"state": "fixed", "confirmed_on": "2026-11-20"}, None),
}


@pytest.mark.parametrize("name", TICKETS)
def test_a_ticket_waits_for_the_owner(name: str) -> None:
    ticket, expected = TICKETS[name]
    assert _rule({"open_tickets": [ticket]}) == expected


def test_reached_in_a_word() -> None:
    tried = {"at": "2026-11-23T10:00", "kind": "call"}
    assert _rule(history=[{**tried, "reached": "no"}]) is None
    assert _rule(history=[{**tried, "reached": "yes"}]) == "daily_cap"


def test_the_day_a_pause_ends_may_need_an_import_first() -> None:
    household = {"breathing_space_until": "2026-12-20", "last_payment_import_on": "2026-11-22"}
    found = answer({"at": NOON, "kind": "call", "household": household})
    assert (found["rule"], found["earliest"]) == ("breathing_space", None)
    assert found["message"] == (
        "这一户正在暂缓期（到12月20日（周日）），不谈付款。到了12月21日（周一），还要等一件事："
        "上一次导入收款流水是11月22日（周日），超过 14 天，业主也许已经付了。请先导入最新的收款流水，再决定要不要联系。"
    )
