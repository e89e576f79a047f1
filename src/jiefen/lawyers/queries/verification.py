"""What the operator sees while verifying: the queue, one lawyer's papers, what the numbers say, what was done before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet

from jiefen.accounts.actors import Actor
from jiefen.accounts.models import Membership
from jiefen.accounts.roles import Capability
from jiefen.audit.actions import PLATFORM
from jiefen.audit.models import Event
from jiefen.lawyers.models import Affiliation, Introduction, Lawyer, Licence, LicencePaper, VerifiedMatter
from jiefen.lawyers.states import IntroductionState, LicenceState
from jiefen.rules.errors import RuleError
from jiefen.rules.licence_checks import soon_until
from jiefen.rules.licence_no import Finding, LicenceNo, cross_check, parse_firm_code, parse_licence_no
from jiefen.rules.regions import cities
from jiefen.shared.errors import NotFound

ROWS: Final = 50  # a page
TABS: Final[dict[str, tuple[str, ...]]] = {
    "submitted": (LicenceState.SUBMITTED,), "recheck": (LicenceState.DUE_FOR_RECHECK,),
    "soon": (LicenceState.VERIFIED,), "verified": (LicenceState.VERIFIED,),
    "stopped": (LicenceState.SUSPENDED, LicenceState.REFUSED, LicenceState.REVOKED),
}  # fmt: skip


@dataclass(frozen=True)
class Waiting:
    """One line of the operator's queue."""

    lawyer_id: int
    name: str
    firm: str
    city: str
    state: str
    state_name: str
    since: dt.datetime
    recheck_due_on: dt.date | None
    has_evidence: bool
    is_demo: bool


@dataclass(frozen=True)
class Queue:
    """One page of a queue, and how many there are in all."""

    rows: tuple[Waiting, ...]
    count: int


@dataclass(frozen=True)
class Check:
    """One comparison. ``tone``: success, attention (look), deadline (blocks)."""

    what: str
    sentence: str
    tone: str


@dataclass(frozen=True)
class Done:
    """One event of the lawyer's past."""

    at: dt.datetime
    code: str
    who: str


@dataclass(frozen=True)
class Papers:
    """Everything about one lawyer for the checker. ``number`` is in clear."""

    lawyer_id: int
    name: str
    city: str
    is_demo: bool
    number: str
    state: str
    state_name: str
    note: str
    submitted_at: dt.datetime | None
    checked_on: dt.date | None
    recheck_due_on: dt.date | None
    has_evidence: bool
    firm_id: int
    firm: str
    firm_code: str
    firm_since: dt.date | None
    areas: tuple[str, ...]
    checks: tuple[Check, ...]
    matters: tuple[VerifiedMatter, ...]
    introduction: Introduction | None
    has_owner: bool  # False: it came from a list and nobody can sign in to it yet
    copies: tuple[LicencePaper, ...] = ()  # newest first, deleted ones too


def verification_queue(*, by: Actor, today: dt.date, tab: str = "", name: str = "", page: int = 1) -> Queue:
    """One page: submitted ones oldest first, re-checks by the day they fall due; ``tab`` "": both, in this order.

    ``soon``: verified ones whose check falls due within the days of the table.

    ``name``: everybody whose name holds it, in whatever state. Three queries. Raises NotPermitted.
    """
    by.require(Capability.VERIFY_LAWYERS)
    rows = _rows(tab, name, today)
    some = list(rows[(max(page, 1) - 1) * ROWS : max(page, 1) * ROWS])
    here = Affiliation.objects.filter(lawyer__in=[each.lawyer_id for each in some], until_on=None)
    firms = {each.lawyer_id: each.firm.name for each in here.select_related("firm")}
    return Queue(tuple(_waiting(each, firms.get(each.lawyer_id, "")) for each in some), rows.count())


def queue_counts(*, by: Actor, today: dt.date) -> dict[str, int]:
    """How many wait: submitted licences, re-checks, those soon due, introductions. Three queries. Raises NotPermitted."""
    by.require(Capability.VERIFY_LAWYERS)
    states = list(
        Licence.objects.filter(state__in=(LicenceState.SUBMITTED, LicenceState.DUE_FOR_RECHECK)).values_list(
            "state", flat=True
        )
    )
    return {
        "submitted": states.count(LicenceState.SUBMITTED), "recheck": states.count(LicenceState.DUE_FOR_RECHECK),
        "soon": _soon(today).count(), "introductions": Introduction.objects.filter(state=IntroductionState.PENDING).count(),
    }  # fmt: skip


def waiting_introductions(*, by: Actor) -> tuple[Introduction, ...]:
    """Texts that wait for a look, oldest first, their lawyers loaded. One query. Raises NotPermitted."""
    by.require(Capability.VERIFY_LAWYERS)
    rows = Introduction.objects.filter(state=IntroductionState.PENDING).select_related("lawyer")
    return tuple(rows.order_by("changed_at", "pk")[:ROWS])


