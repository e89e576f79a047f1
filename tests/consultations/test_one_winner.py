"""Real threads press “accept” at the same moment: exactly one wins, on SQLite and on PostgreSQL; nobody beyond his places."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from threading import Barrier, Thread

import pytest
from django.db import connection, connections

from jiefen.consultations.actions.dispatching import tick
from jiefen.consultations.actions.offers import accept_offer
from jiefen.consultations.models import Desk, Offer, Question
from jiefen.consultations.refusals import NoPlace, OfferOver
from jiefen.consultations.states import OfferState, QuestionState
from tests.factories.consultations import later, make_lawyers, make_question, said

ROUNDS = 3


@pytest.fixture(autouse=True)
def _a_database_that_threads_share(
    transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """The tests' SQLite lives in memory, where writers do not queue; a file does it as in production."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    in_memory, file = connection.connection, str(tmp_path / "race.sqlite3")
    with closing(sqlite3.connect(file)) as copy:
        in_memory.backup(copy)
    with monkeypatch.context() as patch:
        patch.setitem(connection.settings_dict, "NAME", file)
        connection.connection = None
        yield
        connection.close()
    connection.connection = in_memory


@pytest.fixture(autouse=True)
def _no_chain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commits are real here: the decision after each runs, the queue must not."""
    monkeypatch.setattr("jiefen.consultations.tasks.look.schedule", lambda **named: None)


def together(work: list[Callable[[], object]]) -> list[object]:
    """Run everything at the same moment, each on a connection of its own; what came back, or the refusal."""
    barrier, results = Barrier(len(work)), [None] * len(work)

    def run(place: int, one: Callable[[], object]) -> None:
        try:
            connection.ensure_connection()
            barrier.wait()
            results[place] = one()
        except (OfferOver, NoPlace) as refusal:
            results[place] = refusal
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(place, one)) for place, one in enumerate(work)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_three_press_at_the_same_moment_and_one_has_it():
    people = dict(make_lawyers(3))
    by_lawyer = {lawyer.pk: actor for lawyer, actor in people.items()}
    for each in range(ROUNDS):
        question = make_question(at=later(each * 10), address=f"10.0.{each}.1")
        offers = list(Offer.objects.filter(question=question, state=OfferState.OPEN))
        assert len(offers) == 3
        at = later(each * 10 + 5)
        pressed = together(
            [lambda o=o, at=at: accept_offer(offer_id=o.pk, by=by_lawyer[o.lawyer_id], at=at) for o in offers]
        )
        won = [result for result in pressed if isinstance(result, Question)]
        assert len(won) == 1
        assert sum(isinstance(result, OfferOver) for result in pressed) == 2
        question.refresh_from_db()
        assert (question.state, question.lawyer_id) == (QuestionState.ACCEPTED, won[0].lawyer_id)
        assert Offer.objects.filter(question=question, state=OfferState.ACCEPTED).count() == 1
        assert not Offer.objects.filter(question=question, state=OfferState.OPEN).exists()
        assert sum("接下了您的问题" in line for line in said(question)) == 1


def test_one_lawyer_presses_twice_at_once_and_keeps_to_his_places():
    [(lawyer, actor)] = make_lawyers(1, places=2)
    make_question(at=later(1), address="10.1.0.1")
    make_question(at=later(2), address="10.1.0.2")
    offers = list(Offer.objects.filter(state=OfferState.OPEN))
    assert len(offers) == 2
    Desk.objects.filter(lawyer=lawyer).update(places=1)
    pressed = together([lambda o=o: accept_offer(offer_id=o.pk, by=actor, at=later(5)) for o in offers])
    assert sum(isinstance(result, Question) for result in pressed) == 1
    assert sum(isinstance(result, NoPlace) for result in pressed) == 1


def test_ticks_at_the_same_moment_ask_nobody_twice():
    make_question(at=later(1), address="10.2.0.1")
    people = make_lawyers(4, places=1, at=later(2))
    assert Offer.objects.count() == 3
    together([lambda: tick(at=later(4)) for _ in range(4)])
    assert Offer.objects.count() == 3
    make_question(at=later(5), address="10.2.0.2")
    together([lambda: tick(at=later(6)) for _ in range(4)])
    asked = list(Offer.objects.filter(state=OfferState.OPEN).values_list("lawyer", flat=True))
    assert sorted(asked) == sorted(lawyer.pk for lawyer, _ in people)


def test_accepting_while_the_decision_runs():
    people = dict(make_lawyers(3))
    by_lawyer = {lawyer.pk: actor for lawyer, actor in people.items()}
    question = make_question(at=later(1), address="10.3.0.1")
    offers = list(Offer.objects.filter(question=question))
    accepts = [lambda o=o: accept_offer(offer_id=o.pk, by=by_lawyer[o.lawyer_id], at=later(5)) for o in offers]
    results = together([*accepts, lambda: tick(at=later(5)), lambda: tick(at=later(40))])
    won = sum(isinstance(result, Question) for result in results)
    question.refresh_from_db()
    assert won == (question.state == QuestionState.ACCEPTED)
    assert Offer.objects.filter(question=question, state=OfferState.ACCEPTED).count() == won <= 1
