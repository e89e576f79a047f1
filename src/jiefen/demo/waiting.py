"""What waits for the demo's operator and lawyers: applications, a re-check, a text, a penalty, conflict books. All invented."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageDraw

from jiefen.accounts.actors import Actor
from jiefen.accounts.demo_people import DEMO_LAWYERS, DEMO_OPERATOR
from jiefen.area_learning.actions import WORDING
from jiefen.area_learning.models import LearningConsent
from jiefen.consultations.models import Question
from jiefen.demo.load_articles import actor_with_phone
from jiefen.lawyers.actions.conflicts import Party, add_party
from jiefen.lawyers.actions.introductions import write_introduction
from jiefen.lawyers.actions.papers import keep_paper
from jiefen.lawyers.actions.penalties import record_penalty
from jiefen.lawyers.models import NUMBER_INDEX, Affiliation, LawFirm, Lawyer, Licence, PartySide, PracticeArea
from jiefen.lawyers.states import LicenceState
from jiefen.shared.crypto import blind_index
from jiefen.shared.transactions import durable_atomic

NOTE: Final = "演示数据，虚构"
LEARNED_FROM: Final = 40  # newest questions whose invented askers agreed
OWN_WORDS: Final = "我在大学兼任讲师，办过三十多件劳动争议。先听您把事情说完，再一起看有哪几条路、各要多久、花多少。"


@dataclass(frozen=True)
class Applicant:
    """Somebody who waits. ``tail``: digits 10 to 17 of his number; ``province``: "" the firm's own, else where it was given."""

    name: str
    year: int
    tail: str
    hours_ago: int
    areas: tuple[str, ...]
    has_evidence: bool = True
    province: str = ""


APPLICANTS: Final = (
    Applicant("温如川", 2016, "10880001", 20, ("劳动社保", "合同纠纷")),
    Applicant("岑以安", 2019, "21880002", 9, ("婚姻家庭", "继承")),  # part-time: the card must say so
    Applicant("祝明远", 2012, "10880003", 4, ("房产物业",), province="3702"),  # another province: moved?
    Applicant("陆清扬", 2014, "61880004", 2, ("行政",), has_evidence=False),  # a public lawyer from a sheet: may not
)
PARTIES: Final = (
    Party("和风细雨物业（演示公司）", PartySide.ACTS_FOR, reference="演示 2026-001"),
    Party("澜汇置业有限公司（演示）", PartySide.AGAINST, reference="演示 2026-001"),
    Party("望山餐饮管理有限公司（演示）", PartySide.ACTS_FOR, reference="演示 2026-007"),
    Party("简有为（虚构）", PartySide.AGAINST, reference="演示 2026-007"),
    Party("石榴巷便利店（演示）", PartySide.ACTS_FOR, reference="演示 2025-113"),
)
ELSEWHERE: Final = (
    Party("青梧装饰工程有限公司（演示）", PartySide.ACTS_FOR, reference="演示 2026-020"),
    Party("梁秋水（虚构）", PartySide.AGAINST, reference="演示 2026-020"),
)


def load_waiting(*, today: dt.date, at: dt.datetime) -> int:
    """After ``hire_legal_staff`` and ``load_questions``. Returns how many applications wait; none when they are there."""
    if Lawyer.objects.filter(name=APPLICANTS[0].name, is_demo=True).exists():
        return 0
    first, _, elsewhere = (actor_with_phone(person.phone) for person in DEMO_LAWYERS)
    operator = actor_with_phone(DEMO_OPERATOR.phone)
    firms = list(LawFirm.objects.filter(is_demo=True).order_by("-pk")[: len(APPLICANTS)])
    with durable_atomic():
        for applicant, firm in zip(APPLICANTS, firms, strict=True):
            _apply(applicant, firm, at)
        _due_for_recheck(today)
        _punished(today, operator, at)
        _say(elsewhere, at)
        for by, parties in ((first, PARTIES), (elsewhere, ELSEWHERE)):
            for party in parties:
                add_party(party=party, is_mine=False, by=by, at=at)
        _agree(at)
    return len(APPLICANTS)


def _apply(one: Applicant, firm: LawFirm, at: dt.datetime) -> None:
    submitted = at - dt.timedelta(hours=one.hours_ago)
    lawyer = Lawyer.objects.create(
        name=one.name, city_code=firm.city_code, languages=["普通话"], registered_at=submitted, is_demo=True
    )
    PracticeArea.objects.bulk_create(
        PracticeArea(lawyer=lawyer, area=area, place=place) for place, area in enumerate(one.areas, 1)
    )
    Affiliation.objects.create(lawyer=lawyer, firm=firm, from_on=dt.date(one.year + 2, 3, 1))
    number = f"1{one.province or firm.city_code}{one.year}{one.tail}"
    evidence = _picture(number) if one.has_evidence else b""
    licence = Licence.objects.create(
        lawyer=lawyer, number=number, number_index=blind_index(number, purpose=NUMBER_INDEX), first_year=one.year,
        claimed_year=one.year if one.has_evidence else None,
        category={"1": "专职律师", "2": "兼职律师", "6": "公职律师"}[one.tail[0]], state=LicenceState.SUBMITTED,
        note=NOTE, submitted_at=submitted,
    )  # fmt: skip
    if evidence:
        keep_paper(licence, evidence, at=submitted)
        licence.save(update_fields=["evidence_key", "evidence_sha256"])


def _picture(number: str) -> bytes:
    """A card nobody could take for a real one."""
    picture = Image.new("RGB", (960, 600), (250, 247, 242))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((24, 24, 936, 576), outline=(29, 107, 88), width=6)
    draw.rectangle((64, 120, 304, 440), fill=(230, 223, 211))
    for line, words in enumerate(("DEMO", "INVENTED - NOT A LICENCE", number)):
        draw.text((350, 150 + 90 * line), words, fill=(30, 42, 50), font_size=40)
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def _on_show() -> Licence:
    """The last invented card that nobody signs in to."""
    cards = Licence.objects.filter(state=LicenceState.VERIFIED, lawyer__is_demo=True, lawyer__user=None)
    return cards.order_by("-pk")[0]


def _due_for_recheck(today: dt.date) -> None:
    checked = today - dt.timedelta(days=368)
    row = _on_show()
    row.state, row.checked_on = LicenceState.DUE_FOR_RECHECK, checked
    row.recheck_due_on = checked + dt.timedelta(days=365)
    row.save(update_fields=["state", "checked_on", "recheck_due_on"])


def _punished(today: dt.date, operator: Actor, at: dt.datetime) -> None:
    record_penalty(
        whom="lawyer", pk=_on_show().lawyer_id, kind="warning", authority="某市司法局（演示）",
        decided_on=today - dt.timedelta(days=700), source="演示文号第 1 号（虚构）", by=operator, at=at,
    )  # fmt: skip


def _say(by: Actor, at: dt.datetime) -> None:
    lawyer = Lawyer.objects.get(user__memberships=by.membership_id or 0)
    write_introduction(lawyer_id=lawyer.pk, text=OWN_WORDS, by=by, at=at)


def _agree(at: dt.datetime) -> None:
    newest = Question.objects.filter(is_demo=True).exclude(asked_at=None).order_by("-asked_at", "-pk")[:LEARNED_FROM]
    LearningConsent.objects.bulk_create(
        LearningConsent(question=question, wording=WORDING, given_at=question.asked_at or at) for question in newest
    )
