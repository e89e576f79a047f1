"""What a card says and how its lawyer stands right now."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Final

from django.db import transaction

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Capability
from jiefen.engine.practice_areas import area_named
from jiefen.engine.ranker_columns import TERMS
from jiefen.lawyers.access import get_lawyer_for
from jiefen.lawyers.actions.trail import log, rebuild_soon
from jiefen.lawyers.columns import LANGUAGES, set_live
from jiefen.lawyers.models import CourtPractice, Lawyer, PracticeArea, VerifiedMatter
from jiefen.lawyers.refusals import CardRefused
from jiefen.rules.regions import city_named
from jiefen.shared.clock import day_of

MOST_AREAS: Final = 4
MOST_COURTS: Final = 10
MOST_CAPACITY: Final = 50
_COURT: Final = re.compile("[\u4e00-\u9fff（）]{2,30}(法院|法庭|仲裁委员会|仲裁院|仲裁委)")


def describe_card(
    *, lawyer_id: int, areas: Sequence[str], topics: Sequence[str], languages: Sequence[str], courts: Sequence[str],
    city: str, by: Actor, at: dt.datetime,
) -> Lawyer:  # fmt: skip
    """Replace what the card says. ``areas``: main one first; ``topics`` of those areas, from the area table.

    Raises NotFound, AreaError, UnknownRegion, CardRefused.
    """
    lawyer = get_lawyer_for(by, lawyer_id)
    _check_card(areas, topics, languages, courts)
    with transaction.atomic():
        lawyer.city_code, lawyer.languages = city_named(city).code, list(dict.fromkeys(languages))
        lawyer.words = list(dict.fromkeys(topics))
        lawyer.save(update_fields=["city_code", "languages", "words"])
        lawyer.areas.all().delete()
        PracticeArea.objects.bulk_create(
            PracticeArea(lawyer=lawyer, area=area, place=place) for place, area in enumerate(areas, 1)
        )
        lawyer.courts.all().delete()
        CourtPractice.objects.bulk_create(CourtPractice(lawyer=lawyer, court=court) for court in courts)
        log("card_described", lawyer, by=by, at=at, areas=list(areas))
        rebuild_soon(at=at)
    return lawyer


def set_capacity(*, lawyer_id: int, capacity: int, by: Actor, at: dt.datetime) -> None:
    """How many matters at once (0..50). Counts from the next question on, without a rebuild."""
    lawyer = get_lawyer_for(by, lawyer_id)
    if not 0 <= capacity <= MOST_CAPACITY:
        raise CardRefused(f"同时办理的件数请写 0 到 {MOST_CAPACITY}。", code="lawyers.capacity")
    with transaction.atomic():
        Lawyer.objects.filter(pk=lawyer.pk).update(capacity=capacity)
        log("capacity_set", lawyer, by=by, at=at, capacity=capacity)
        transaction.on_commit(lambda: set_live(lawyer.pk, capacity=capacity))


def note_presence(*, lawyer_id: int, is_online: bool) -> None:
    """The card repeats what the desk says. Only the desk calls this (consultations), in the transaction that moves it
    and that writes its own audit event: who is there is decided in one place.
    """
    Lawyer.objects.filter(pk=lawyer_id).update(is_online=is_online)
    transaction.on_commit(lambda: set_live(lawyer_id, is_online=is_online))


def verify_matter(
    *, lawyer_id: int, area: str, cause_of_action: str, source: str, concluded_year: int, by: Actor, at: dt.datetime
) -> VerifiedMatter:
    """Count one matter somebody looked up. Raises NotPermitted, NotFound, AreaError, CardRefused."""
    by.require(Capability.VERIFY_LAWYERS)
    lawyer = get_lawyer_for(by, lawyer_id)
    if not source.strip() or not cause_of_action.strip():
        raise CardRefused("请写案由和出处（例如裁判文书的案号）。没有出处的经验不能上名片。", code="lawyers.no_source")
    if not 1979 <= concluded_year <= day_of(at).year:
        raise CardRefused("结案年份不合理，请核对。", code="lawyers.year")
    with transaction.atomic():
        if VerifiedMatter.objects.filter(lawyer=lawyer, source=source.strip()).exists():
            raise CardRefused("这件案件已经登记过。", code="lawyers.matter_twice")
        row = VerifiedMatter.objects.create(
            lawyer=lawyer, area=area_named(area).name, cause_of_action=cause_of_action.strip()[:60],
            source=source.strip()[:120], concluded_year=concluded_year, verified_by_no=by.membership_id,
            verified_on=day_of(at),
        )  # fmt: skip
        log("matter_verified", lawyer, by=by, at=at, matter=row.pk)
        rebuild_soon(at=at)
    return row


def _check_card(areas: Sequence[str], topics: Sequence[str], languages: Sequence[str], courts: Sequence[str]) -> None:
    if not 1 <= len(areas) <= MOST_AREAS or len(set(areas)) < len(areas):
        raise CardRefused(f"请选 1 到 {MOST_AREAS} 个不同的领域，主要的放在最前。", code="lawyers.areas")
    known = {topic.name for area in areas for topic in area_named(area).topics}
    unknown = [topic for topic in topics if topic not in known]
    if unknown or len(set(topics)) > TERMS:
        raise CardRefused(f"专长请从所选领域的主题里选，最多 {TERMS} 个。", code="lawyers.topics")
    if any(language not in LANGUAGES for language in languages):
        raise CardRefused("语言请从列表里选。", code="lawyers.languages")
    if len(courts) > MOST_COURTS or any(not court.strip() or len(court) > 80 for court in courts):
        raise CardRefused(f"常去的法院最多写 {MOST_COURTS} 个。", code="lawyers.courts")
    odd = [court for court in courts if not _COURT.fullmatch(court)]
    if odd:
        raise CardRefused(f"“{odd[0]}”看不出是哪个法院，请写法院、法庭或仲裁机构的全称。", code="lawyers.court_name")
