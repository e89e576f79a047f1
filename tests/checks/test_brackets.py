"""The check of brackets finds what it should and leaves code alone."""

from __future__ import annotations

import pytest

from tests.checks.brackets import bracket_problems


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("web/a.html", "<th>欠费(元)</th>", 1),
        ("web/a.html", '{% cell "欠费(元)" %}', 1),
        ("web/a.html", "<p>对账单\n(银行导出的)</p>", 1),
        ("web/a.html", "<th>欠费（元）</th>{# (元) 不看 #}<p>{{ a|b:'(x)' }} (1–3)</p>", 0),
        ("web/a.py", 'COLUMNS = ["欠费(元)"]', 1),
        ("web/a.py", '"""Amounts (元)."""\nx = "欠费（元）"\npattern = "(?:元|圆)"', 0),
        ("ledger/a.py", 'heading = "欠费(元)"', 0),
    ],
)
def test_half_width_brackets_are_found_in_what_people_read(tmp_path, name: str, text: str, found: int) -> None:
    path = tmp_path / "src" / name
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    assert len(bracket_problems(tmp_path)) == found
