"""./run manage may_contact FILE.json: may this household be contacted at that moment, and if not, from when on?"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from jiefen.cli.base import JiefenCommand
from jiefen.rules.contact_file import answer
from jiefen.rules.errors import RuleError


class Command(JiefenCommand):
    """Answer one contact request; reads no database."""

    help = "May this household be contacted now? The format is in docs/cli.md."
    needs_database = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The JSON file, - for standard input."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the answer; a request that cannot be read ends with exit code 1 and says why on stderr."""
        try:
            found = answer(_document(options["file"]), lambda notice: self.stderr.write(str(notice)))
        except RuleError as error:
            if not options["json"]:
                raise
            self.stderr.write(json.dumps({"code": error.code, "message": str(error)}, ensure_ascii=False))
            raise SystemExit(1) from None
        if options["json"]:
            self.write_json(found)
        else:
            self.stdout.write(found["message"])


def _document(path: Path) -> Any:
    try:
        raw = Path("/dev/stdin").read_bytes() if str(path) == "-" else path.read_bytes()
        return json.loads(raw.decode("utf-8-sig"))
    except OSError:
        raise RuleError(f"没有找到文件 {path}，或读不了它。请检查路径。", code="contact_policy.no_file") from None
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise RuleError(f"文件不是 UTF-8 的 JSON：{error}", code="contact_policy.not_json") from None
