"""A lawyer registers, submits a licence; the operator verifies, refuses, suspends, revokes; every year again."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.db import transaction

from jiefen.accounts.actors import Actor
from jiefen.accounts.queries import user_id_of
from jiefen.accounts.roles import Capability
from jiefen.lawyers.access import get_lawyer_for, get_licence_for
from jiefen.lawyers.actions.papers import DECISIONS, decide_paper, keep_paper
from jiefen.lawyers.actions.seating import seat_at_firm
from jiefen.lawyers.actions.trail import log, rebuild_soon
from jiefen.lawyers.columns import set_live
from jiefen.lawyers.evidence import kind_of
from jiefen.lawyers.models import NUMBER_INDEX, Lawyer, Licence
from jiefen.lawyers.queries.penalties import holding
from jiefen.lawyers.refusals import CardRefused, LicenceTaken, NotVerifiable, WrongMoment
from jiefen.lawyers.states import LICENCE_MOVES, LicenceState
from jiefen.rules.licence_checks import again_on, is_soon
from jiefen.rules.licence_no import LicenceNo, cross_check, parse_licence_no
from jiefen.rules.regions import city_named
from jiefen.shared.clock import day_of
from jiefen.shared.crypto import blind_index
from jiefen.shared.errors import NotFound
from jiefen.shared.files import read_private

_TAKEN: Final = "这个执业证号已经登记在另一张名片上。如有疑问，请联系平台核对。"
_UNOWNED: Final = (
    "这个执业证号已经有一张按名单登记的名片，还没有交给本人。请联系平台核对身份，平台会把它交给您登记用的手机号。"
)


def register(*, name: str, city: str, by: Actor, at: dt.datetime) -> Lawyer:
    """A lawyer opens his own card; it stays hidden until the licence is verified.

    Raises NotPermitted, UnknownRegion, CardRefused for an empty name or a second card.
    """
    by.require(Capability.MANAGE_OWN_CARD)
    user_id = user_id_of(by)
    if not name.strip() or len(name.strip()) > 40:
        raise CardRefused("请写执业证上的姓名，40 字以内。")
    if user_id is None:
        raise CardRefused("名片要由律师本人登记，请先登录。", code="lawyers.no_person")
    with transaction.atomic():
        if Lawyer.objects.filter(user_id=user_id).exists():
            raise CardRefused("您已经有一张名片，不用再登记。", code="lawyers.card_twice")
        lawyer = Lawyer.objects.create(
            user_id=user_id, name=name.strip(), city_code=city_named(city).code, registered_at=at
        )
        log("registered", lawyer, by=by, at=at)
    return lawyer


def submit_licence(
    *, lawyer_id: int, number: str, evidence: bytes, by: Actor, at: dt.datetime,
    first_year: int | None = None, sex: str = "",
) -> Licence:  # fmt: skip
    """Hand in a licence with a copy of it. ``first_year``, ``sex``: as the person says, checked against the number.

    After a refusal it may be handed in again. Raises NotFound, LicenceNoRefused, NotVerifiable, LicenceTaken,
    WrongMoment.
    """
    lawyer = get_lawyer_for(by, lawyer_id)
    parsed = parse_licence_no(number, today=day_of(at))
    _check_claims(parsed, lawyer, first_year, sex)
    kind_of(evidence)
    with transaction.atomic():
        licence = _write_licence(lawyer, parsed, at)
        licence.claimed_year = first_year
        keep_paper(licence, evidence, at=at)
        licence.save(update_fields=["claimed_year", "evidence_key", "evidence_sha256"])
        log("licence_submitted", lawyer, by=by, at=at, sha256=licence.evidence_sha256)
    return licence


def verify_licence(*, lawyer_id: int, by: Actor, at: dt.datetime) -> Licence:
    """The checker compared number, evidence and registry: the card may be shown for a year.

    Also lifts a suspension and answers the yearly re-check, early once it is near. Raises NotPermitted, NotFound, WrongMoment, NotVerifiable.
    """
    by.require(Capability.VERIFY_LAWYERS)
    licence = get_licence_for(by, lawyer_id)
    if licence.state == LicenceState.VERIFIED and not is_soon(licence.recheck_due_on, today=day_of(at)):
        raise WrongMoment("这份执业证已经核验过，离复核还早，不用再核验。")
    parsed = parse_licence_no(licence.number, today=day_of(at))
    if not parsed.may_promote:
        raise NotVerifiable(f"{parsed.category}不得做业务推广，名片不能上架。", code="lawyers.may_not_promote")
    here = licence.lawyer.affiliations.filter(until_on=None).select_related("firm").first()
    if here is None:
        raise NotVerifiable("还没有登记所在律所。请先登记律所，再核验。", code="lawyers.no_firm")
    today = day_of(at)
    held = holding(lawyer_id=lawyer_id, firm_id=here.firm_id, on=today)
    if held is not None:
        raise NotVerifiable(held.sentence, code="lawyers.penalty_holds")
    fields = {
        "checked_by_no": by.membership_id, "checked_on": today, "recheck_due_on": again_on(today), "note": "",
    }  # fmt: skip
    with transaction.atomic():
        move(licence, to=LicenceState.VERIFIED, by=by, at=at, **fields)
        seat_at_firm(licence.lawyer, here.firm, at=at)
    return licence


def open_evidence(*, lawyer_id: int, by: Actor, at: dt.datetime) -> tuple[bytes, str]:
    """The evidence and its content type; the look is written down. Raises NotPermitted, NotFound."""
    by.require(Capability.VERIFY_LAWYERS)
    licence = get_licence_for(by, lawyer_id)
    if not licence.evidence_key:
        raise NotFound("没有可看的照片：没有交过，或者已经按期限删除。经过里写着哪天、为什么。")
    data = read_private(licence.evidence_key)
    with transaction.atomic():
        log("evidence_viewed", licence.lawyer, by=by, at=at, sha256=licence.evidence_sha256)
    return data, kind_of(data)


def refuse_licence(*, lawyer_id: int, reason: str, by: Actor, at: dt.datetime) -> None:
    """Not accepted, and why; it may be handed in again. Raises NotPermitted, NotFound, WrongMoment, CardRefused."""
    _end(lawyer_id, LicenceState.REFUSED, reason, by, at)


def suspend_licence(*, lawyer_id: int, reason: str, by: Actor, at: dt.datetime) -> None:
    """Off the directory at once: penalty, failed yearly review, doubt. Raises as ``refuse_licence``."""
    _end(lawyer_id, LicenceState.SUSPENDED, reason, by, at)


def revoke_licence(*, lawyer_id: int, reason: str, by: Actor, at: dt.datetime) -> None:
    """The licence no longer exists; there is no way back. Raises as ``refuse_licence``."""
    _end(lawyer_id, LicenceState.REVOKED, reason, by, at)


def mark_due(*, by: Actor, at: dt.datetime) -> int:
    """Nightly: a year after the check a card leaves the directory until it was checked again. Returns how many."""
    by.require(Capability.VERIFY_LAWYERS)
    due = Licence.objects.select_related("lawyer").filter(state=LicenceState.VERIFIED, recheck_due_on__lte=day_of(at))
    for licence in due:
        move(licence, to=LicenceState.DUE_FOR_RECHECK, by=by, at=at)
    return len(due)


def move(licence: Licence, *, to: str, by: Actor, at: dt.datetime, **fields: Any) -> None:
    """Change state by table and compare-and-set; audited; the directory follows after commit. Raises WrongMoment."""
    before = LicenceState(licence.state)
    if to not in LICENCE_MOVES[before]:
        raise WrongMoment(f"执业证现在是“{before.label}”，不能改为“{LicenceState(to).label}”。请刷新页面再看。")
    with transaction.atomic():
        if not Licence.objects.filter(pk=licence.pk, state=before).update(state=to, **fields):
            raise WrongMoment("这份执业证刚刚被别人处理过了。请刷新页面再看。")
        log(f"licence_{to}", licence.lawyer, by=by, at=at, before=before.value)
        if to in DECISIONS:
            decide_paper(licence.lawyer, to, by=by, at=at)
        _follow(licence.lawyer_id, is_showable=to == LicenceState.VERIFIED, at=at)
    for name, value in {"state": to, **fields}.items():
        setattr(licence, name, value)


def _follow(lawyer_id: int, *, is_showable: bool, at: dt.datetime) -> None:
    transaction.on_commit(lambda: set_live(lawyer_id, is_showable=is_showable))
    if is_showable:  # the columns may not know the lawyer yet
        rebuild_soon(at=at)


def _end(lawyer_id: int, to: LicenceState, reason: str, by: Actor, at: dt.datetime) -> None:
    by.require(Capability.VERIFY_LAWYERS)
    if not reason.strip():
        raise CardRefused("请写明原因，律师会看到。", code="lawyers.reason_missing")
    move(get_licence_for(by, lawyer_id), to=to, by=by, at=at, note=reason.strip()[:300])


def _check_claims(parsed: LicenceNo, lawyer: Lawyer, first_year: int | None, sex: str) -> None:
    blocking = [
        each for each in cross_check(parsed, first_year=first_year, sex=sex, city_code=lawyer.city_code) if each.blocks
    ]
    if blocking:
        raise NotVerifiable(blocking[0].sentence, code=f"lawyers.licence_{blocking[0].code}")


def _write_licence(lawyer: Lawyer, parsed: LicenceNo, at: dt.datetime) -> Licence:
    index = blind_index(parsed.number, purpose=NUMBER_INDEX)
    other = Licence.objects.filter(number_index=index).exclude(lawyer=lawyer).select_related("lawyer").first()
    if other is not None:
        raise LicenceTaken(_TAKEN if other.lawyer.user_id else _UNOWNED)
    values = {
        "number": parsed.number, "number_index": index, "first_year": parsed.first_year or None,
        "category": parsed.category, "state": LicenceState.SUBMITTED, "submitted_at": at, "note": "",
    }  # fmt: skip
    before = Licence.objects.select_for_update().filter(lawyer=lawyer).first()
    if before and before.state not in (LicenceState.SUBMITTED, LicenceState.REFUSED):
        raise WrongMoment(f"执业证现在是“{LicenceState(before.state).label}”，不能重新提交。请联系平台更正。")
    return Licence.objects.update_or_create(lawyer=lawyer, defaults=values)[0]
