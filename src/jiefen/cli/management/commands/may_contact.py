"""./run manage may_contact FILE.json: may this household be contacted at that moment, and if not, from when on?"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from jiefen.cli.base import JiefenCommand
from jiefen.cli.json_file import read_json
from jiefen.rules.contact_file import answer
from jiefen.rules.errors import RuleError


class Command(JiefenCommand):
    """Answer one contact request; reads no database."""

    help = "现在可不可以联系这一户；格式见 docs/cli.md。"
    needs_database = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The JSON file, - for standard input."""
        parser.add_argument("file", type=Path, metavar="文件", help="文件的路径")
        parser.add_argument("--json", action="store_true", help="用 JSON 打印结果")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the answer; a request that cannot be read ends with exit code 1 and says why on stderr."""
        try:
            found = answer(
                read_json(options["file"], area="contact_policy"), lambda notice: self.stderr.write(str(notice))
            )
        except RuleError as error:
            if not options["json"]:
                raise
            self.stderr.write(json.dumps({"code": error.code, "message": str(error)}, ensure_ascii=False))
            raise SystemExit(1) from None
        if options["json"]:
            self.write_json(found)
        else:
            self.stdout.write(found["message"])
