"""./run manage plan_night: settle the day and plan every household now, as the nightly jobs do."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from jiefen.accounts.queries import organisation_for_command, organisation_ids
from jiefen.cli.base import JiefenCommand
from jiefen.collection.actions.night import run_night
from jiefen.collection.actions.overnight import settle_the_day
from jiefen.shared import clock


class Command(JiefenCommand):
    """Plan every household of one organisation, or of all."""

    help = "给每一户排一步，和昨晚不同的才记下。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--organisation NAME, --today DAY, --json."""
        parser.add_argument("--organisation", default="", metavar="公司", help="机构名称；默认每一家")
        parser.add_argument(
            "--today", type=dt.date.fromisoformat, metavar="日期", help="排哪一天，写成 2026-01-31 的样子；默认今天"
        )
        parser.add_argument("--json", action="store_true", help="用 JSON 打印结果")

    def handle(self, *args: Any, **options: Any) -> None:
        """One line an organisation (or one JSON document) with the night's counts; progress on stderr."""
        at, name = clock.now(), options["organisation"]
        asked = [organisation_for_command(name, at=at)] if name else organisation_ids()
        today = options["today"] or clock.today()
        nights = []
        for organisation_id in asked:
            settle_the_day(organisation_id=organisation_id, today=today, at=at)
            run = run_night(organisation_id, today=today, at=at, progress=self._tell)
            nights.append({"organisation": organisation_id, "on": run.on, "is_first": run.is_first, **run.counts})
        if options["json"]:
            self.write_json({"nights": nights})
            return
        for night in nights:
            self.stdout.write(
                f"{night['on']} 公司 {night['organisation']}：看了 {night['households']} 户，建议 {night['proposals']} 户，"
                f"写入 {night['written']} 条，去掉 {night['removed']} 条，变动 {night['moved']} 户"
            )

    def _tell(self, done: int, total: int, phase: str) -> None:
        self.stderr.write(f"{phase} {done}/{total}")
