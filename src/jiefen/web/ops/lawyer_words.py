"""The words of the verification pages: states, decisions and their consequences, past events."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.urls import reverse

from jiefen.lawyers.models import LicencePaper
from jiefen.lawyers.queries import Done, Papers, Waiting
from jiefen.lawyers.states import LicenceState
from jiefen.rules.day_words import full_day
from jiefen.rules.licence_checks import REPLACED, VERIFIED, copy_kept_until, why_deleted
from jiefen.shared.clock import day_of
from jiefen.web.ui.parts import Column, Crumb, Fact, TimelineEvent

TABS: Final = {
    "submitted": "待核验",
    "recheck": "年度复核",
    "soon": "快到期",
    "verified": "已核验",
    "stopped": "停用和未通过",
}
EMPTY: Final = {
    "soon": "近期没有快到复核日的名片。到期前的一个月里会出现在这里，可以提前复核。",
    "": "没有要处理的。新登记的律师和到期的年度复核会出现在这里。",
}
COLUMNS: Final = [
    Column("name", "姓名"), Column("firm", "律所"), Column("city", "城市"), Column("state", "状态", kind="badge"),
    Column("since", "提交", kind="date"), Column("due", "复核到期", kind="date"), Column("evidence", "证件照片"),
]  # fmt: skip
_TONES: Final[dict[str, str]] = {
    LicenceState.SUBMITTED: "attention", LicenceState.DUE_FOR_RECHECK: "attention", LicenceState.VERIFIED: "success",
}  # fmt: skip
LEADS_TO: Final[dict[str, str]] = {
    "verify": LicenceState.VERIFIED, "refuse": LicenceState.REFUSED, "suspend": LicenceState.SUSPENDED,
    "revoke": LicenceState.REVOKED,
}  # fmt: skip
DECIDE: Final = {"verify": "核验通过", "refuse": "不通过", "suspend": "暂停", "revoke": "注销"}
DECIDED: Final = {
    "verify": "{name}已核验，名片在名录里了。", "refuse": "已退回，{name}会看到原因。", "suspend": "{name}的名片已拿下。",
    "revoke": "{name}的名片已注销。",
}  # fmt: skip
QUESTION: Final = {
    "verify": "{name}的证号、照片和司法行政机关的登记都对上了？", "refuse": "退回{name}的资料？",
    "suspend": "暂停{name}的名片？", "revoke": "注销{name}的名片？",
}  # fmt: skip
CONSEQUENCES: Final = {
    "verify": ("名片出现在名录里，写明今天核验，一年后复核。", "自己登记的律师会进入律所的工作空间，看得到本所的冲突名册。", "记下你是核验人。"),
    "refuse": ("律师会看到原因，改好可以再交一次。", "名片不会出现。"),
    "suspend": ("名片马上从名录里拿下，不再派新的咨询。", "查清以后可以再核验，恢复上架。"),
    "revoke": ("执业证已不存在时才注销，不能恢复。", "名片马上拿下。"),
}  # fmt: skip
_EVENTS: Final = {
    "registered": "开了名片", "imported": "从表格导入", "firm_moved": "登记律所", "firm_left": "离开律所", "card_described": "改了名片",
    "availability_set": "改了接待状态", "capacity_set": "改了件数上限", "licence_submitted": "提交执业证", "licence_verified": "核验通过", "licence_refused": "没有通过",
    "licence_suspended": "暂停", "licence_revoked": "注销", "licence_due_for_recheck": "待复核", "evidence_viewed": "查看了证件照片", "evidence_deleted": "按期限删除了证件照片",
    "matter_verified": "登记一件核验过的案件", "introduction_pending": "自述待审核", "introduction_published": "自述已发布",
    "introduction_sent_back": "自述退回修改", "handed_over": "交给本人", "set_aside": "本人自己开的名片搁置",
}  # fmt: skip


def trail(name: str, lawyer_id: int, step: str) -> list[Crumb]:
    """The way to a page about one lawyer: 律师核验 › name › ``step``."""
    return [
        Crumb("律师核验", reverse("ops_lawyers")),
        Crumb(name, reverse("ops_lawyer", args=[lawyer_id])),
        Crumb(step),
    ]


def row(each: Waiting, today: dt.date) -> dict[str, Any]:
    """One line of the queue."""
    return {
        "name": each.name + ("（演示）" if each.is_demo else ""), "firm": each.firm, "city": each.city,
        "state": (each.state_name, _TONES.get(each.state, "neutral")), "since": day_of(each.since),
        "due": each.recheck_due_on, "evidence": "有" if each.has_evidence else "没有",
        "url": reverse("ops_lawyer", args=[each.lawyer_id]),
    }  # fmt: skip


def facts(who: Papers) -> list[Fact]:
    """What is registered."""
    found = [
        Fact("状态", who.state_name), Fact("执业证号", who.number or "—"), Fact("律所", who.firm or "—"),
        Fact("律所代码", who.firm_code or "—"), Fact("城市", who.city), Fact("领域", "、".join(who.areas) or "—"),
    ]  # fmt: skip
    for term, on in (("在这家律所", who.firm_since), ("上次核验", who.checked_on), ("下次复核", who.recheck_due_on)):
        if on:
            found.append(Fact(term, on=on))
    if who.note:
        found.append(Fact("说明", who.note))
    return found


def copy(each: LicencePaper) -> str:
    """One copy of the licence in a sentence: when, what was decided, whether it is still there, its fingerprint."""
    parts = [f"{full_day(day_of(each.handed_in_at))}提交"]
    if each.decided_on:
        decided = "核验通过" if each.decision == VERIFIED else "没有通过"
        parts.append(f"{full_day(each.decided_on)}{decided}（经办人编号 {each.decided_by_no or '—'}）")
    if each.replaced_on:
        parts.append(f"{full_day(each.replaced_on)}换成了新的")
    parts.append(_kept(each))
    return "，".join(parts) + f"。指纹 {each.sha256[:16]}…"


def _kept(each: LicencePaper) -> str:
    if each.deleted_at:
        why = why_deleted(each.deleted_because, on=day_of(each.deleted_at))
        return f"{full_day(day_of(each.deleted_at))}按期限删除（{why}）"
    since = each.replaced_on or each.decided_on
    if since is None:
        return "等待核验"
    reason = REPLACED if each.replaced_on else each.decision
    return f"留到{full_day(copy_kept_until(reason, since))}"


def event(each: Done) -> TimelineEvent:
    """One line of the past."""
    what = _EVENTS.get(each.code.removeprefix("lawyers."), each.code)
    return TimelineEvent(day_of(each.at), what, detail=f"{each.who}，{each.at:%H:%M}")
