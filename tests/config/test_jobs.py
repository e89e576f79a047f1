"""What a server does after the first page: the rest of the program, then the jobs; and what it does not when stopped."""

from __future__ import annotations

import threading

import pytest

from jiefen.config import jobs

PATIENCE = 60  # seconds, on a busy machine


@pytest.fixture
def done(monkeypatch):
    """What is done, in order; "over" is set by the last of it."""
    monkeypatch.setattr(jobs, "ITS_FILES_S", 0.0)
    steps: list[str] = []
    over = threading.Event()

    def rest(*, give_way) -> None:
        give_way()
        steps.append("rest")
        jobs.settings.JOBS_IN_PROCESS or over.set()

    def begin() -> None:
        steps.append("waiting jobs")
        over.set()

    def consumer():
        steps.append("consumer")
        return lambda: steps.append("stopped")

    monkeypatch.setattr(jobs, "import_the_rest", rest)
    monkeypatch.setattr(jobs, "_start_consumer", consumer)
    monkeypatch.setattr(jobs, "_begin", begin)
    return steps, over


def test_the_first_page_comes_before_everything_else(done, monkeypatch, settings):
    settings.JOBS_IN_PROCESS = True
    monkeypatch.setattr(jobs, "FIRST_PAGE_S", PATIENCE)
    steps, over = done
    no_page = threading.Event()
    stop = jobs.start_in_process(no_page)
    assert steps == []
    no_page.set()
    assert over.wait(PATIENCE)
    stop()
    assert steps == ["rest", "consumer", "waiting jobs", "stopped"]


def test_where_nobody_asks_for_a_page_it_begins_all_the_same(done, monkeypatch, settings):
    settings.JOBS_IN_PROCESS = True
    monkeypatch.setattr(jobs, "FIRST_PAGE_S", 0.0)
    steps, over = done
    no_page = threading.Event()
    jobs.start_in_process(no_page)
    assert over.wait(PATIENCE)
    assert steps == ["rest", "consumer", "waiting jobs"]
    assert no_page.is_set()


def test_pages_without_end_do_not_keep_the_jobs_from_beginning(done, monkeypatch, settings):
    settings.JOBS_IN_PROCESS = True
    monkeypatch.setattr(jobs, "FIRST_PAGE_S", PATIENCE)
    monkeypatch.setattr(jobs, "GIVE_WAY_S", 0.1)

    class Busy(threading.Event):
        """Set for a moment after the first page, then always answering another."""

        def wait(self, timeout: float | None = None) -> bool:
            if timeout == PATIENCE:
                return True
            waited.append(timeout)
            return super().wait(timeout)

    waited: list[float | None] = []
    monkeypatch.setattr(jobs, "import_the_rest", lambda *, give_way: [give_way() for _ in range(50)])
    _, over = done
    jobs.start_in_process(Busy())
    assert over.wait(PATIENCE)
    assert len(waited) == 50
    assert waited[-1] == 0.0


def test_stopped_while_importing_no_job_begins(done, monkeypatch, settings):
    settings.JOBS_IN_PROCESS = True
    monkeypatch.setattr(jobs, "FIRST_PAGE_S", 0.0)
    importing, go_on = threading.Event(), threading.Event()
    monkeypatch.setattr(jobs, "import_the_rest", lambda *, give_way: (importing.set(), go_on.wait(PATIENCE)))
    before = set(threading.enumerate())
    stop = jobs.start_in_process(threading.Event())
    (beginning,) = set(threading.enumerate()) - before
    assert importing.wait(PATIENCE)
    stop()
    go_on.set()
    beginning.join(PATIENCE)
    assert done[0] == []


def test_jobs_with_a_process_of_their_own_are_left_to_it(done, monkeypatch, settings):
    settings.JOBS_IN_PROCESS = False
    monkeypatch.setattr(jobs, "FIRST_PAGE_S", 0.0)
    steps, over = done
    stop = jobs.start_in_process(threading.Event())
    assert over.wait(PATIENCE)
    stop()
    assert steps == ["rest"]


def test_stopped_before_the_first_page_nothing_begins(done, monkeypatch, settings):
    settings.JOBS_IN_PROCESS = True
    monkeypatch.setattr(jobs, "FIRST_PAGE_S", PATIENCE)
    before = set(threading.enumerate())
    stop = jobs.start_in_process(threading.Event())
    (beginning,) = set(threading.enumerate()) - before
    stop()
    beginning.join(PATIENCE)
    assert not beginning.is_alive()
    assert done[0] == []
