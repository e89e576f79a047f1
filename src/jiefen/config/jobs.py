"""Starting the job consumer: as threads beside the web server, or as its own process (./run worker)."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Final

from django.db import connections
from huey.consumer import Consumer

from jiefen.shared.jobs.queue import queue
from jiefen.shared.jobs.runner import run_waiting_jobs

log = logging.getLogger("jiefen.jobs")
FIRST_PAGE_S: Final = 2.0  # the page that somebody opens at the start is not made slower by counting beside it


class ThreadConsumer(Consumer):
    """A consumer that leaves the process's signals to the web server."""

    def _set_signal_handlers(self) -> None:
        """The server owns the signals."""


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


def start_in_process() -> Callable[[], None]:
    """Start consumer threads; returns the function that stops them."""
    consumer = ThreadConsumer(
        queue, workers=1, periodic=True, initial_delay=0.1, max_delay=1.0, check_worker_health=False
    )
    consumer.start()
    beginning = threading.Timer(FIRST_PAGE_S, _begin)
    beginning.daemon = True
    beginning.start()

    def stop() -> None:
        beginning.cancel()
        consumer.stop(graceful=False)

    return stop
