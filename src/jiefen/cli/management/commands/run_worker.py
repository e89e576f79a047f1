"""./run worker: background jobs in a process of their own (grown installations)."""

from __future__ import annotations

from typing import Any

from huey.consumer import Consumer

from jiefen.cli.base import JiefenCommand
from jiefen.shared.jobs.queue import queue
from jiefen.shared.jobs.runner import load_tasks, run_waiting_jobs


class Command(JiefenCommand):
    """运行后台任务，直到停止。"""

    help = "运行后台任务，直到停止。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Pick up what waits, then consume the queue."""
        load_tasks()
        run_waiting_jobs()
        Consumer(queue, workers=1, periodic=True).run()
