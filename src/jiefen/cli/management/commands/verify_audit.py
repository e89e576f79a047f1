"""Walk every audit chain from its first link and report where one does not hold."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any, Final

from jiefen.audit.queries import verify_all
from jiefen.cli.base import JiefenCommand

REASONS: Final = {"missing": "缺了一条", "altered": "被改过", "truncated": "末尾被截掉"}


class Command(JiefenCommand):
    """核对审计记录的哈希链；断了退出码为 1。"""

    help = "核对审计记录的哈希链；断了退出码为 1。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--json for programs."""
        parser.add_argument("--json", action="store_true", help="用 JSON 打印结果")

    def handle(self, *args: Any, **options: Any) -> None:
        """The number of events, then one line per break."""
        events, breaks = verify_all()
        if options["json"]:
            self.write_json({"events": events, "breaks": [vars(found) for found in breaks]})
        else:
            self.stdout.write(f"{events} 条记录，{len(breaks)} 处断裂")
            for found in breaks:
                where = (
                    f"公司 {found.organisation_no} 第 {found.seq} 条"
                    if found.organisation_no
                    else f"平台第 {found.seq} 条"
                )
                self.stdout.write(f"  {where}: {REASONS[found.reason]}")
        if breaks:
            raise SystemExit(1)
