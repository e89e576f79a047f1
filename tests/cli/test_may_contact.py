"""./run manage may_contact: one JSON document on stdout, refusals as JSON on stderr with exit code 1."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command


def _file(folder: Path, document: Any) -> str:
    path = folder / "request.json"
    path.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
    return str(path)


def test_prints_exactly_the_answer(tmp_path: Path) -> None:
    out, err = StringIO(), StringIO()
    document = {"at": "2026-11-23T21:00", "kind": "call", "household": {}, "history": []}
    call_command("may_contact", _file(tmp_path, document), "--json", stdout=out, stderr=err)
    assert json.loads(out.getvalue()) == {
        "allowed": False,
        "rule": "quiet_hours",
        "message": "现在是 21:00，20:00 之后不打电话。明早 9:00 起可以。",
        "earliest": "2026-11-24T09:00:00+08:00",
    }
    assert err.getvalue() == ""


def test_prints_the_sentence_without_json(tmp_path: Path) -> None:
    out = StringIO()
    call_command("may_contact", _file(tmp_path, {"at": "2026-11-23T12:00", "kind": "call"}), stdout=out)
    assert out.getvalue() == "可以打电话。\n"


def test_a_year_without_holidays_is_reported_beside_the_answer(tmp_path: Path) -> None:
    out, err = StringIO(), StringIO()
    document = _file(tmp_path, {"at": "2027-03-01T12:00", "kind": "call"})
    call_command("may_contact", document, "--json", stdout=out, stderr=err)
    assert json.loads(out.getvalue())["allowed"] is True
    assert err.getvalue().count("2027 年的放假安排不在系统里") == 1


@pytest.mark.parametrize("written, code", [({"kind": "call"}, "contact_policy.file"), ("{", "contact_policy.not_json")])
def test_refusals_are_json_on_stderr(tmp_path: Path, written: Any, code: str) -> None:
    out, err = StringIO(), StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("may_contact", _file(tmp_path, written), "--json", stdout=out, stderr=err)
    assert ended.value.code == 1
    assert (json.loads(err.getvalue())["code"], out.getvalue()) == (code, "")


def test_a_missing_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="没有找到文件"):
        call_command("may_contact", str(tmp_path / "nothing.json"))
