"""What was said, agreed, objected to and relieved between us and one household, as entries of its timeline."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from jiefen.collection.models import InitiatedBy, Reached
from jiefen.collection.queries.happenings import Happened, Happening, Ref
from jiefen.collection.queries.household_rows import Rows
from jiefen.collection.states import AftercareState
from jiefen.rules.day_words import day_words
from jiefen.rules.option_words import name_of
from jiefen.shared.clock import day_of


def our_story(rows: Rows) -> list[Happening]:
    """The household's own part of the timeline, in no order. No query."""
    told = (
        _talks(rows), _promises(rows), _plans(rows), _disputes(rows), _breathing(rows), _vacancies(rows),
        _waivers(rows), _aftercare(rows), _wishes(rows),
    )  # fmt: skip
    return [each for part in told for each in part]


def _talks(rows: Rows) -> Iterator[Happening]:
    """Contacts as they stand after corrections, with the owner's own words where there are any."""
    said = {each.attempt_id: each for each in rows["said"]}
    aims = {each.pk: each.aim for each in rows["rehearsal"]}
    corrected_by = {row.corrects_id: row.pk for row in rows["contact"] if row.corrects_id}
    files = _files(rows, corrected_by)
    for row in sorted(rows["contact"], key=lambda each: (each.at, each.pk), reverse=True):
        if row.pk in corrected_by:
            continue
        who = "业主联系我们" if row.initiated_by == InitiatedBy.OWNER else f"我们{row.get_channel_display()}联系"
        seen = "没有联系上" if row.reached == Reached.NOBODY else f"联系到{row.get_reached_display()}"
        refs = (*files[row.pk], Ref("contact", row.pk, "更正这条记录"))
        yield Happening(day_of(row.at), Happened.TALK, f"{who}，{seen}", _said(row, said.get(row.pk), aims), refs=refs)


def _files(rows: Rows, corrected_by: dict[int, int]) -> dict[int, list[Ref]]:
    """Per contact its photos and voice notes; those of a corrected record stay with the one that stands."""
    found: dict[int, list[Ref]] = defaultdict(list)
    for file in reversed(rows["file"]):
        contact = file.attempt_id
        while contact in corrected_by:
            contact = corrected_by[contact]
        found[contact].append(Ref("file", file.pk, file.get_kind_display()))
    return found


def _said(row: Any, talk: Any, aims: dict[int, str]) -> str:
    """The owner's words, whether a rule was broken, and what was aimed at beside what he chose; a line each."""
    breach = "（已登记为违规联系）" if row.breach_rule else ""
    if talk is None:
        return f"{row.get_purpose_display()}{breach}"
    words = f"“{talk.owner_words}”" if talk.owner_words else row.get_purpose_display()
    aim, chosen = aims.get(talk.rehearsal_id, ""), name_of(talk.chosen_option, day_of(row.at)) or talk.choice_words
    lines = [words + breach]
    if aim:
        lines.append(f"预演时想谈成：{aim}")
    if aim or chosen:
        lines.append(f"他选了：{chosen or '还没定'}")
    return "\n".join(lines)


def _promises(rows: Rows) -> Iterator[Happening]:
    for row in rows["promise"]:
        what = f"答应 {day_words(row.due_on, day_of(row.made_at))} 前付款"
        yield Happening(day_of(row.made_at), Happened.PROMISE, what, row.get_state_display(), row.amount_fen)


def _plans(rows: Rows) -> Iterator[Happening]:
    for row in rows["plan"]:
        what = "同意分期" if row.agreed_on else "提出分期"
        on = row.agreed_on or day_of(row.proposed_at)
        yield Happening(on, Happened.PLAN, what, row.closed_reason or row.get_state_display(), row.total_fen)


def _disputes(rows: Rows) -> Iterator[Happening]:
    for row in rows["dispute"]:
        what = f"提出异议：{row.get_reason_display()}"
        yield Happening(row.opened_on, Happened.DISPUTE, what, row.get_state_display())
        if row.answered_on:
            yield Happening(row.answered_on, Happened.DISPUTE, "答复异议", row.answer)


def _breathing(rows: Rows) -> Iterator[Happening]:
    for row in rows["breathing"]:
        what = f"请求暂缓到 {day_words(row.until_on, row.from_on)}：{row.get_reason_display()}"
        yield Happening(day_of(row.requested_at), Happened.RELIEF, what, row.decision or row.get_state_display())


def _vacancies(rows: Rows) -> Iterator[Happening]:
    for row in rows["vacancy"]:
        state = row.get_state_display()
        detail = state if row.percent is None else f"{state}，按 {row.percent}% 付"
        yield Happening(
            day_of(row.applied_at),
            Happened.RELIEF,
            f"登记空置，从 {day_words(row.from_on, day_of(row.applied_at))} 起",
            detail,
        )


def _waivers(rows: Rows) -> Iterator[Happening]:
    for row in rows["waiver"]:
        detail = row.decision or row.get_state_display()
        yield Happening(day_of(row.requested_at), Happened.RELIEF, f"申请减免：{row.reason}", detail, row.amount_fen)


def _aftercare(rows: Rows) -> Iterator[Happening]:
    for row in rows["aftercare"]:
        if row.state in (AftercareState.THANKED, AftercareState.TICKET_OPENED):
            on = day_of(row.done_at) if row.done_at else row.due_to
            thanked = row.state == AftercareState.THANKED
            what = f"回访并感谢：{row.thanks_for}" if thanked else "回访时业主不满意，已转报修"
            yield Happening(on, Happened.AFTERCARE, what, row.words)


def _wishes(rows: Rows) -> Iterator[Happening]:
    for row in rows["wish"]:
        yield Happening(day_of(row.set_at), Happened.WISH, f"业主说：{row.get_kind_display()}", row.words)
        if row.lifted_at:
            yield Happening(day_of(row.lifted_at), Happened.WISH, f"取消：{row.get_kind_display()}", row.lift_reason)
