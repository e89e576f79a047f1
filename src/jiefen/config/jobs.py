"""Starting the job consumer: as threads beside the web server, or as its own process (./run worker)."""

from __future__ import annotations

import threading
from collections.abc import Callable

from huey.consumer import Consumer

from jiefen.shared.jobs.queue import queue
from jiefen.shared.jobs.runner import run_waiting_jobs


class ThreadConsumer(Consumer):
    """A consumer that leaves the process's signals to the web server."""

    def _set_signal_handlers(self) -> None:
        """The server owns the signals."""


def start_in_process() -> Callable[[], None]:
    """Start consumer threads; returns the function that stops them."""
    consumer = ThreadConsumer(
        queue, workers=1, periodic=True, initial_delay=0.1, max_delay=1.0, check_worker_health=False
    )
    consumer.start()
    threading.Thread(target=run_waiting_jobs, daemon=True, name="sweep-at-start").start()
    return lambda: consumer.stop(graceful=False)
