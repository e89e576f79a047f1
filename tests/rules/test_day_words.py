"""A day as sentences say it: with its year only where the year is another, or where the sentence is kept."""

import datetime as dt

from jiefen.rules.day_words import day_words, full_day

DAY = dt.date(2025, 3, 9)


def test_the_year_is_said_only_when_it_is_another() -> None:
    assert day_words(DAY, dt.date(2025, 12, 31)) == "3月9日"
    assert day_words(DAY, dt.date(2026, 1, 1)) == "2025年3月9日"


def test_a_kept_sentence_always_names_the_year() -> None:
    assert full_day(DAY) == "2025年3月9日"
