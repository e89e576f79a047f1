"""What waits together is done together: order, shares, refusals, failures. Then the same with real posts."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest
from django.db import DataError, OperationalError, connection, connections, transaction

from jiefen.chat.models import Message, Thread
from jiefen.chat.rates import buckets
from jiefen.live import posts
from jiefen.live.handfuls import MOST_TOGETHER, Handfuls, Job, in_one_transaction, one_by_one
from jiefen.shared.errors import NotFound
from tests.factories.conversations import make_talk
from tests.factories.world import AT
from tests.live.running import run_apart


def job(work, *arguments: object) -> Job:
    return Job(work, arguments, None)  # type: ignore[arg-type]


def queue_of(threads: int, sizes: list[int], gate: threading.Event | None = None) -> Handfuls:
    def do(jobs: list[Job]) -> list[Any]:
        if gate is not None:
            gate.wait(10)
        sizes.append(len(jobs))
        return one_by_one(jobs)

    return Handfuls("test", threads, do)


def test_what_piles_up_while_a_thread_works_is_the_next_handful():
    async def run() -> None:
        sizes: list[int] = []
        gate = threading.Event()
        queue = queue_of(1, sizes, gate)
        first = asyncio.create_task(queue.run(lambda: "first", ()))
        await asyncio.sleep(0.01)
        rest = [asyncio.create_task(queue.run(lambda n: n, (number,))) for number in range(MOST_TOGETHER + 6)]
        await asyncio.sleep(0)
        assert queue.waiting == MOST_TOGETHER + 6
        gate.set()
        assert (await first, await asyncio.gather(*rest)) == ("first", list(range(MOST_TOGETHER + 6)))
        assert sizes == [1, MOST_TOGETHER, 6]
        assert await queue.run(lambda: "again", ()) == "again"

    run_apart(run())


def test_several_threads_share_what_waits_and_a_failure_is_its_own():
    async def run() -> None:
        sizes: list[int] = []
        queue = queue_of(3, sizes)
        asked = [asyncio.create_task(queue.run(lambda n: 6 // n, (number,))) for number in range(-3, 4)]
        asked[0].cancel()
        found = await asyncio.gather(*asked, return_exceptions=True)
        assert found[1:3] + found[4:] == [-3, -6, 6, 3, 2]
        assert isinstance(found[3], ZeroDivisionError)
        assert max(sizes) <= 3

    run_apart(run())


def _post(seat, number: int, text: str = "你好") -> dict[str, Any]:
    body = {"client_id": f"client-{number:04d}", "text": text}
    return posts._post(buckets, {"jiefen_visitor": f"token-{seat.ref}"}, seat.thread.public_id, body, AT)[1]


@pytest.fixture
def talk(monkeypatch, settings, db):
    """The client's seat of a conversation. What the test's own transaction stands on stays open."""
    monkeypatch.setattr(connections["default"], "close", lambda: None)
    settings.LIVE_RATE_FACTOR = 1000
    monkeypatch.setattr(posts, "person_of", lambda cookies: posts.Person(visitor_id=int(cookies["jiefen_visitor"][6:])))
    return make_talk()[0]


def _numbers(thread_id: int) -> list[int]:
    return list(Message.objects.filter(thread_id=thread_id).order_by("pk").values_list("seq", flat=True))


@pytest.mark.django_db
def test_posts_that_wait_together_share_one_commit_and_are_refused_each_by_itself(talk):
    stranger = make_talk()[0]
    stranger.thread = talk.thread
    commits: list[str] = []

    def count(execute, sql, params, many, context):
        commits.append(sql) if sql.startswith(("BEGIN", "SAVEPOINT")) else None
        return execute(sql, params, many, context)

    tried = [
        job(_post, talk, 1),
        job(_post, talk, 1),
        job(_post, talk, 2, ""),
        job(_post, stranger, 3),
        job(_post, talk, 4),
    ]
    with connection.execute_wrapper(count):
        outcomes = in_one_transaction(tried)
    seqs = [result and result["seq"] for result, _ in outcomes]
    assert seqs == [2, 2, None, None, 3]
    assert [getattr(failure, "code", None) for _, failure in outcomes] == [None, None, "chat.empty", "not_found", None]
    assert isinstance(outcomes[3][1], NotFound)
    assert _numbers(talk.thread_id) == [1, 2, 3]
    if connection.vendor == "sqlite":
        assert len(commits) == 1, "in a test the one transaction is a savepoint"


@pytest.mark.django_db
@pytest.mark.parametrize("failure", [ZeroDivisionError, DataError])
def test_one_that_fails_oddly_loses_neither_the_others_nor_leaves_half_of_itself(talk, failure):
    def half() -> None:
        Thread.objects.filter(pk=talk.thread_id).update(last_seq=77)
        raise failure

    outcomes = in_one_transaction([job(_post, talk, 1), job(_half_in_a_transaction, half), job(_post, talk, 2)])
    assert [type(failed) for _, failed in outcomes] == [type(None), failure, type(None)]
    assert [result and result["seq"] for result, _ in outcomes] == [2, None, 3]
    assert _numbers(talk.thread_id) == [1, 2, 3]


def _half_in_a_transaction(half) -> None:
    with transaction.atomic():
        half()


@pytest.mark.django_db
def test_when_the_database_fails_nobody_is_told_that_it_was_written(talk):
    def locked() -> None:
        raise OperationalError("database is locked")

    outcomes = in_one_transaction([job(_post, talk, 1), job(locked)])
    assert [type(failed) for _, failed in outcomes] == [OperationalError] * 2
    assert _numbers(talk.thread_id) == [1]
    assert in_one_transaction([job(_post, talk, 1)])[0][0]["seq"] == 2, "sent again it is written"
