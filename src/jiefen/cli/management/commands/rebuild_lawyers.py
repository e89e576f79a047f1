"""./run manage rebuild_lawyers: build the ranking's columns anew from the database."""

from __future__ import annotations

from typing import Any

from jiefen.cli.base import JiefenCommand
from jiefen.lawyers import columns
from jiefen.shared import clock


class Command(JiefenCommand):
    """从数据库重建律师名录的列，立即启用。"""

    help = "从数据库重建律师名录的列，立即启用。"

    def handle(self, *args: Any, **options: Any) -> None:
        """One line: how many lawyers."""
        self.stdout.write(f"律师名录已建好：{columns.rebuild(today=clock.today())} 位。")
