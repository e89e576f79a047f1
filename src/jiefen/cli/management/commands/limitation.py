"""./run manage limitation FILE.json: the limitation clocks of given charges and events, as JSON."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from jiefen.cli.base import JiefenCommand
from jiefen.cli.json_file import read_json
from jiefen.rules.limitation_file import from_json


class Command(JiefenCommand):
    """Compute limitation clocks from a file; reads no database."""

    help = "算诉讼时效；格式见 docs/algorithms/limitation.md。"
    needs_database = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The JSON file, - for standard input."""
        parser.add_argument("file", type=Path, metavar="文件", help="文件的路径")
        parser.add_argument("--json", action="store_true", help="用 JSON 打印结果")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one answer per charge, in the order given."""
        answers = from_json(read_json(options["file"], area="limitation"))
        if options["json"]:
            self.write_json(answers)
            return
        for answer in answers:
            self.stdout.write(f"{answer['id']}  {answer['expires_on']}  {answer['state']}")
            for reason in answer["reasons"]:
                self.stdout.write(f"    {reason['on']}  {reason['text']}")
