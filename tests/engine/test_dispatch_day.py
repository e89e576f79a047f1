"""The simulated day: deterministic, honest with one offer at a time, and driven by the production decision."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from jiefen.engine import dispatch_day
from jiefen.engine.dispatch_day import Assumptions, roster, simulate
from jiefen.rules.dispatch import day_curve, dispatch_on, labels_on
from jiefen.rules.service_clock import clock_on

DAY = date(2026, 11, 26)
RULES, CLOCK = dispatch_on(DAY), clock_on(DAY)


def world(questions: int = 753, lawyers: int = 9, acceptance: float = 0.35) -> Assumptions:
    return Assumptions(questions, lawyers, acceptance, day_curve(DAY), tuple(dict.fromkeys(labels_on(DAY).values())))


def test_the_same_seed_gives_the_same_day():
    one, two = (simulate(world(), rules=RULES, clock=CLOCK, seed=5) for _ in range(2))
    assert one == two
    assert simulate(world(), rules=RULES, clock=CLOCK, seed=6) != one


def test_the_production_decision_is_what_runs(monkeypatch):
    monkeypatch.setattr(dispatch_day, "decide", lambda *args, **named: ())
    found = simulate(world(100), rules=RULES, clock=CLOCK, seed=1)
    assert (found.within_5_min, found.leavers, found.occupancy) == (0.0, 1.0, 0.0)


def test_nobody_accepts():
    found = simulate(world(100, acceptance=0.0), rules=RULES, clock=CLOCK, seed=1)
    assert (found.within_5_min, found.median_s, found.p95_s) == (0.0, None, None)


def test_the_roster_follows_the_load_and_peaks_at_the_number_given():
    hours = roster(world(9160, 75))
    assert (max(hours), hours[10], hours[4]) == (75, 75, 8)
    assert sum(hours) == 1120


def test_the_command_prints_exactly_five_figures(capsys):
    call_command("simulate_dispatch", "--questions-per-day", "200", "--lawyers", "4", "--seed", "3", "--json")
    found = json.loads(capsys.readouterr().out)
    assert list(found) == ["within_5_min", "leavers", "median_s", "p95_s", "occupancy"]


def test_the_aim_with_the_defaults_and_the_failure_with_one_offer_at_a_time(capsys):
    """9,160 questions, 75 lawyers at the peak, a third accepts: three at once keep the promise, one at a time does not."""
    call_command("simulate_dispatch", "--json")
    three = json.loads(capsys.readouterr().out)
    assert three["within_5_min"] >= 0.98
    call_command("simulate_dispatch", "--m", "1", "--json")
    one = json.loads(capsys.readouterr().out)
    assert one["within_5_min"] < 0.95 < three["within_5_min"]
    assert three["leavers"] < 0.02 < one["leavers"]


def test_a_sentence_for_people(capsys):
    call_command("simulate_dispatch", "--questions-per-day", "100", "--lawyers", "3", "--tau", "20", "--impatient")
    assert "每天 100 问，高峰 3 位律师，接单率 35%，同时问 3 位、等 20 秒" in capsys.readouterr().out


@pytest.mark.parametrize("wrong", [("--acceptance", "2"), ("--acceptance", "x"), ("--lawyers", "-1"), ("--m", "0")])
def test_odd_input_is_refused(wrong):
    with pytest.raises(CommandError):
        call_command("simulate_dispatch", *wrong)


@pytest.mark.parametrize(
    ("lawyers", "acceptance", "questions"), [(0, 0.35, 50), (1, 1.0, 3), (500, 0.35, 5), (3, 0.0, 40), (2, 1.0, 1)]
)
def test_odd_worlds_are_played_to_their_end(lawyers, acceptance, questions):
    for seed in range(4):
        found = simulate(world(questions, lawyers, acceptance=acceptance), rules=RULES, clock=CLOCK, seed=seed)
        for share in (found.within_5_min, found.leavers, found.occupancy):
            assert share is None or 0.0 <= share <= 1.0
        nobody = lawyers == 0 or acceptance == 0.0
        assert not nobody or (found.within_5_min, found.leavers, found.median_s) == (0.0, 1.0, None)
