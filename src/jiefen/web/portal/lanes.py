"""The four lanes of the front door: what each is, where it leads today, and what was measured."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from typing import Final

from django.core.cache import cache
from django.urls import reverse

from jiefen.consultations.queries.estimate import outlook
from jiefen.consultations.queries.public import DAYS, LaneFigures, lane_figures
from jiefen.lawyers.figures import DirectoryFigures, directory_figures
from jiefen.shared import clock
from jiefen.web.portal.pages import page_url

KEPT_SECONDS: Final = 300  # the counts behind the front page may be this old
HERE_SECONDS: Final = 60  # who is there changes by the minute
NO_DATA: Final = "还没有数据"


@dataclass(frozen=True)
class LaneFact:
    """One measured fact: what, the figure or “还没有数据”, over how many, and the day it was counted."""

    label: str
    value: str
    n: str = ""
    counted_on: dt.date | None = None


@dataclass(frozen=True)
class Lane:
    """``page``: the URL name of its own page; until that resolves it leads to a page that says what there is today."""

    slug: str
    name: str
    promise: str
    action: str
    icon: str
    page: str
    today: str
    facts: Callable[[DirectoryFigures, dt.date], tuple[LaneFact, ...]]

    @property
    def is_open(self) -> bool:
        """Whether the lane's own page is there."""
        return bool(page_url(self.page))

    @property
    def url(self) -> str:
        """Its own page, else the page that says what there is today."""
        return page_url(self.page) or reverse("lane_today", args=[self.slug])


@dataclass(frozen=True)
class ShownLane:
    """A lane with its facts, for the template."""

    lane: Lane
    facts: tuple[LaneFact, ...]


def _replies(figures: DirectoryFigures, today: dt.date) -> tuple[LaneFact, ...]:
    """How the promise of five minutes was kept over thirty days: leavers count as misses, automatic words as nothing."""
    found = cache.get_or_set("portal.lane_figures", _lane_figures, KEPT_SECONDS)
    assert found is not None  # noqa: S101 — get_or_set answers with what it set
    kept = found.share
    if kept.within is None or kept.median_s is None:
        return (LaneFact("五分钟内有人答复", NO_DATA), LaneFact("通常多久有人答复", NO_DATA))
    n = f"近 {DAYS} 天 {kept.n:,} 次提问" + ("，演示数据" if found.demo else "")
    return (
        LaneFact("五分钟内有人答复", f"{kept.within:.1%}", n, today),
        LaneFact("通常多久有人答复", duration(kept.median_s), f"其中答复了的 {kept.answered:,} 次，中位数", today),
    )


def _lane_figures() -> LaneFigures:
    return lane_figures(at=clock.now())


def duration(seconds: float) -> str:
    """“48 秒” below a minute and a half, else “3 分钟”, rounded up."""
    return f"{ceil(seconds)} 秒" if seconds <= 90 else f"{ceil(seconds / 60)} 分钟"


def _lawyers_here() -> int:
    """Who would be offered a question now: a person at his desk, not a tick on a card."""
    return outlook(None, at=clock.now()).here


def _plans(figures: DirectoryFigures, today: dt.date) -> tuple[LaneFact, ...]:
    return (LaneFact("交付过的方案", NO_DATA), LaneFact("满意度", NO_DATA))


def _lawyers(figures: DirectoryFigures, today: dt.date) -> tuple[LaneFact, ...]:
    if not figures.lawyers:
        return (LaneFact("核验过执业证的律师", NO_DATA), LaneFact("现在在线", NO_DATA))
    here = cache.get_or_set("portal.lawyers_here", _lawyers_here, HERE_SECONDS)
    n = _with_remark(f"来自 {figures.firms:,} 家律所", figures)
    return (
        LaneFact("核验过执业证的律师", f"{figures.lawyers:,} 位", n, today),
        LaneFact("现在在线、能接问题", f"{here:,} 位", "", today),
    )


def _matters(figures: DirectoryFigures, today: dt.date) -> tuple[LaneFact, ...]:
    if not figures.matters:
        return (LaneFact("核验过出处的案件", NO_DATA), LaneFact("在办案件", NO_DATA))
    n = _with_remark("不代表结果", figures)
    return (LaneFact("核验过出处的案件", f"{figures.matters:,} 件", n, today), LaneFact("在办案件", NO_DATA))


def _with_remark(words: str, figures: DirectoryFigures) -> str:
    return f"{words}，{figures.remark}" if figures.remark else words


LANES: Final = (
    Lane(
        "basic", "基础咨询", "先问一句。公益答疑，一对一回复。", "问一个问题", "letter", "ask",
        "律师在线答疑还在准备。今天就要问，可以拨打 12348 公共法律服务热线：全国统一，免费，由律师接听。",
        _replies,
    ),
    Lane(
        "detailed", "详细咨询", "把材料交给一位律师，先定价，再出一份写成文字的方案。", "要一份书面方案", "ledger", "detailed",
        "付费的书面方案还没有开放。可以先在律师名录里看看谁合适，直接与律所谈好价钱、签好合同再开始。",
        _plans,
    ),
    Lane(
        "lawyer", "找律师", "看执业证核验过的人，看得懂为什么推荐他。", "看律师", "people", "lawyer_directory",
        "律师名录的页面还在准备。在首页写一句话，下面会列出核验过执业证、合适的律师和推荐理由。",
        _lawyers,
    ),
    Lane(
        "litigate", "打官司", "从立案到执行，每一步由谁做、什么时候到期，都看得见。", "准备打官司", "today", "litigate",
        "委托打官司的页面还没有开放。立案可以去人民法院在线服务或法院诉讼服务中心；不清楚程序可以拨打 12368。",
        _matters,
    ),
)  # fmt: skip


def shown_lanes(*, today: dt.date) -> tuple[ShownLane, ...]:
    """The four lanes with their facts; the counts are taken at most every five minutes."""
    figures = cache.get_or_set("portal.directory_figures", directory_figures, KEPT_SECONDS)
    assert figures is not None  # noqa: S101 — get_or_set answers with what it set
    return tuple(ShownLane(lane, lane.facts(figures, today)) for lane in LANES)


def lane_named(slug: str) -> Lane | None:
    """The lane of that slug, or None."""
    return next((lane for lane in LANES if lane.slug == slug), None)
