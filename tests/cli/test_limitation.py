"""./run manage limitation: odd files are refused with a sentence and a code, or answered; never a traceback."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

CHARGE = {"id": "c1", "due_on": "2022-12-31", "amount_fen": 120_000}
DEMAND = {"on": "2025-06-01", "kind": "demand", "proof": "ems_signed", "covers": None}


def answer(path: Path, document: object) -> list[dict[str, Any]]:
    path.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
    out = io.StringIO()
    call_command("limitation", str(path), "--json", stdout=out)
    found: list[dict[str, Any]] = json.loads(out.getvalue())
    return found


def given(charge: dict[str, Any] | None = None, *events: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"today": "2026-11-23", "charges": [{**CHARGE, **(charge or {})}], "events": list(events), **more}


TEXT = '{"today":"2026-11-23","charges":[{"id":%s,"due_on":"2022-12-31","amount_fen":%s}],"events":[]}'
REFUSED: dict[str, tuple[object, str]] = {
    "brackets without end": ("[" * 100_000, "套得太深"),
    "a number of 5,000 digits": (TEXT % ('"a"', "9" * 5000), "不是 UTF-8 的 JSON"),
    "an empty file": ("", "不是 UTF-8 的 JSON"),
    "a list": ([given()], "文件：应为"),
    "no today": ({"charges": [CHARGE]}, "today：应为日期"),
    "no charges": ({"today": "2026-11-23"}, "charges：应为一个列表"),
    "an event that is no object": (given(None, events=[None]), "events[0]：应为一个对象"),
    "a float for an id": (given({"id": 1.5}), "charges[0].id"),
    "not a number": (TEXT % ('"a"', "NaN"), "charges[0].amount_fen"),
    "half a fen": (given({"amount_fen": 0.5}), "charges[0].amount_fen"),
    "a negative amount": (given({"amount_fen": -1}), "charges[0].amount_fen"),
    "30 February": (given({"due_on": "2023-02-30"}), "charges[0].due_on"),
    "neither due day nor period": (given({"due_on": None}), "charges[0].due_on"),
    '7 and "7"': (given(charges=[{**CHARGE, "id": 7}, {**CHARGE, "id": "7"}]), "charges[1].id"),
    "covers an object": (given(None, {**DEMAND, "covers": {"id": "c1"}}), "events[0].covers[0]"),
    "covers nothing in words": (given(None, {**DEMAND, "covers": ""}), "events[0].covers[0]"),
    "an unknown kind": (given(None, {**DEMAND, "kind": "hug"}), "events[0].kind"),
    "a day as a number": (given(None, {**DEMAND, "on": 45_000}), "events[0].on"),
    "a proof as a number": (given(None, {**DEMAND, "proof": 5}), "events[0].proof"),
    "an end before its beginning": (
        given(None, {"on": "2025-06-01", "kind": "force_majeure", "until": "2020-01-01"}),
        "events[0].until",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_with_the_place_named(name: str, tmp_path: Path) -> None:
    document, words = REFUSED[name]
    with pytest.raises(CommandError) as caught:
        answer(tmp_path / "odd.json", document)
    assert words in str(caught.value)


ANSWERED: dict[str, tuple[dict[str, Any], str, str, str]] = {  # document, expires on, state, a reason's code
    "an unknown id covered": (given(None, {**DEMAND, "covers": ["zz"]}), "2025-12-31", "expired", "expired"),
    "a demand before it was due": (given(None, {**DEMAND, "on": "2022-06-01"}), "2025-12-31", "expired", "before_due"),
    "a demand still to come": (given(None, {**DEMAND, "on": "2027-06-01"}), "2025-12-31", "expired", "future"),
    "a demand on the last day": (given(None, {**DEMAND, "on": "2025-12-31"}), "2028-12-31", "running", "interrupted"),
    "a demand the day after": (given(None, {**DEMAND, "on": "2026-01-01"}), "2025-12-31", "expired", "too_late"),
    "an unknown proof": (given(None, {**DEMAND, "proof": "pigeon"}), "2025-12-31", "expired", "no_proof_of_arrival"),
    "due on 29 February": (given({"due_on": "2024-02-29"}), "2027-02-28", "expiring", "expires"),
    "due after today": (given({"due_on": "2030-01-01"}), "2033-01-01", "not_due", "not_due"),
}


@pytest.mark.parametrize("name", ANSWERED)
def test_answered(name: str, tmp_path: Path) -> None:
    document, expires_on, state, code = ANSWERED[name]
    [found] = answer(tmp_path / "odd.json", document)
    assert (found["expires_on"], found["state"]) == (expires_on, state)
    assert code in [reason["code"] for reason in found["reasons"]]


def test_half_a_surrogate_pair_is_written_as_an_escape(tmp_path: Path) -> None:
    [found] = answer(tmp_path / "odd.json", TEXT % ('"\\ud800x"', "1"))
    assert found["state"] == "expired"


def test_a_missing_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="没有找到文件"):
        call_command("limitation", str(tmp_path / "none.json"), "--json")
