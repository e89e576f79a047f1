"""The dated table of dispatch: weights, labels, the curve of a day."""

from __future__ import annotations

from datetime import date

import pytest

from jiefen.engine.practice_areas import areas
from jiefen.rules import dispatch
from jiefen.rules.dispatch import day_curve, dispatch_on, labels_on
from jiefen.rules.tables_io import TableError, parse_table

DAY = date(2026, 11, 26)


def test_the_published_starting_values():
    rules = dispatch_on(DAY)
    assert rules.weights == (0.35, 0.25, 0.2, 0.1, 0.1)
    assert (rules.offers_at_once, rules.offer_seconds, rules.offline_after, rules.tick_seconds) == (3, 30, 3, 2)


def test_every_area_has_one_of_at_most_twelve_labels():
    labels = labels_on(DAY)
    assert set(labels) == {each.name for each in areas()}
    assert len(set(labels.values())) == 12


def test_the_curve_peaks_at_ten_and_rests_at_four():
    curve = day_curve(DAY)
    assert (curve[10], curve[4], max(curve), min(curve)) == (0.07, 0.005, 0.07, 0.005)
    assert sum(curve) == pytest.approx(1.0)


@pytest.mark.parametrize(("hour", "night"), [(21, False), (22, True), (0, True), (7, True), (8, False)])
def test_the_night(hour, night):
    assert dispatch_on(DAY).is_night(hour) is night


def test_no_rules_before_the_first_row():
    with pytest.raises(TableError):
        dispatch_on(date(2025, 12, 31))
    assert labels_on(date(2025, 12, 31)) == {}


OWN = 'source = "x"\nconfidence = "L"\nvalid_from = 2026-01-01\n'


@pytest.mark.parametrize(
    ("ask", "text"),
    [
        (dispatch_on, "[[row]]\narea=1\nacceptance=1\nroom=1\ndistance=1\nexposure=1\n" + OWN),
        (labels_on, ('[[row]]\nname="a"\nareas=["刑事"]\n' + OWN) * 2),
        (day_curve, "[[row]]\nper_mille=[1000]\n" + OWN),
    ],
)
def test_a_table_that_does_not_add_up_is_refused(monkeypatch, ask, text):
    monkeypatch.setattr(dispatch, "load_table", lambda name, section="row": parse_table(text, name)["row"])
    with pytest.raises(TableError):
        ask(DAY)
