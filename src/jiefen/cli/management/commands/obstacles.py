"""./run manage obstacles --jsonl IN OUT: the obstacles that owners' words point to, line by line."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

from jiefen.cli.base import JiefenCommand
from jiefen.cli.json_lines import read_lines, write_lines
from jiefen.engine.obstacles import Suggester, current
from jiefen.rules.errors import RuleError


class Command(JiefenCommand):
    """Suggest obstacles for a file of utterances; reads no database."""

    help = "从原话猜障碍；格式见 docs/algorithms/obstacles.md。"
    needs_database = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """IN: lines {"id", "words"}; OUT: lines {"id", "obstacles", "phrases"}."""
        parser.add_argument("--jsonl", nargs=2, type=Path, required=True, metavar=("IN", "OUT"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Answer every line in the order given; nothing is written when one line is wrong."""
        source, target = options["jsonl"]
        write_lines(target, _answers(source, current(settings.DATA_FOLDER / "models")))


def _answers(source: Path, suggester: Suggester) -> Iterator[dict[str, Any]]:
    for number, row in read_lines(source):
        words = row.get("words")
        if "id" not in row or not isinstance(words, str):
            raise RuleError(f"第 {number} 行要有 id 和 words（一段文字）。", code="obstacles.bad_line")
        found = suggester.suggest(words)
        yield {
            "id": row["id"],
            "obstacles": [{"code": code, "p": round(chance, 4)} for code, chance in found.shown()],
            "reasons": [{"name": name, "p": round(chance, 4)} for name, chance in found.reasons[:2]],
            "phrases": list(found.phrases),
        }
