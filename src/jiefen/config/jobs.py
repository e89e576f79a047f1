"""What a server does once the first page had its turn: import the rest of the program, then run the jobs.

Jobs run as threads beside the web server, or as their own process (./run worker).
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.db import connections

from jiefen.cli.starting import importing
from jiefen.shared.jobs.queue import queue
from jiefen.shared.jobs.runner import load_tasks, run_waiting_jobs
from jiefen.shared.later import import_the_rest

log = logging.getLogger("jiefen.jobs")
# The page that somebody opens at the start is not made slower by what is done beside it.
FIRST_PAGE_S: Final = 2.0  # where nobody asks for a page, it is done after so long
ITS_FILES_S: Final = 0.3  # styles and pictures that the first page brings along
GIVE_WAY_S: Final = 5.0  # altogether, while pages are being answered: a busy site needs its jobs too


def start_in_process(no_page: threading.Event) -> Callable[[], None]:
    """Begin in the background after the first page; returns the function that stops it.

    ``no_page`` is set whenever a page was answered and no other is being answered.
    """
    stopped = threading.Event()
    stops: list[Callable[[], None]] = []

    def begin() -> None:
        if not no_page.wait(FIRST_PAGE_S):
            no_page.set()  # nobody is there
        if stopped.wait(ITS_FILES_S):
            return
        with importing():
            until = time.monotonic() + GIVE_WAY_S
            import_the_rest(give_way=lambda: no_page.wait(max(0.0, until - time.monotonic())))
        if settings.JOBS_IN_PROCESS and not stopped.is_set():
            stops.append(_start_consumer())
            _begin()

    def stop() -> None:
        stopped.set()
        no_page.set()  # nobody need wait for it any more
        for each in stops:
            each()

    threading.Thread(target=begin, name="beginning", daemon=True).start()
    return stop


def _start_consumer() -> Callable[[], None]:
    """Consumer threads that leave the process's signals to the web server; returns the function that stops them."""
    with importing():
        from huey.consumer import Consumer  # with the tasks: a start waits for neither

        load_tasks()

    class ThreadConsumer(Consumer):
        def _set_signal_handlers(self) -> None:
            """The server owns the signals."""

    consumer = ThreadConsumer(
        queue, workers=1, periodic=True, initial_delay=0.1, max_delay=1.0, check_worker_health=False
    )
    consumer.start()
    return lambda: consumer.stop(graceful=False)


def _begin() -> None:
    """What the first visitor would wait for, then what a killed worker dropped."""
    from jiefen.ledger.tasks import remember_figures

    try:
        remember_figures()
    except Exception:
        log.warning("the figures are counted when somebody asks for them", exc_info=True)
    finally:
        connections.close_all()
    run_waiting_jobs()
