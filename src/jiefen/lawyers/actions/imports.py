"""A spreadsheet of lawyers (.xlsx, .xls, .csv) → submitted cards. Every line is taken whole or reported, never guessed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Capability
from jiefen.engine.practice_areas import area_named
from jiefen.lawyers.actions.cards import MOST_AREAS
from jiefen.lawyers.actions.firms import register_firm
from jiefen.lawyers.actions.trail import log
from jiefen.lawyers.models import NUMBER_INDEX, Affiliation, Lawyer, Licence, PracticeArea
from jiefen.lawyers.refusals import CardRefused, LicenceTaken
from jiefen.lawyers.sheets import LineProblem, lines
from jiefen.rules.errors import RuleError
from jiefen.rules.licence_no import cross_check, parse_licence_no
from jiefen.rules.regions import city_named
from jiefen.shared.clock import day_of
from jiefen.shared.crypto import blind_index

HEADERS: Final = {
    "姓名": "name", "律师姓名": "name", "执业证号": "number", "执业证号码": "number", "律所": "firm", "执业机构": "firm",
    "律师事务所": "firm", "统一社会信用代码": "firm_code", "律所代码": "firm_code", "城市": "city", "执业城市": "city",
    "领域": "areas", "专业领域": "areas", "擅长领域": "areas",
}  # fmt: skip
NEEDED: Final = ("name", "number", "firm", "firm_code", "city")
_WANTED: Final = "第一行要有这些列名：姓名、执业证号、律所、统一社会信用代码、城市；可以再加领域。"


@dataclass(frozen=True)
class ImportedLawyers:
    """How many cards were made, and what was left out."""

    added: int
    problems: tuple[LineProblem, ...]


def import_lawyers(*, data: bytes, file_name: str, by: Actor, at: dt.datetime) -> ImportedLawyers:
    """Make a card with a submitted licence for every readable line; nobody is on show before verification.

    The first row names the columns (HEADERS); 领域 may hold several, separated by 、. The same sheet again adds
    nothing: its numbers are taken. Raises NotPermitted, SheetRefused.
    """
    by.require(Capability.VERIFY_LAWYERS)
    rows = lines(data, file_name, headers=HEADERS, needed=NEEDED, wanted=_WANTED)
    problems, added = [], 0
    with transaction.atomic():
        for number, line in rows:
            try:
                with transaction.atomic():
                    _add(line, by, at)
                added += 1
            except RuleError as error:
                problems.append(LineProblem(number, error.code, str(error)))
    return ImportedLawyers(added, tuple(problems))


def preview_lawyers(*, data: bytes, file_name: str, by: Actor, at: dt.datetime) -> ImportedLawyers:
    """What ``import_lawyers`` would do with this sheet, done and taken back: nothing stays. Raises as it does."""
    with transaction.atomic():
        found = import_lawyers(data=data, file_name=file_name, by=by, at=at)
        transaction.set_rollback(True)
    return found


def _add(line: dict[str, str], by: Actor, at: dt.datetime) -> None:
    missing = [name for name in NEEDED if not line[name]]
    if missing:
        raise CardRefused("这一行缺少姓名、执业证号、律所、律所代码或城市，请补齐。", code="lawyers.line_incomplete")
    city, parsed = city_named(line["city"]), parse_licence_no(line["number"], today=day_of(at))
    areas = [area_named(each.strip()).name for each in line.get("areas", "").split("、") if each.strip()][:MOST_AREAS]
    blocking = [each for each in cross_check(parsed, city_code=city.code) if each.blocks]
    if blocking:
        raise CardRefused(blocking[0].sentence, code=f"lawyers.licence_{blocking[0].code}")
    index = blind_index(parsed.number, purpose=NUMBER_INDEX)
    if Licence.objects.filter(number_index=index).exists():
        raise LicenceTaken("这个执业证号已经登记过，没有重复添加。")
    firm = register_firm(name=line["firm"], code=line["firm_code"], city=line["city"], by=by, at=at)
    lawyer = Lawyer.objects.create(name=line["name"][:40], city_code=city.code, registered_at=at)
    Affiliation.objects.create(lawyer=lawyer, firm=firm, from_on=day_of(at))
    Licence.objects.create(
        lawyer=lawyer, number=parsed.number, number_index=index, first_year=parsed.first_year or None,
        category=parsed.category, submitted_at=at,
    )  # fmt: skip
    PracticeArea.objects.bulk_create(
        PracticeArea(lawyer=lawyer, area=area, place=each) for each, area in enumerate(dict.fromkeys(areas), 1)
    )
    log("imported", lawyer, by=by, at=at)
