"""Compare the derived positions with the ledger rows; repair and report what differs."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from jiefen.accounts.queries import organisation_ids
from jiefen.cli.base import JiefenCommand
from jiefen.ledger.positions import differences
from jiefen.shared import clock
from jiefen.shared.transactions import durable_atomic


class Command(JiefenCommand):
    """Check positions against ledger rows."""

    help = "拿账行核对余额，不同的改好并列出。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--json for programs."""
        parser.add_argument("--json", action="store_true", help="用 JSON 打印结果")

    def handle(self, *args: Any, **options: Any) -> None:
        """One line (or JSON) with the number of differences; the rows themselves below."""
        found = []
        for organisation_id in organisation_ids():
            with durable_atomic():
                found += differences(organisation_id, at=clock.now())
        if options["json"]:
            self.write_json({"differences": [vars(item) for item in found]})
        else:
            self.stdout.write(f"{len(found)} 处不一致" + ("(已按账目重算)" if found else ""))
