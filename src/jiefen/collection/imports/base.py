"""What service records and repair tickets have in common on their way from a sheet into the service log."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Final, Generic, Protocol, TypeVar

from jiefen.accounts.actors import Actor, system_actor
from jiefen.estates.access import get_estate_for
from jiefen.ledger.imports import infer
from jiefen.ledger.imports.directory import Directory
from jiefen.ledger.imports.doubts import Doubts, Spot
from jiefen.ledger.imports.kinds.base import NothingToImport, Source, Written, doubts_of
from jiefen.ledger.imports.mapped import planned
from jiefen.ledger.imports.matching import Matcher
from jiefen.ledger.imports.plan import SheetPlan
from jiefen.ledger.imports.problems import Problem
from jiefen.ledger.imports.reader import Workbook
from jiefen.ledger.imports.row_sheets import RowSheet
from jiefen.service_log.actions import remove_imported
from jiefen.service_log.imported import Added

if TYPE_CHECKING:
    from jiefen.estates.models import Estate
    from jiefen.ledger.models import ImportBatch

LONGEST: Final = 200  # characters of a text in the service log
SHOWN: Final = 30


class SheetRow(Protocol):
    """A row as the engine reads it."""

    @property
    def sheet(self) -> str:
        """The sheet's name."""
        ...

    @property
    def row(self) -> int:
        """The spreadsheet row."""
        ...


class Marked(Protocol):
    """A row ready for the service log."""

    @property
    def fingerprint(self) -> str:
        """Equal for the same thing."""
        ...

    @property
    def what(self) -> str:
        """What was done or is broken."""
        ...


R = TypeVar("R", bound=SheetRow)  # as the engine reads it
N = TypeVar("N")  # with its place named as the database names it
M = TypeVar("M", bound=Marked)  # with ids


@dataclass(frozen=True)
class Named(Generic[N]):
    """A row whose place is known, in words (``where``) and by name (``row``)."""

    estate_id: int
    where: str
    on: dt.date
    row: N
    row_no: int


@dataclass(frozen=True)
class Fresh(Generic[M]):
    """A row that would be written."""

    estate_id: int
    row: M
    shown: dict[str, Any]


@dataclass
class Compared(Generic[M]):
    """``fresh`` rows would be written, once each."""

    doubts: Doubts
    fresh: list[Fresh[M]] = field(default_factory=list)
    duplicates: int = 0

    def by_estate(self) -> dict[int, list[M]]:
        """Rows to write, per estate."""
        found: dict[int, list[M]] = defaultdict(list)
        for one in self.fresh:
            found[one.estate_id].append(one.row)
        return dict(found)


