"""./run manage undo_import ID: reverse everything an import wrote."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from jiefen.accounts.actors import system_actor
from jiefen.cli.base import JiefenCommand
from jiefen.ledger.actions.imports import undo_import
from jiefen.ledger.imports.kinds.base import undone_words
from jiefen.ledger.models import ImportBatch
from jiefen.shared import clock
from jiefen.shared.errors import NotFound


class Command(JiefenCommand):
    """撤销一次导入；已经有别的记录用到它时不行。"""

    help = "撤销一次导入；已经有别的记录用到它时不行。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The import's number."""
        parser.add_argument("import_id", type=_number, metavar="导入编号", help="导入时打印的编号")
        parser.add_argument("--json", action="store_true", help="用 JSON 打印结果")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take back, report."""
        batch = ImportBatch.objects.filter(pk=options["import_id"]).first()
        if batch is None:
            raise NotFound(f"没有编号为 {options['import_id']} 的导入。")
        done = undo_import(by=system_actor(batch.organisation_id), batch=batch, at=clock.now())
        if options["json"]:
            self.write_json({"import_id": batch.pk, **done})
        else:
            self.stdout.write(f"已撤销：{undone_words(done)}")


def _number(text: str) -> int:
    """The number of an import; anything else is refused in words."""
    try:
        return int(text)
    except ValueError:
        raise ArgumentTypeError(f"应是导入编号，例如 3，现在是“{text}”") from None