def papers(lawyer_id: int, *, by: Actor, today: dt.date) -> Papers:
    """One lawyer's papers and the comparisons. Raises NotPermitted, NotFound."""
    by.require(Capability.VERIFY_LAWYERS)
    lawyer = Lawyer.objects.filter(pk=lawyer_id).first()
    if lawyer is None:
        raise NotFound
    licence = Licence.objects.filter(lawyer=lawyer).first()
    here = Affiliation.objects.filter(lawyer=lawyer, until_on=None).select_related("firm").first()
    firm = here.firm if here else None
    return Papers(
        lawyer.pk, lawyer.name, cities()[lawyer.city_code].name, lawyer.is_demo, licence.number if licence else "",
        licence.state if licence else "", LicenceState(licence.state).label if licence else "还没有交执业证",
        licence.note if licence else "", licence.submitted_at if licence else None,
        licence.checked_on if licence else None, licence.recheck_due_on if licence else None,
        bool(licence and licence.evidence_key), firm.pk if firm else 0, firm.name if firm else "",
        firm.code if firm else "", here.from_on if here else None,
        tuple(lawyer.areas.order_by("place").values_list("area", flat=True)),
        _checks(licence, lawyer.city_code, firm.code if firm else "", today), tuple(lawyer.matters.order_by("-pk")),
        Introduction.objects.filter(lawyer=lawyer).first(), lawyer.user_id is not None,
        tuple(lawyer.papers.order_by("-pk")),
    )  # fmt: skip


def past_of(lawyer_id: int, *, by: Actor) -> tuple[Done, ...]:
    """What was done with this lawyer's card, newest first, from the audit trail. Two queries. Raises NotPermitted."""
    by.require(Capability.VERIFY_LAWYERS)
    events = Event.objects.filter(
        organisation_no=PLATFORM, subject_type="lawyers.lawyer", subject_no=str(lawyer_id)
    ).order_by("-seq")[:ROWS]  # fmt: skip
    names = _names([each.actor_no for each in events if each.actor_no])
    return tuple(Done(each.at, each.code, names.get(each.actor_no or 0, "系统")) for each in events)


def _rows(tab: str, name: str, today: dt.date) -> QuerySet[Licence]:
    rows = Licence.objects.select_related("lawyer")
    if name:
        return rows.filter(lawyer__name__contains=name).order_by("lawyer__name", "pk")
    if tab == "soon":
        return _soon(today).order_by("recheck_due_on", "pk")
    if tab == "recheck":
        return rows.filter(state__in=TABS[tab]).order_by("recheck_due_on", "pk")
    if tab in TABS:
        return rows.filter(state__in=TABS[tab]).order_by("submitted_at", "pk")
    both = (LicenceState.SUBMITTED, LicenceState.DUE_FOR_RECHECK)
    return rows.filter(state__in=both).order_by("-state", "submitted_at", "pk")  # submitted before due_for_recheck


def _soon(today: dt.date) -> QuerySet[Licence]:
    rows = Licence.objects.select_related("lawyer").filter(state=LicenceState.VERIFIED)
    return rows.filter(recheck_due_on__gt=today, recheck_due_on__lte=soon_until(today))


def _waiting(row: Licence, firm: str) -> Waiting:
    return Waiting(
        row.lawyer_id, row.lawyer.name, firm, cities()[row.lawyer.city_code].name, row.state,
        LicenceState(row.state).label, row.submitted_at, row.recheck_due_on, bool(row.evidence_key), row.lawyer.is_demo,
    )  # fmt: skip


def _names(memberships: Sequence[int]) -> dict[int, str]:
    rows = Membership.objects.filter(pk__in=set(memberships)).select_related("user")
    return {each.pk: each.shown_name for each in rows}


def _checks(licence: Licence | None, city_code: str, firm_code: str, today: dt.date) -> tuple[Check, ...]:
    """Every comparison the numbers allow, with its verdict."""
    return (*_licence_checks(licence, city_code, today), _firm_check(firm_code))


def _licence_checks(licence: Licence | None, city_code: str, today: dt.date) -> list[Check]:
    if licence is None:
        return [Check("执业证", "还没有提交。", "attention")]
    try:
        parsed = parse_licence_no(licence.number, today=today)
    except RuleError as error:
        return [Check("证号", str(error), "deadline")]
    findings = cross_check(parsed, first_year=licence.claimed_year, city_code=city_code)
    found = [_layout(parsed), *(_as_check(each) for each in findings)]
    if parsed.is_read and licence.claimed_year == parsed.first_year:
        found.append(Check("首次执业年份", f"自报 {licence.claimed_year} 年，与证号第 6 到 9 位一致。", "success"))
    if licence.claimed_year is None:
        found.append(Check("首次执业年份", "没有自报，请对照证件。", "attention"))
    return found


def _layout(parsed: LicenceNo) -> Check:
    if not parsed.is_read:
        return Check("证号", "12 位旧证，不含年份和地区，请对照原件。", "attention")
    place = parsed.city.name if parsed.city else parsed.place_code
    where = parsed.province if place == parsed.province else f"{parsed.province}{place}"
    sentence = f"17 位结构相符：{where}，{parsed.first_year} 年，{parsed.category}，{parsed.sex}。"
    return Check("证号", sentence, "success")


def _as_check(finding: Finding) -> Check:
    words = {"first_year": "首次执业年份", "category": "类别", "part_time": "类别", "sex": "性别"}
    return Check(words.get(finding.code, "地区"), finding.sentence, "deadline" if finding.blocks else "attention")


def _firm_check(code: str) -> Check:
    if not code:
        return Check("律所", "没有登记所在律所，不能核验通过。", "deadline")
    try:
        return Check("律所代码", f"{parse_firm_code(code)}，以 31 开头，校验位相符。", "success")
    except RuleError as error:
        return Check("律所代码", str(error), "deadline")