class ServiceKind(ABC, Generic[R, N, M]):
    """The part of ``SheetKind`` that records and tickets share."""

    code: ClassVar[str]

    @abstractmethod
    def read(self, source: Source) -> RowSheet[R]:
        """Understand the sheets."""

    @abstractmethod
    def place(self, row: R, sheet: RowSheet[R], matcher: Matcher, doubts: Doubts, today: dt.date) -> Named[N] | None:
        """Find where a row belongs, or say why not."""

    @abstractmethod
    def resolve(self, estate: Estate, rows: list[N]) -> list[M]:
        """The same rows with ids, one for one."""

    @abstractmethod
    def label(self, row: M) -> str:
        """Its category or state in words."""

    @abstractmethod
    def known(self, estate_id: int, rows: list[M]) -> set[str]:
        """Fingerprints of the rows that are there already."""

    @property
    @abstractmethod
    def add(self) -> Callable[..., Added]:
        """The service log's action."""

    def infer(self, workbook: Workbook) -> list[SheetPlan]:
        """How the sheets seem to be laid out."""
        return planned(workbook, infer(workbook, self.code))

    def estate_name(self, parsed: RowSheet[R], file_name: str) -> str:
        """What the title says, if anything; estates are not made up here."""
        del file_name
        return parsed.estate_name

    def compare(self, parsed: RowSheet[R], *, batch: ImportBatch, today: dt.date) -> Compared[M]:
        """Where each row belongs, and whether it is new."""
        result: Compared[M] = Compared(parsed.doubts())
        matcher = Matcher(Directory(batch.organisation_id), batch.estate_name)
        if matcher.is_lost:
            result.doubts.add(Spot(parsed.plans[0].sheet), "estate_unknown", batch.estate_name)
            return result
        self.prepare(parsed, matcher)
        found = (self.place(row, parsed, matcher, result.doubts, today) for row in parsed.rows)
        by_estate: dict[int, list[Named[N]]] = defaultdict(list)
        for one in found:
            if one:
                by_estate[one.estate_id].append(one)
        by = system_actor(batch.organisation_id)
        for estate_id, named in by_estate.items():
            fresh = self._fresh(get_estate_for(by, estate_id), named, result.doubts)
            result.fresh += fresh
            result.duplicates += len(named) - len(fresh)
        return result

    def prepare(self, sheet: RowSheet[R], matcher: Matcher) -> None:
        """Look up at once what ``place`` would otherwise ask row by row."""
        del sheet, matcher

    def remark(self, estate_id: int, again: list[tuple[N, M]], doubts: Doubts) -> None:
        """Say what rows that are there already would change, if anything."""
        del estate_id, again, doubts

    def _fresh(self, estate: Estate, named: list[Named[N]], doubts: Doubts) -> list[Fresh[M]]:
        rows = self.resolve(estate, [one.row for one in named])
        known, fresh = self.known(estate.pk, rows), []
        again = [(one.row, row) for one, row in zip(named, rows, strict=True) if row.fingerprint in known]
        self.remark(estate.pk, again, doubts)
        for one, row in zip(named, rows, strict=True):
            if row.fingerprint not in known:
                known.add(row.fingerprint)
                shown = {"row": one.row_no, "on": one.on.isoformat(), "where": one.where, "what": row.what}
                fresh.append(Fresh(estate.pk, row, {**shown, "note": self.label(row)}))
        return fresh

    def problems(self, parsed: RowSheet[R], compared: Compared[M]) -> list[Problem]:
        """The engine's doubts and those beside the database."""
        return [*parsed.problems, *compared.doubts.items]

    def summary(self, parsed: RowSheet[R], compared: Compared[M]) -> dict[str, Any]:
        """Counts and first rows."""
        counts = Counter(problem.code for problem in parsed.problems) + compared.doubts.counts
        return {
            "premises": len({one.shown["where"] for one in compared.fresh}),
            "new_rows": len(compared.fresh),
            "duplicates": compared.duplicates,
            "held_back": len(compared.doubts.held),
            "rows_read": parsed.rows_read,
            "description": parsed.description,
            "notices": parsed.notices,
            "columns": parsed.columns,
            "sample": [one.shown for one in compared.fresh[:SHOWN]],
            **doubts_of(self.problems(parsed, compared), counts),
        }

    def write(
        self, parsed: RowSheet[R], compared: Compared[M], *, batch: ImportBatch, by: Actor, at: dt.datetime
    ) -> Written:
        """Add the new rows, estate by estate."""
        del parsed
        if not compared.fresh:
            raise NothingToImport("表里没有新的内容可以写入。请看存疑的地方，或检查列的对应关系。")
        added, rows_of = 0, compared.by_estate()
        for estate_id, rows in rows_of.items():
            estate = get_estate_for(by, estate_id)
            added += self.add(by=by, estate=estate, rows=rows, batch_no=batch.pk, at=at).added
        return Written({"rows": added}, next(iter(rows_of)) if len(rows_of) == 1 else None)

    def undo(self, batch: ImportBatch, *, by: Actor, at: dt.datetime) -> dict[str, int]:
        """Remove its rows. Raises EntryRefused when somebody has worked on them since."""
        return {"removed_rows": remove_imported(by=by, batch_no=batch.pk, at=at)}


def one_estate(matcher: Matcher, stated: str, title: str) -> int | None:
    """The estate a row without a room is about: named by it, by the clerk, or the only one there is."""
    own = matcher.directory.estate_called(stated)
    if own is not None or (stated and stated != title):
        return own
    if matcher.chosen is not None:
        return matcher.chosen
    return next(iter(matcher.directory.estates)) if len(matcher.directory.estates) == 1 else None


def shortened(row: SheetRow, text: str, doubts: Doubts) -> str:
    """At most 200 characters on one line; says so when something is cut."""
    words = " ".join(text.split())
    if len(words) > LONGEST:
        doubts.add(row, "text_shortened", words[:40])
    return words[:LONGEST]


def has_day(row: SheetRow, day: dt.date | None, doubts: Doubts, today: dt.date) -> bool:
    """Whether the row's day can be taken."""
    if day is None:
        return doubts.add(row, "no_date")
    return day <= today or doubts.add(row, "future_date", str(day))
