"""The arithmetic of one limitation clock: events are read in order of their days, each acts or says why it does not.

The entry point for ``limitation`` is ``clock``. Dates only ever move later, except by a judgment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from jiefen.rules.limitation_facts import BANDS, ChargeClock, Clock, Fact, Reason, State
from jiefen.rules.limitation_terms import add_months, add_years, article, period_end, span, years_text
from jiefen.rules.workdays import is_workday, next_workday

Verdict = tuple[date, State, tuple[Reason, ...], int, int | None]


@dataclass(slots=True)
class _Barrier:
    """An obstacle of 民法典 194 from ``start`` to ``end``; one without an end lasts until today."""

    start: date
    end: date
    is_open: bool
    has_effect: bool = False


@dataclass(slots=True)
class _Run:
    """The working state of one clock while its events are read. ``years`` is set once a judgment replaced the law."""

    due_on: date
    today: date
    expires_on: date
    longest_on: date
    barriers: list[_Barrier]
    reasons: list[Reason] = field(default_factory=list)
    opened: list[Fact] = field(default_factory=list)
    years: int | None = None
    is_revived: bool = False

    def say(self, on: date, code: str, text: str, cited: str = "") -> None:
        """Add a reason, citing ``cited`` or the articles the table gives for ``code``."""
        self.reasons.append(Reason(on, code, cited or article(code, self.today), text))

    def has_open_proceeding(self, on: date) -> bool:
        """Whether a proceeding is believed to be pending on ``on`` (some kinds only for ``open_days``)."""
        return any(not fact.open_days or (on - fact.on).days <= fact.open_days for fact in self.opened)


def clock(charge: ChargeClock, facts: list[Fact], today: date) -> Clock:
    """The clock of one charge; ``facts`` in order and already limited to those that cover it."""
    if not facts:
        return Clock(charge.id, *_untouched(charge.due_on, today))
    run = _new_run(charge.due_on, today, _barriers(facts, today))
    for fact in facts:
        _read(run, fact)
    _use_barriers(run)
    return Clock(charge.id, *_answer(run))


def _new_run(due_on: date, today: date, barriers: list[_Barrier]) -> _Run:
    longest_on = add_years(due_on, span("longest", "years", due_on))
    return _Run(due_on, today, period_end(due_on), longest_on, barriers)


@lru_cache(maxsize=16384)
def _untouched(due_on: date, today: date) -> Verdict:
    """Everything but the id for a charge without events: a ledger has few distinct due dates."""
    return _answer(_new_run(due_on, today, []))


# --- events ----------------------------------------------------------------------------------------------


def _read(run: _Run, fact: Fact) -> None:
    """Let one event act on the clock, or say why it does not."""
    act = _EFFECTS.get(fact.effect)
    if fact.on > run.today:
        text = f"{fact.on} 的“{fact.label}”晚于计算日 {run.today}，还没有发生，暂不计算。"
        run.say(fact.on, "future", text)
    elif act and fact.on < run.due_on:
        text = f"{fact.on} {fact.label}时，这一期还没到应付日 {run.due_on}，时效没有起算，因此没有影响。"
        run.say(fact.on, "before_due", text)
    elif act:
        act(run, fact)


def _interrupt(run: _Run, fact: Fact) -> bool:
    """Start the period again if the event is proved and in time. Returns whether it did."""
    if fact.refusal:
        run.reasons.append(fact.refusal)
    elif _is_alive(run, fact.on):
        _restart(run, fact, "interrupted", f"{fact.described}，时效中断", fact.article)
        return True
    elif fact.revives and fact.on <= run.longest_on:
        run.is_revived = True
        cause = f"时效届满后，{fact.described}，表示同意履行，不能再以时效抗辩"
        _restart(run, fact, "revived", cause, article("revived", fact.on))
    else:
        _say_too_late(run, fact)
    return False


def _open(run: _Run, fact: Fact) -> None:
    if _interrupt(run, fact):
        run.opened.append(fact)


def _end(run: _Run, fact: Fact) -> None:
    if not run.opened:
        _say_nothing_open(run, fact)
        return
    labels = "、".join(opened.label for opened in run.opened)
    run.opened.clear()
    _restart(run, fact, "proceeding_ended", f"{fact.on} 程序终结（{labels}）", fact.article)


def _close(run: _Run, fact: Fact) -> None:
    """A withdrawn filing interrupted when it was handed in; its end restarts nothing (the safe side)."""
    if not run.opened:
        _say_nothing_open(run, fact)
        return
    text = f"{fact.on} {fact.label}，时效仍从提交之日 {run.opened[-1].on} 起算（从严处理），到 {run.expires_on} 届满。"
    run.opened.clear()
    run.say(fact.on, "withdrawn", text, fact.article)


def _judge(run: _Run, fact: Fact) -> None:
    """A binding decision: from now on the two years for enforcement run instead, wherever the clock stood."""
    run.opened.clear()
    run.is_revived, run.years = False, span("enforcement", "years", fact.on)
    run.expires_on = period_end(fact.on, run.years)
    length = years_text(fact.on, run.expires_on)
    text = f"{fact.on} {fact.label}，此后应在{length}内申请强制执行，最后一天是 {run.expires_on}。"
    run.say(fact.on, "judgment", text, fact.article)


def _no_effect(run: _Run, fact: Fact) -> None:
    run.say(fact.on, "no_effect", f"{fact.on} {fact.label}：{fact.text}", fact.article)


_EFFECTS: Final[dict[str, Callable[[_Run, Fact], object]]] = {
    "interrupt": _interrupt,
    "open": _open,
    "end": _end,
    "close": _close,
    "judgment": _judge,
    "none": _no_effect,
}


def _restart(run: _Run, fact: Fact, code: str, cause: str, cited: str) -> None:
    """Set the new last day; never an earlier one than before, never (unless adjudged) beyond the twenty years."""
    end = period_end(fact.on, run.years)
    is_capped = run.years is None and end > run.longest_on
    run.expires_on = max(run.expires_on, run.longest_on if is_capped else end)
    text = f"{cause}，从这一天起重新计算{years_text(fact.on, end)}，到 {run.expires_on} 届满。{fact.caution}"
    run.say(fact.on, code, text, cited)
    if is_capped:
        text = f"自应付日 {run.due_on} 起超过二十年的，法院不予保护，届满日以 {run.longest_on} 为限。"
        run.say(fact.on, "capped", text)


def _is_alive(run: _Run, on: date) -> bool:
    if on <= run.expires_on or run.has_open_proceeding(on):
        return True
    _use_barriers(run)
    return on <= run.expires_on


def _say_too_late(run: _Run, fact: Fact) -> None:
    late = f"{fact.on} {fact.label}时，时效已在 {run.expires_on} 届满，不再中断"
    run.say(fact.on, fact.late, f"{late}；{_LATE_TEXTS[fact.late]}")


_LATE_TEXTS: Final = {
    "too_late": "业主书面同意付款的，可以重新起算。",
    "filed_after_expiry": "仍可提出，法院不会主动审查时效，但业主可以以此抗辩。",
    "paid_after_expiry": "已付的款项有效，不必退还；其余部分不因此恢复（从严处理）。",
}


def _say_nothing_open(run: _Run, fact: Fact) -> None:
    text = f"{fact.on} 记录了“{fact.label}”，但没有找到此前有效的起诉、仲裁或调解记录，因此没有影响；请补记。"
    run.say(fact.on, "nothing_open", text, fact.article)


# --- suspension ------------------------------------------------------------------------------------------


def _barriers(facts: Iterable[Fact], today: date) -> list[_Barrier]:
    """Pair starts and ends up to today. Overlapping starts count once; the first end closes (the safe side)."""
    barriers: list[_Barrier] = []
    for fact in facts:
        is_open = bool(barriers) and barriers[-1].is_open
        if fact.effect == "suspend" and not is_open and fact.on <= today:
            barriers.append(_Barrier(fact.on, today, is_open=True))
        elif fact.effect == "resume" and is_open and fact.on <= today:
            barriers[-1].end, barriers[-1].is_open = fact.on, False
    return barriers


def _touches(run: _Run, barrier: _Barrier) -> bool:
    """Whether the obstacle falls into the last six months of the period as it now stands."""
    months = span("after_suspension", "months", barrier.start)
    return barrier.start <= run.expires_on and barrier.end >= add_months(run.expires_on, -months)


def _use_barriers(run: _Run) -> None:
    """Carry the last day to six months after each obstacle that reaches into the last six months (民法典 194)."""
    for barrier in run.barriers:
        if not _touches(run, barrier):
            continue
        later = add_months(barrier.end, span("after_suspension", "months", barrier.end))
        run.expires_on = max(run.expires_on, later if run.years else min(later, run.longest_on))
        if not barrier.has_effect:
            barrier.has_effect = True
            run.say(barrier.start, "suspended", _barrier_text(barrier, run.expires_on))


def _barrier_text(barrier: _Barrier, expires_on: date) -> str:
    if barrier.is_open:
        text = (
            f"{barrier.start} 起有不能主张权利的障碍，还没有消除，时效中止；"
            f"如果今天消除，六个月后的 {expires_on} 届满。"
        )
    else:
        text = (
            f"{barrier.start} 至 {barrier.end} 有不能主张权利的障碍，落在时效的最后六个月内，时效中止；"
            f"消除后满六个月，到 {expires_on} 届满。"
        )
    return f"{text}请保留障碍的证明。"


# --- the answer ------------------------------------------------------------------------------------------


def _answer(run: _Run) -> Verdict:
    """Last day, state, reasons in order of their days (start first, verdict last), days left and band."""
    for barrier in run.barriers:
        if not barrier.has_effect:
            text = f"{barrier.start} 起的障碍没有落在时效的最后六个月内，不中止时效。"
            run.say(barrier.start, "suspension_no_effect", text, article("suspended", run.today))
    state, days_left = _state(run), (run.expires_on - run.today).days
    is_counting = state in (State.EXPIRING, State.REVIVED)
    band = next((band for band in BANDS if is_counting and days_left <= band), None)
    chain = sorted(run.reasons, key=lambda reason: reason.on)
    reasons = (_start(run.due_on), *chain, _VERDICTS.get(state, _expires)(run, days_left))
    return run.expires_on, state, reasons, days_left, band


def _state(run: _Run) -> State:
    if run.today <= run.due_on:
        return State.NOT_DUE
    if run.has_open_proceeding(run.today):
        return State.IN_PROCEEDING
    if run.expires_on < run.today:
        return State.EXPIRED
    if any(barrier.is_open and _touches(run, barrier) for barrier in run.barriers):
        return State.SUSPENDED
    if run.is_revived:
        return State.REVIVED
    return State.EXPIRING if run.expires_on - run.today <= timedelta(days=BANDS[-1]) else State.RUNNING


@lru_cache(maxsize=4096)
def _start(due_on: date) -> Reason:
    end = period_end(due_on)
    length = years_text(due_on, end)
    code = "start" if length == "三年" else "old_period"
    text = (
        f"应付日是 {due_on}，从次日起算{length}，到 {end}（含当天）届满。每一期单独计算，不并入最后一期（从严处理）。"
    )
    return Reason(due_on, code, article(code, due_on), text)


def _not_due(run: _Run, days_left: int) -> Reason:
    text = f"还没过应付日 {run.due_on}，时效没有起算；如果一直没有付，最后可以主张的一天是 {run.expires_on}。"
    return Reason(run.due_on, "not_due", article("not_due", run.today), text)


def _pending(run: _Run, days_left: int) -> Reason:
    check = "这一天已近或已过，请今天核对程序是否结束" if days_left <= BANDS[-1] else "请及时补记终结日"
    text = f"程序进行中，从程序终结时重新计算。没有终结记录时，稳妥的最后一天按 {run.expires_on} 掌握，{check}。"
    return Reason(run.expires_on, "in_proceeding", article("proceeding", run.today), text)


def _expired(run: _Run, days_left: int) -> Reason:
    if run.years:
        text = f"申请强制执行的期间已在 {run.expires_on} 届满，申请执行时业主可以提出异议。"
        return Reason(run.expires_on, "expired", article("enforcement", run.today), text)
    text = f"时效已在 {run.expires_on} 届满，业主可以以此抗辩；仍可协商，业主书面同意付款的，从那天起重新计算。"
    return Reason(run.expires_on, "expired", article("expired", run.today), text)


def _expires(run: _Run, days_left: int) -> Reason:
    left = f"还有 {days_left} 天" if days_left else "就是今天"
    text = f"最后可以主张的一天是 {run.expires_on}（含当天），{left}。{_holiday_note(run.expires_on)}"
    return Reason(run.expires_on, "expires", article("expires", run.today), text)


_VERDICTS: Final[dict[State, Callable[[_Run, int], Reason]]] = {
    State.NOT_DUE: _not_due,
    State.IN_PROCEEDING: _pending,
    State.EXPIRED: _expired,
}


@lru_cache(maxsize=4096)
def _holiday_note(day: date) -> str:
    """民法典 203 would move a last day on a holiday to the next working day; we mention it and do not rely on it."""
    unsure: list[object] = []
    if is_workday(day, tell=unsure.append):
        return ""
    following = next_workday(day, tell=unsure.append)
    until = "下一个工作日" if unsure else f" {following}"
    return f"当天是休息日，依第203条可以顺延到{until}，但请不要依赖这个宽限。"
