"""./run manage obstacle_corrections: stewards' corrections of suggested obstacles as a file for train_obstacles."""

from __future__ import annotations

import json
import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from jiefen.cli.base import JiefenCommand
from jiefen.collection.actions import export_corrections
from jiefen.rules.errors import RuleError
from jiefen.shared import clock


class Command(JiefenCommand):
    """Only of companies that allow it, without personal data, readable by its owner alone."""

    help = "导出管家对障碍的改正，给 train_obstacles 用；见 docs/algorithms/obstacles.md。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to, and whether of one organisation only."""
        parser.add_argument(
            "--output", type=Path, required=True, help="写到哪个文件，一行一个 JSON：words、code、also、reason"
        )
        parser.add_argument("--organisation", type=int, help="一家机构的编号；默认允许导出的各家")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file and say how many lines it has."""
        found = export_corrections(at=clock.now(), organisation_id=options["organisation"])
        text = "".join(json.dumps(each.line(), ensure_ascii=False) + "\n" for each in found)
        try:
            descriptor = os.open(options["output"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        except OSError as error:
            raise RuleError(f"写不了 {options['output']}：{error.strerror}。", code="obstacles.output") from None
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        self.stdout.write(
            f"{len(found)} 句更正，已写入 {options['output']}。训练前请先看一遍，名字和地址应当都换掉了。"
        )
