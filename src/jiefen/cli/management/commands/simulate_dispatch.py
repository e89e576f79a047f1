"""./run manage simulate_dispatch: does the promise hold? A simulated day through the dispatch that serves people."""

from __future__ import annotations

import dataclasses
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any, Final

from jiefen.cli.base import JiefenCommand
from jiefen.engine.dispatch_day import Assumptions, Day, simulate
from jiefen.rules.dispatch import DispatchRules, day_curve, dispatch_on, labels_on
from jiefen.rules.service_clock import clock_on
from jiefen.shared import clock

SEED: Final = 20261126


class Command(JiefenCommand):
    """Play a day of questions against the production dispatch and print what came of it."""

    help = "用真正的派单代码模拟免费咨询的一天。"
    needs_database = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The load, the people, and what to change in the rules."""
        parser.add_argument("--questions-per-day", type=_at_least(1), default=9160)
        parser.add_argument("--lawyers", type=_at_least(0), default=75, help="最忙的一小时有几位律师在线")
        parser.add_argument("--acceptance", type=_share, default=0.35, help="律师接单的比例")
        parser.add_argument("--declines", type=_share, default=0.5, help="其余的里面，马上说不接的比例")
        parser.add_argument("--m", type=_at_least(1), help="同时问几位（默认照规则表）")
        parser.add_argument("--tau", type=_at_least(1), help="一次询问等几秒（默认照规则表）")
        parser.add_argument("--impatient", action="store_true", help="有人接了，咨询人也不多等")
        parser.add_argument("--seed", type=int, default=SEED)
        parser.add_argument("--json", action="store_true", help="用 JSON 打印结果")

    def handle(self, *args: Any, **options: Any) -> None:
        """Simulate; JSON has exactly the five figures."""
        day = clock.today()
        world = Assumptions(
            options["questions_per_day"], options["lawyers"], options["acceptance"], day_curve(day),
            tuple(dict.fromkeys(labels_on(day).values())), declines=options["declines"],
            is_reassured=not options["impatient"],
        )  # fmt: skip
        rules = _changed(dispatch_on(day), options)
        found = simulate(world, rules=rules, clock=clock_on(day), seed=options["seed"])
        if options["json"]:
            self.write_json(dataclasses.asdict(found))
        else:
            self.stdout.write(_sentence(found, world, rules))


def _changed(rules: DispatchRules, options: dict[str, Any]) -> DispatchRules:
    named = {"offers_at_once": options["m"], "offer_seconds": options["tau"]}
    return dataclasses.replace(rules, **{name: value for name, value in named.items() if value is not None})


def _sentence(found: Day, world: Assumptions, rules: DispatchRules) -> str:
    patience = "接单后重新计耐心" if world.is_reassured else "接单后照样会走"
    return (
        f"每天 {world.questions} 问，高峰 {world.lawyers} 位律师，接单率 {world.acceptance:.0%}，"
        f"同时问 {rules.offers_at_once} 位、等 {rules.offer_seconds} 秒，{patience}：五分钟内由人答复 {_share_of(found.within_5_min)}，"
        f"没等到就离开 {_share_of(found.leavers)}，中位 {_seconds(found.median_s)}，95% 在 {_seconds(found.p95_s)}内，"
        f"席位占用 {found.occupancy:.0%}。"
    )


def _share_of(value: float | None) -> str:
    return "—" if value is None else f"{value:.1%}"


def _seconds(value: float | None) -> str:
    return "—" if value is None else f"{value:.0f} 秒"


def _at_least(least: int) -> Any:
    def number(text: str) -> int:
        if not text.isdigit() or int(text) < least:
            raise ArgumentTypeError(f"要写不小于 {least} 的整数。")
        return int(text)

    return number


def _share(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = -1.0
    if not 0 <= found <= 1:
        raise ArgumentTypeError("要写 0 到 1 之间的小数，例如 0.35。")
    return found
