"""What waits in the demo is what its screens should show: applications, a re-check, a text, a penalty, conflict books."""

from __future__ import annotations

import pytest

from jiefen.accounts.actors import Actor
from jiefen.accounts.demo_people import DEMO_LAWYERS, DEMO_OPERATOR
from jiefen.area_learning import queries as learning
from jiefen.demo.lawyers import load_lawyers
from jiefen.demo.legal_staff import hire_legal_staff
from jiefen.demo.load_articles import actor_with_phone
from jiefen.demo.questions import load_questions
from jiefen.demo.waiting import APPLICANTS, load_waiting
from jiefen.lawyers.access import own_firm
from jiefen.lawyers.actions.licences import open_evidence, verify_licence
from jiefen.lawyers.models import Lawyer, Penalty
from jiefen.lawyers.queries import conflict_book, papers, queue_counts, verification_queue
from jiefen.lawyers.refusals import NotVerifiable
from tests.factories.world import AT, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(tmp_path, monkeypatch, settings) -> Actor:
    settings.DATA_FOLDER = tmp_path
    monkeypatch.setattr("jiefen.lawyers.columns.folder", lambda: tmp_path)
    load_lawyers(today=TODAY, at=AT, firms=30, lawyers=90)
    hire_legal_staff(at=AT)
    load_questions(today=TODAY, at=AT)
    assert load_waiting(today=TODAY, at=AT) == len(APPLICANTS)
    return actor_with_phone(DEMO_OPERATOR.phone)


def test_every_queue_holds_something_and_says_it_is_invented(operator):
    assert queue_counts(by=operator, today=TODAY) == {"submitted": 4, "recheck": 1, "soon": 0, "introductions": 1}
    rows = verification_queue(by=operator, today=TODAY).rows
    assert [row.name for row in rows[:4]] == [one.name for one in APPLICANTS] and all(row.is_demo for row in rows)
    assert learning.waiting(operator)[1] == 40
    assert Penalty.objects.get().source.endswith("（虚构）")
    assert load_waiting(today=TODAY, at=AT) == 0


def test_the_applications_are_told_apart_by_their_papers(operator):
    tones = {one.name: {check.tone for check in _papers(one.name, operator).checks} for one in APPLICANTS}
    assert tones["温如川"] == {"success"}
    assert "attention" in tones["岑以安"] and "attention" in tones["祝明远"] and "deadline" in tones["陆清扬"]
    first = Lawyer.objects.get(name="温如川")
    assert open_evidence(lawyer_id=first.pk, by=operator, at=AT)[1] == "image/png"
    verify_licence(lawyer_id=first.pk, by=operator, at=AT)
    with pytest.raises(NotVerifiable, match="公职律师"):
        verify_licence(lawyer_id=Lawyer.objects.get(name="陆清扬").pk, by=operator, at=AT)


def test_two_firms_have_their_own_books(operator):
    books = [conflict_book(own_firm(actor_with_phone(who.phone)).pk) for who in (DEMO_LAWYERS[0], DEMO_LAWYERS[2])]
    names = [{line.name for line in book} for book in books]
    assert [len(found) for found in names] == [5, 2] and not names[0] & names[1]


def _papers(name: str, operator: Actor):
    return papers(Lawyer.objects.get(name=name, is_demo=True).pk, by=operator, today=TODAY)
