"""./run manage import_arrears: exactly the documented keys, nothing left by a dry run, a clear sentence for odd files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from jiefen.accounts.models import Organisation
from jiefen.estates.models import Premises
from jiefen.ledger.models import Charge, ImportBatch

pytestmark = pytest.mark.django_db
KEYS = [
    "premises", "charge_rows", "outstanding_fen", "late_charge_fen", "stated_total_fen", "duplicates", "problems", "columns",
    "import_id",
]  # fmt: skip
SHEET = "房号,业主,期间,欠费,违约金\n1-1-101,王芳,2024.1-2024.6,100.05,3\n1-1-102,李明,2024.1-2024.6,九百,\n合计,,,100.05,3\n"


def run(capsys: pytest.CaptureFixture[str], path: Path, *options: str) -> dict[str, Any]:
    call_command("import_arrears", str(path), "--json", *options)
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "欠费.csv"
    path.write_text(SHEET, "gb18030")
    return path


def test_a_dry_run_reports_and_leaves_nothing(capsys, sheet):
    report = run(capsys, sheet, "--dry-run", "--estate", "云栖里")
    assert list(report) == KEYS
    (problem,) = [p for p in report["problems"] if p["code"] == "amount_unreadable"]
    assert list(problem) == ["sheet", "row", "column", "value", "code", "message"]
    assert (problem["row"], problem["column"], problem["value"]) == (3, "欠费", "九百")
    assert [report[key] for key in KEYS[:6]] == [2, 1, 10_005, 300, 10_005, 0]
    assert report["import_id"] is None
    for model in (Organisation, Premises, Charge, ImportBatch):
        assert not model.objects.exists()


def test_the_same_file_a_second_time_only_reports(capsys, sheet):
    first = run(capsys, sheet, "--estate", "云栖里")
    again = run(capsys, sheet, "--estate", "云栖里")
    assert list(again) == KEYS
    assert (again["import_id"], again["duplicates"], Charge.objects.count()) == (first["import_id"], 1, 1)


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("空.xlsx", b"", "这个文件是空的"),
        ("坏.xlsx", b"PK\x03\x04 broken", "这个文件坏了"),
        ("图.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "这个文件不是表格"),
        ("页.xls", b"<html><body>hello</body></html>", "没有找到表格"),
    ],
)
def test_a_file_that_is_no_sheet_is_refused_with_a_sentence(tmp_path, name, data, sentence):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(CommandError, match=sentence):
        call_command("import_arrears", str(tmp_path / name), "--json", "--dry-run")


def test_a_folder_and_a_missing_file_are_told_apart(tmp_path):
    with pytest.raises(CommandError, match="是文件夹"):
        call_command("import_arrears", str(tmp_path), "--json")
    with pytest.raises(CommandError, match="没有找到文件"):
        call_command("import_arrears", str(tmp_path / "没有.xlsx"), "--json")


def test_a_header_without_rows_is_said(capsys, tmp_path):
    path = tmp_path / "空表.csv"
    path.write_text("房号,业主,期间,欠费\n", "utf-8")
    report = run(capsys, path, "--dry-run")
    assert [p["code"] for p in report["problems"]] == ["rows_missing"]
    assert (report["premises"], report["outstanding_fen"]) == (0, 0)


def test_the_sentence_says_what_was_written_and_what_was_not(capsys, sheet, tmp_path):
    call_command("import_arrears", str(sheet), "--estate", "云栖里")
    number = ImportBatch.objects.get().pk
    assert capsys.readouterr().out == (
        f"2 户，1 笔欠费，共 100.05 元；1 处存疑（加 --json 看明细）。已入账，导入编号 {number}。\n"
    )
    call_command("import_arrears", str(sheet), "--estate", "云栖里")
    assert f"以前已经入账，这次没有写入，导入编号 {number}。" in capsys.readouterr().out
    more = tmp_path / "更多.csv"
    more.write_text(SHEET.replace("九百", "900"), "gb18030")
    call_command("import_arrears", str(more), "--estate", "云栖里")
    assert (
        "2 笔欠费，共 1,000.05 元；1 处存疑（加 --json 看明细）。已入账 1 笔，其余没有写入" in capsys.readouterr().out
    )
