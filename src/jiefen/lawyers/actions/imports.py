"""A spreadsheet of lawyers (.xlsx, .xls, .csv) → submitted cards. Every line is taken whole or reported, never guessed."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Capability
from jiefen.engine.practice_areas import area_named
from jiefen.lawyers.actions.cards import MOST_AREAS
from jiefen.lawyers.actions.firms import register_firm
from jiefen.lawyers.actions.trail import log
from jiefen.lawyers.models import NUMBER_INDEX, Affiliation, LawFirm, Lawyer, Licence, PracticeArea
from jiefen.lawyers.refusals import CardRefused
from jiefen.lawyers.sheets import Line, LineProblem, lines, rows_left_out
from jiefen.rules.errors import RuleError
from jiefen.rules.licence_no import LicenceNo, cross_check, parse_firm_code, parse_licence_no
from jiefen.rules.regions import City, city_named
from jiefen.shared.clock import day_of
from jiefen.shared.crypto import blind_index

HEADERS: Final = {
    "姓名": "name", "律师姓名": "name", "执业证号": "number", "执业证号码": "number", "律所": "firm", "执业机构": "firm",
    "律师事务所": "firm", "统一社会信用代码": "firm_code", "律所代码": "firm_code", "城市": "city", "执业城市": "city",
    "领域": "areas", "专业领域": "areas", "擅长领域": "areas",
}  # fmt: skip
NEEDED: Final = ("name", "number", "firm", "firm_code", "city")
REPEATS: Final = ("firm", "firm_code", "city", "areas")  # one merged cell may speak for all lawyers of a firm
LONGEST_NAME: Final = 40
_MISSING: Final = {
    "name": "姓名", "number": "执业证号", "firm": "律所", "firm_code": "律所的统一社会信用代码", "city": "城市",
}  # fmt: skip
_WANTED: Final = "表头要有这些列名：姓名、执业证号、律所、统一社会信用代码、城市；可以再加领域。"
_BETWEEN_AREAS = re.compile(r"[、,，;；/\s]+")


@dataclass(frozen=True)
class ImportedLawyers:
    """How many cards were made, how many stood there already just so, and what was left out."""

    added: int
    known: int
    problems: tuple[LineProblem, ...]

    @property
    def left_out(self) -> int:
        """How many lines were not taken."""
        return rows_left_out(self.problems)


@dataclass(frozen=True)
class _Entry:
    """A line that says everything clearly."""

    name: str
    licence: LicenceNo
    index: str
    firm: str
    firm_code: str
    city: City
    areas: tuple[str, ...]


def import_lawyers(*, data: bytes, file_name: str, by: Actor, at: dt.datetime) -> ImportedLawyers:
    """Make a card with a submitted licence for every readable line; nobody is on show before verification.

    A header row names the columns (HEADERS); 领域 may hold several. The same sheet again adds nothing: its lines are
    ``known``. A line that says something else than what is registered is a problem. Raises NotPermitted, SheetRefused.
    """
    by.require(Capability.VERIFY_LAWYERS)
    found, strange = lines(
        data, file_name, headers=HEADERS, needed=NEEDED, wanted=_WANTED, repeats=REPEATS
    )  # fmt: skip
    problems, added, known = list(strange), 0, 0
    with transaction.atomic():
        for line in found:
            entry, wrong = _read(line, day_of(at))
            if entry is None:
                problems += wrong
                continue
            is_new, wrong = _take(line, entry, by, at)
            problems += wrong
            added, known = added + is_new, known + (not is_new and not wrong)
    return ImportedLawyers(added, known, tuple(problems))


def preview_lawyers(*, data: bytes, file_name: str, by: Actor, at: dt.datetime) -> ImportedLawyers:
    """What ``import_lawyers`` would do with this sheet, done and taken back: nothing stays. Raises as it does."""
    with transaction.atomic():
        found = import_lawyers(data=data, file_name=file_name, by=by, at=at)
        transaction.set_rollback(True)
    return found


def _read(line: Line, today: dt.date) -> tuple[_Entry | None, list[LineProblem]]:
    """The line as an entry, or everything that is wrong with it, cell by cell."""
    wrong = line.fault_problems()
    faulty = set(line.faults)
    wrong += [
        line.problem(name, "lawyers.line_incomplete", f"没有填{label}，请补上；是公式的，请改成写好的内容。")
        for name, label in _MISSING.items()
        if not line.get(name) and name not in faulty
    ]

    def cell(name: str, read: Callable[[str], Any]) -> Any:
        if name in faulty or not line.get(name):
            return None
        try:
            return read(line.get(name))
        except RuleError as error:
            wrong.append(line.problem(name, error.code, str(error)))
            return None

    name, city = cell("name", _name), cell("city", city_named)
    code, firm = cell("firm_code", parse_firm_code), cell("firm", str.strip)
    licence = cell("number", lambda text: _licence(text, city, today))
    areas = cell("areas", _areas) or ()
    if wrong:
        return None, wrong
    return _Entry(name, licence, blind_index(licence.number, purpose=NUMBER_INDEX), firm, code, city, areas), []


def _name(text: str) -> str:
    if len(text) > LONGEST_NAME:
        raise CardRefused(f"姓名超过 {LONGEST_NAME} 个字，请核对是不是填错了列。", code="lawyers.name_too_long")
    return text


def _licence(text: str, city: City | None, today: dt.date) -> LicenceNo:
    parsed = parse_licence_no(text, today=today)
    blocking = [each for each in cross_check(parsed, city_code=city.code if city else "") if each.blocks]
    if blocking:
        raise CardRefused(blocking[0].sentence, code=f"lawyers.licence_{blocking[0].code}")
    return parsed


def _areas(text: str) -> tuple[str, ...]:
    areas = tuple(dict.fromkeys(area_named(each).name for each in _BETWEEN_AREAS.split(text) if each))
    if len(areas) > MOST_AREAS:
        said = f"写了 {len(areas)} 个领域，一张名片最多 {MOST_AREAS} 个，请留下主要的。"
        raise CardRefused(said, code="lawyers.too_many_areas")
    return areas


def _take(line: Line, entry: _Entry, by: Actor, at: dt.datetime) -> tuple[bool, list[LineProblem]]:
    """Whether a card was made; the problems when what is registered says something else."""
    licence = Licence.objects.select_related("lawyer").filter(number_index=entry.index).first()
    if licence is not None:
        return False, _otherwise(line, entry, licence.lawyer)
    firm = LawFirm.objects.filter(code=entry.firm_code).first()
    if firm is not None and _plain(firm.name) != _plain(entry.firm):
        said = f"{entry.firm_code} 登记的是“{firm.name}”。请核对代码和名称；律所改了名，先在“律所”里更正。"
        return False, [line.problem("firm", "lawyers.firm_otherwise", said)]
    try:
        with transaction.atomic():
            _add(entry, by, at)
    except RuleError as error:  # the firm's name
        return False, [line.problem("firm", error.code, str(error))]
    return True, []


def _otherwise(line: Line, entry: _Entry, lawyer: Lawyer) -> list[LineProblem]:
    """How a line differs from the card that carries its licence number."""
    if _plain(lawyer.name) != _plain(entry.name):
        said = f"这个执业证号已经登记给“{lawyer.name}”，没有导入。请对照执业证核对姓名和证号。"
        return [line.problem("number", "lawyers.licence_taken", said)]
    here = Affiliation.objects.filter(lawyer=lawyer, until_on=None).select_related("firm").first()
    if here is None or here.firm.code != entry.firm_code:
        where = f"登记在“{here.firm.name}”" if here else "现在没有登记律所"
        said = f"{lawyer.name}{where}，和这里写的不同，没有改动。转所请由本人或在核验页登记。"
        return [line.problem("firm", "lawyers.at_another_firm", said)]
    return []


def _add(entry: _Entry, by: Actor, at: dt.datetime) -> None:
    firm = register_firm(name=entry.firm, code=entry.firm_code, city=entry.city.name, by=by, at=at)
    lawyer = Lawyer.objects.create(name=entry.name, city_code=entry.city.code, registered_at=at)
    Affiliation.objects.create(lawyer=lawyer, firm=firm, from_on=day_of(at))
    Licence.objects.create(
        lawyer=lawyer, number=entry.licence.number, number_index=entry.index,
        first_year=entry.licence.first_year or None, category=entry.licence.category, submitted_at=at,
    )  # fmt: skip
    PracticeArea.objects.bulk_create(
        PracticeArea(lawyer=lawyer, area=area, place=each) for each, area in enumerate(entry.areas, 1)
    )
    log("imported", lawyer, by=by, at=at)


def _plain(text: str) -> str:
    """A name without differences of spaces and widths, brackets alike."""
    return "".join(unicodedata.normalize("NFKC", text).split())
