"""./run manage load_demo: fill an empty installation with the invented company."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from jiefen.accounts.queries import anybody_can_sign_in
from jiefen.cli.base import JiefenCommand
from jiefen.shared import clock


class Command(JiefenCommand):
    """装入演示公司：三个小区、里面的人和 36 个月的账。"""

    help = "装入演示公司：三个小区、里面的人和 36 个月的账。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The day the demo plays on, and whether to stay silent when there is data already."""
        parser.add_argument(
            "--today", type=dt.date.fromisoformat, metavar="日期", help="演示的今天，写成 2026-01-31 的样子；默认今天"
        )
        parser.add_argument("--describe", action="store_true", help="只打印 docs/demo.md，不装入")
        parser.add_argument("--if-empty", action="store_true", help="已经有人时什么都不做")

    def handle(self, *args: Any, **options: Any) -> None:
        """One line of what was made, or of why nothing was."""
        if options["describe"]:
            from jiefen.demo.document import as_markdown

            self.stdout.write(as_markdown(), ending="")
            return
        if options["if_empty"] and anybody_can_sign_in():
            self.stdout.write("已有数据，没有改动。")
            return
        self.stdout.write(_load(options["today"]))


def _load(today: dt.date | None) -> str:
    """One line of what was made. Imports what invents it only now: every later start asks and goes on."""
    from jiefen.collection.actions.night import run_night
    from jiefen.demo.lawyers import load_lawyers
    from jiefen.demo.legal_staff import hire_legal_staff
    from jiefen.demo.load import load
    from jiefen.demo.load_articles import load_articles
    from jiefen.demo.questions import load_questions
    from jiefen.demo.waiting import load_waiting
    from jiefen.lawyers import columns
    from jiefen.ledger.snapshots import freeze_in_background
    from jiefen.shared.transactions import durable_atomic

    now = clock.now()
    today = today or now.date()
    at = dt.datetime.combine(today, now.timetz())
    with durable_atomic():  # all of it or nothing: whoever stops the first start half-way gets all of it the next time
        loaded = load(today=today, at=at)
        load_lawyers(today=today, at=at)
        hire_legal_staff(at=at)
        load_articles(at=at)
        load_questions(today=today, at=at)
        load_waiting(today=today, at=at)
        columns.rebuild(today=today)
        run_night(loaded.organisation_id, today=today, at=at)  # the team's page and 昨晚 are not empty on the first day
        freeze_in_background(organisation_id=loaded.organisation_id, months=11, at=now)
    return loaded.sentence()
