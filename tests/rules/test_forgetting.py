"""What may be deleted and what must stay, by the table; names as in docs/algorithms/forgetting.md."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiefen.rules import forgetting
from jiefen.rules.tables_io import TableError

ON = date(2026, 11, 23)


def test_words_names_and_numbers_go():
    assert len(forgetting.what_goes(ON)) == 5
    assert forgetting.what_goes(ON)[0].startswith("对话里的文字、图片、文件和语音")


@pytest.mark.parametrize(
    ("code", "until"),
    [
        ("clock", None),
        ("audit", None),
        ("consents", date(2029, 11, 22)),
        ("grievances", date(2029, 11, 22)),
        ("conflicts", date(2027, 11, 23)),
    ],
)
def test_what_stays_of_a_service_that_ended_on_23_november_2026(code, until):
    found = {each.code: each for each in forgetting.what_stays(ON, on=ON)}
    assert found[code].until == until == forgetting.stay_until(code, ON, on=ON)
    assert found[code].source


@given(st.dates(date(2021, 11, 1), date(2080, 1, 1)), st.sampled_from(["answered", "unanswered", "void"]))
def test_the_first_day_still_kept_is_the_last_day_of_the_term(moved_on, code):
    until = forgetting.kept_on_until(code, moved_on, on=moved_on)
    assert forgetting.kept_since(code, on=until) == moved_on
    assert forgetting.kept_since(code, on=until + timedelta(days=1)) > moved_on


def test_every_bar_names_a_rule_and_a_next_step():
    words = {"lawyer": "沈砚秋", "until": "2029年11月22日", "reason": "已接受委托"}
    for code in ("open", "grievance", "lawyer_record"):
        said = forgetting.sentence(code, ON, **words)
        assert "法第" in said
        assert "请" in said


def test_an_unknown_code_has_no_row():
    for ask in (forgetting.sentence, lambda code, on: forgetting.kept_on_until(code, on, on=on)):
        with pytest.raises(TableError):
            ask("anything", ON)


def test_holds_end_by_themselves():
    found = {each.code: each.until for each in forgetting.hold_reasons(ON)}
    assert found == {"engaged": ON + timedelta(days=1095), "dispute": ON + timedelta(days=365)}
