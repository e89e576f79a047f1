"""The demo's directory: 240 invented firms and 2,000 invented lawyers, marked as demo in every row. Deterministic."""

from __future__ import annotations

import datetime as dt
import random
from typing import Final

from jiefen.audit.actions import PLATFORM, record
from jiefen.demo.names import Registry
from jiefen.engine.practice_areas import Area, areas
from jiefen.lawyers.columns import LANGUAGES
from jiefen.lawyers.models import NUMBER_INDEX, Affiliation, LawFirm, Lawyer, Licence, PracticeArea, VerifiedMatter
from jiefen.lawyers.states import LicenceState
from jiefen.rules.licence_no import check_character
from jiefen.rules.regions import City, cities
from jiefen.shared.crypto import blind_index
from jiefen.shared.transactions import durable_atomic

FIRMS: Final = 240
LAWYERS: Final = 2000
SEED: Final = 20261126
_ONE: Final = "明衡正诚信和德嘉同致恒润景泽开元博远安清"
_TWO: Final = "理律法言平川达行道诺公义思恒远舟和石衡章"


def load_lawyers(*, today: dt.date, at: dt.datetime, firms: int = FIRMS, lawyers: int = LAWYERS) -> int:
    """Write the invented directory in one transaction, unless it is there. Returns how many lawyers were written.

    The columns are not built here: call ``lawyers.columns.rebuild`` or wait for the job.
    """
    if LawFirm.objects.filter(is_demo=True).exists():
        return 0
    draw = random.Random(SEED)  # noqa: S311 — repeatable on purpose
    names = Registry(draw)
    with durable_atomic():
        offices = LawFirm.objects.bulk_create(_firm(each, draw) for each in range(firms))
        people = [(draw.choice(offices), _lawyer(names, draw, at)) for _ in range(lawyers)]
        for office, lawyer in people:
            lawyer.city_code = office.city_code
        chosen = [draw.sample(areas()[:-1], draw.randint(1, 4)) for _ in people]
        for (_, lawyer), its in zip(people, chosen, strict=True):
            topics = [topic.name for area in its for topic in area.topics]
            lawyer.words = draw.sample(topics, min(len(topics), draw.randint(2, 6)))
        Lawyer.objects.bulk_create(lawyer for _, lawyer in people)
        Affiliation.objects.bulk_create(
            Affiliation(lawyer=lawyer, firm=office, from_on=dt.date(today.year - draw.randint(1, 8), 1, 1))
            for office, lawyer in people
        )
        Licence.objects.bulk_create(_licence(each, lawyer, today, at, draw) for each, (_, lawyer) in enumerate(people))
        _write_cards([(lawyer, its) for (_, lawyer), its in zip(people, chosen, strict=True)], today, draw)
        record(
            organisation_id=PLATFORM, by=None, at=at, code="demo.lawyers_loaded", subject=("demo", "lawyers"),
            data={"firms": firms, "lawyers": lawyers},
        )  # fmt: skip
    return lawyers


def _city(draw: random.Random) -> City:
    places = list(cities().values())
    big = [
        each
        for each in places
        if each.name in {"北京", "上海", "广州", "深圳", "成都", "杭州", "武汉", "苏州", "重庆", "西安"}
    ]
    return draw.choice(big) if draw.random() < 0.6 else draw.choice(places[:-3])


def _firm(number: int, draw: random.Random) -> LawFirm:
    city = _city(draw)
    code = f"31{city.code}00DEM{number:06d}"
    name = f"{_ONE[number % 20]}{_TWO[number // 20 % 20]}（演示）律师事务所"
    return LawFirm(name=name, code=code + check_character(code), city_code=city.code, is_demo=True)


def _lawyer(names: Registry, draw: random.Random, at: dt.datetime) -> Lawyer:
    capacity = draw.randint(2, 8)
    spoken = ["普通话", *draw.sample(LANGUAGES[1:], draw.choice([0, 0, 0, 1, 2]))]
    return Lawyer(
        name=names.person(has_phone=False).name, languages=spoken, is_online=False, capacity=capacity,
        open_matters=draw.randint(0, capacity), registered_at=at, is_demo=True,
    )  # fmt: skip


def _licence(number: int, lawyer: Lawyer, today: dt.date, at: dt.datetime, draw: random.Random) -> Licence:
    year = draw.randint(1995, today.year - 1)
    category = draw.choices(("1", "2"), (19, 1))[0]
    text = f"1{lawyer.city_code}{year}{category}{draw.randint(0, 1)}{900_000 - number:06d}"
    checked = today - dt.timedelta(days=draw.randint(1, 300))
    return Licence(
        lawyer=lawyer, number=text, number_index=blind_index(text, purpose=NUMBER_INDEX), first_year=year,
        category={"1": "专职律师", "2": "兼职律师"}[category], state=LicenceState.VERIFIED, checked_on=checked,
        recheck_due_on=checked + dt.timedelta(days=365), note="演示数据，虚构", submitted_at=at,
    )  # fmt: skip


def _write_cards(people: list[tuple[Lawyer, list[Area]]], today: dt.date, draw: random.Random) -> None:
    """Areas, and verified matters with sources that say they are invented."""
    PracticeArea.objects.bulk_create(
        PracticeArea(lawyer=lawyer, area=area.name, place=place)
        for lawyer, its in people
        for place, area in enumerate(its, 1)
    )
    VerifiedMatter.objects.bulk_create(row for lawyer, its in people for row in _matters(lawyer, its[0], today, draw))


def _matters(lawyer: Lawyer, area: Area, today: dt.date, draw: random.Random) -> list[VerifiedMatter]:
    return [
        VerifiedMatter(
            lawyer=lawyer, area=area.name, cause_of_action=f"{draw.choice(area.topics).name}纠纷",
            source=f"演示案号第 {number} 号（虚构）", concluded_year=today.year - draw.randint(1, 6), verified_on=today,
        )
        for number in range(draw.choice([0, 0, 1, 2, 4, 9]))
    ]  # fmt: skip
