"""The JSON document of ``./run manage limitation``: lenient in names, strict in structure."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from jiefen.rules.errors import RuleError
from jiefen.rules.limitation_file import LimitationFileError, from_json

NO_EVENT, RESET = "2025-12-31", "2028-06-01"


def document(*events: dict[str, Any], **changes: Any) -> dict[str, Any]:
    charge = {
        "id": "c1",
        "period_start": "2022-01-01",
        "period_end": "2022-12-31",
        "due_on": "2022-12-31",
        "amount_fen": 120_000,
    }
    return {"today": "2026-11-23", "charges": [charge], "events": list(events), **changes}


def demand(proof: Any = "ems_signed", **more: Any) -> dict[str, Any]:
    return {"on": "2025-06-01", "kind": "demand", "proof": proof, "covers": None, **more}


def of_kind(kind: str, proof: Any = None, **more: Any) -> dict[str, Any]:
    return {"on": "2025-06-01", "kind": kind, "proof": proof, "covers": None, **more}


def expiry(*events: dict[str, Any]) -> str:
    return str(from_json(document(*events))[0]["expires_on"])


def test_the_answer_has_exactly_the_promised_shape() -> None:
    answer = from_json(document(demand()))
    assert [set(row) for row in answer] == [{"id", "expires_on", "state", "reasons"}]
    assert (answer[0]["id"], answer[0]["expires_on"], answer[0]["state"]) == ("c1", RESET, "running")
    assert [reason["code"] for reason in answer[0]["reasons"]] == ["start", "interrupted", "expires"]
    assert answer[0]["reasons"][1] == {
        "on": "2025-06-01",
        "code": "interrupted",
        "article": "民法典第195条第1项、诉讼时效规定第8条",
        "text": "2025-06-01 催告（EMS 签收记录），时效中断，从这一天起重新计算三年，到 2028-06-01 届满。",
    }
    assert json.loads(json.dumps(answer)) == answer


def test_ids_are_returned_as_given_in_the_order_given() -> None:
    charges = [{"id": each, "due_on": "2023-12-31", "amount_fen": 1} for each in ("b", 7, "001", 1)]
    assert [row["id"] for row in from_json(document(charges=charges))] == ["b", 7, "001", 1]


def test_covers_resets_only_the_charges_named_and_matches_numbers_written_as_text() -> None:
    charges = [{"id": each, "due_on": "2022-12-31", "amount_fen": 1} for each in ("a", 7, 8)]
    answer = from_json(document(demand(covers=["7", "unknown"]), charges=charges))
    assert [row["expires_on"] for row in answer] == [NO_EVENT, RESET, NO_EVENT]


@pytest.mark.parametrize(
    ("covers", "expected"),
    [
        (None, RESET),
        ("all", RESET),
        ("全部", RESET),
        (["c1"], RESET),
        ("c1", RESET),
        ([], NO_EVENT),
        (["elsewhere"], NO_EVENT),
    ],
)
def test_covers(covers: Any, expected: str) -> None:
    assert expiry(demand(covers=covers)) == expected


def test_covers_and_proof_may_be_missing() -> None:
    assert expiry({"on": "2025-06-01", "kind": "part_payment"}) == RESET
    assert expiry({"on": "2025-06-01", "kind": "demand"}) == NO_EVENT


@pytest.mark.parametrize(
    ("proof", "expected"),
    [
        (None, NO_EVENT),
        ("", NO_EVENT),
        (False, NO_EVENT),
        (True, RESET),
        (1, RESET),
        ("none", NO_EVENT),
        ("staff_note", NO_EVENT),
        ("EMS", RESET),
        ("ems_signed", RESET),
        ("registered_letter", NO_EVENT),
        ("SMS", NO_EVENT),
        ("sms_delivered", RESET),
        ("微信已读", RESET),
        ("cohabiting_adult_relative", RESET),
        ("call_recording", NO_EVENT),
        ("call_recording_identity_confirmed", RESET),
        ("something else", NO_EVENT),
        (["photo", "staff_note"], NO_EVENT),
        (["photo", "signed"], RESET),
        ([], NO_EVENT),
        ({"kind": "ems_signed", "tracking_no": "EX1"}, RESET),
        ({"type": "call_recording", "identity_confirmed": True}, RESET),
    ],
)
def test_proof_of_a_demand(proof: Any, expected: str) -> None:
    assert expiry(demand(proof)) == expected


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"proof": "door_photo", "witnesses": 2}, RESET),
        ({"proof": "door_photo", "witnesses": ["甲", "乙"]}, RESET),
        ({"proof": "door_photo", "witnesses": 1}, NO_EVENT),
        ({"proof": "call_recording", "identity_confirmed": True}, RESET),
        ({"proof": "call_recording", "identity_confirmed": False}, NO_EVENT),
        ({"proof": "call_recording", "conditions": ["identity_confirmed"]}, RESET),
        ({"proof": "ems_refused", "agreed_address": True}, RESET),
        ({"proof": "signed", "signed_by": "spouse"}, RESET),
        ({"proof": "signed", "signed_by": "owner"}, RESET),
        ({"proof": "signed", "signed_by": "guard"}, NO_EVENT),
        ({"proof": "签收", "signed_by": "邻居"}, NO_EVENT),
        ({"proof": None, "signed_by": "owner"}, NO_EVENT),
    ],
)
def test_facts_that_lift_or_lower_a_proof(more: dict[str, Any], expected: str) -> None:
    assert expiry(demand(**more)) == expected


@pytest.mark.parametrize("kind", ["phone", "sms", "wechat", "ems", "letter", "visit", "email", "短信", "上门"])
def test_a_bare_channel_is_a_demand_without_proof(kind: str) -> None:
    assert expiry(of_kind(kind)) == NO_EVENT
    assert expiry(of_kind(kind, True)) == RESET


@pytest.mark.parametrize(
    "kind",
    ["payment", "partial_payment", "promise", "acknowledgment", "lawsuit", "sue", "extension", "mediation", "仲裁"],
)
def test_aliases_that_interrupt_by_themselves(kind: str) -> None:
    assert expiry(of_kind(kind)) == RESET


def test_a_promise_with_no_proof_stated_counts_and_asks_for_the_record() -> None:
    row = from_json(document(of_kind("instalment_promise")))[0]
    assert row["expires_on"] == RESET
    assert "请补上业主签字、消息记录或录音" in row["reasons"][1]["text"]


@pytest.mark.parametrize("proof", [False, "none", "staff_note", "无"])
def test_a_promise_stated_to_be_without_record_does_not_count(proof: Any) -> None:
    row = from_json(document(of_kind("acknowledgement", proof)))[0]
    assert (row["expires_on"], row["reasons"][1]["code"]) == (NO_EVENT, "no_record")


def test_an_event_may_carry_its_own_end() -> None:
    suit = of_kind("filing", "court_record", until="2025-09-10")
    assert expiry(suit) == "2028-09-10"
    obstacle = {"on": "2025-09-01", "kind": "suspension", "until": "2025-11-01"}
    assert expiry(obstacle) == "2026-05-01"


@pytest.mark.parametrize(
    ("charge", "expected"),
    [
        ({"period_start": "2023-01-01", "period_end": "2023-12-31"}, "2026-12-31"),
        ({"period_start": "2023-01-01", "period_end": "2023-12-31", "due_on": None}, "2026-12-31"),
        ({"period_end": "2023-12-31", "due_on": ""}, "2026-12-31"),
        ({"period_end": "2023-12"}, "2026-12-31"),
        ({"period_start": "2023.1", "period_end": "2023年2月", "due_rule": "next_month:10"}, "2026-03-10"),
        ({"period_start": "2023-01", "period_end": "2023-12", "due_rule": "period_start+30"}, "2026-01-31"),
        ({"due_on": "2024-02-29"}, "2027-02-28"),
        ({"due_on": "2024/2/9"}, "2027-02-09"),
        ({"due_on": "20240209"}, "2027-02-09"),
        ({"due_on": "2024年2月9日"}, "2027-02-09"),
        ({"due_on": "2024-02-09T08:00:00+08:00"}, "2027-02-09"),
        ({"due_on": date(2024, 2, 9)}, "2027-02-09"),
    ],
)
def test_due_dates(charge: dict[str, Any], expected: str) -> None:
    assert from_json(document(charges=[{"id": 1, **charge}]))[0]["expires_on"] == expected


def test_a_due_rule_for_the_whole_document() -> None:
    charges = [{"id": 1, "period_end": "2023-12-31"}]
    assert from_json(document(charges=charges, due_rule="period_end+15"))[0]["expires_on"] == "2027-01-15"


def test_amounts_do_not_change_dates_and_may_be_missing() -> None:
    for amount in (None, 0, 1200.0, "120000"):
        charges = [{"id": 1, "due_on": "2023-12-31", "amount_fen": amount}]
        assert from_json(document(charges=charges))[0]["expires_on"] == "2026-12-31"


def test_nothing_to_do() -> None:
    assert from_json({"today": "2026-11-23", "charges": []}) == []
    assert from_json(document(events=None))[0]["expires_on"] == NO_EVENT


def charges(**changes: Any) -> dict[str, Any]:
    return document(charges=[{"id": 1, "due_on": "2023-12-31", "amount_fen": 1, **changes}])


@pytest.mark.parametrize(
    ("bad", "path"),
    [
        ([], "文件"),
        ({"charges": []}, "today"),
        (document(today="soon"), "today"),
        (document(today=20261123), "today"),
        (document(today="2026-02-30"), "today"),
        ({"today": "2026-11-23"}, "charges"),
        (document(charges={"id": 1}), "charges"),
        (document(charges=[1]), "charges[0]"),
        (document(events="none"), "events"),
        (document(events=[None]), "events[0]"),
        (charges(id=None), "charges[0].id"),
        (charges(id=True), "charges[0].id"),
        (charges(id=""), "charges[0].id"),
        (charges(id=1.5), "charges[0].id"),
        (charges(due_on="2023-13-01"), "charges[0].due_on"),
        (charges(due_on=45291), "charges[0].due_on"),
        (charges(due_on="1980-01-01"), "charges[0].due_on"),
        (charges(due_on=None), "charges[0].due_on"),
        (charges(due_on="2023-12"), "charges[0].due_on"),
        (charges(period_start="2023-02-01", period_end="2023-01-31"), "charges[0].period_end"),
        (charges(due_on=None, period_end="2023-12-31", due_rule="sometime"), "charges[0].due_rule"),
        (charges(due_on=None, period_end="2023-12-31", due_rule="period_start+5"), "charges[0].due_on"),
        (charges(amount_fen="12.5"), "charges[0].amount_fen"),
        (charges(amount_fen=-1), "charges[0].amount_fen"),
        (charges(amount_fen=True), "charges[0].amount_fen"),
        (charges(amount_fen=float("inf")), "charges[0].amount_fen"),
        (charges(amount_fen=0.5), "charges[0].amount_fen"),
        (document(demand(), {"kind": "demand"}), "events[1].on"),
        (document(demand(on="01/06/2025")), "events[0].on"),
        (document(of_kind("banana")), "events[0].kind"),
        (document({"on": "2025-06-01"}), "events[0].kind"),
        (document(demand(proof=3)), "events[0].proof"),
        (document(demand(proof={"tracking_no": 1})), "events[0].proof"),
        (document(demand(proof=["signed", 5])), "events[0].proof[1]"),
        (document(demand(covers=["c1", None])), "events[0].covers[1]"),
        (document(demand(covers={"id": 1})), "events[0].covers[0]"),
        (document(of_kind("filing", until="2025-01-01")), "events[0].until"),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_path(bad: Any, path: str) -> None:
    with pytest.raises(LimitationFileError) as caught:
        from_json(bad)
    assert isinstance(caught.value, RuleError)
    assert (caught.value.path, caught.value.code) == (path, "limitation.file")
    assert str(caught.value).startswith(f"{path}：应为")


def test_two_charges_with_one_id_are_refused() -> None:
    twice = [{"id": 1, "due_on": "2023-12-31"}, {"id": "1", "due_on": "2024-12-31"}]
    with pytest.raises(LimitationFileError, match="重复") as caught:
        from_json(document(charges=twice))
    assert caught.value.path == "charges[1].id"


def test_a_refusal_says_what_was_expected_and_what_is_there() -> None:
    with pytest.raises(LimitationFileError) as caught:
        from_json(document(demand(on="昨天")))
    assert str(caught.value) == "events[0].on：应为日期，例如 2024-05-01，现在是“昨天”，请改正后重试。"
    with pytest.raises(LimitationFileError, match="现在是空的"):
        from_json({"charges": []})


def test_an_unknown_kind_lists_the_known_ones() -> None:
    with pytest.raises(
        LimitationFileError, match=r"下列事件种类之一：.*part_payment（业主付了一部分）.*现在是“banana”"
    ):
        from_json(document(of_kind("banana")))
