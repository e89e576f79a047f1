"""Sixty-five everyday questions: the article that answers is among the five shown, without any collection imported."""

from __future__ import annotations

from datetime import date
from urllib.parse import unquote

import pytest

from jiefen.engine import classify
from jiefen.web.portal.laws_found import laws_for
from tests.statutes.everyday import EVERYDAY

TODAY = date(2026, 11, 26)


@pytest.fixture(autouse=True)
def _no_collection(tmp_path, settings):
    settings.DATA_FOLDER = tmp_path


def _pages(wanted: str) -> set[str]:
    laws = (part.split() for part in wanted.split(","))
    return {f"/law/{law}/{number}/" for law, *numbers in laws for number in numbers}


@pytest.mark.parametrize(("question", "wanted"), EVERYDAY)
def test_the_answering_article_is_among_five(question, wanted):
    chances = {one.area: one.p for one in classify.classify(question, today=TODAY).areas if one.p > 0}
    shown = {unquote(card.url) for card in laws_for(question, chances, most=5)}
    assert shown & _pages(wanted)
