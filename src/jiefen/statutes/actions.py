"""Importing a collection: new versions are added, earlier ones closed, nothing is ever deleted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Final

from django.db import transaction

from jiefen.audit import actions as audit
from jiefen.shared.bulk import insert_rows, reserve_ids
from jiefen.statutes.gists import gist_for
from jiefen.statutes.models import ArticleVersion, Law
from jiefen.statutes.reading import ArticleRow

Key = tuple[str, str, date | None]
COPIED: Final = [
    "label",
    "number",
    "branch",
    "version",
    "effective_from",
    "heading",
    "text",
    "reference",
    "fingerprint",
]


@dataclass(frozen=True)
class Imported:
    """What an import did, in articles (``laws``: in laws). ``unchanged`` were there already, word for word."""

    laws: int
    articles: int
    added: int
    changed: int
    unchanged: int
    closed: int


def import_collection(
    *, rows: Sequence[ArticleRow], at: dt.datetime, progress: Callable[[str], None] = lambda _: None
) -> Imported:
    """Write the articles of a collection; importing the same rows again changes nothing.

    An article is the same when law, label and version are. With another wording it is corrected in place; with a later
    version the earlier one is closed on the day the later takes effect. An audit event of the platform goes along.
    """
    unique = {(row.law, row.label, row.version): row for row in map(_with_known_day, rows)}
    with transaction.atomic():
        laws = _laws(unique.values())
        stored = _stored(laws)
        fresh = [key for key in unique if key not in stored]
        altered = [key for key in unique if key in stored and stored[key][1] != unique[key].fingerprint]
        progress(f"共 {len(unique)} 条，新增 {len(fresh)} 条，改动 {len(altered)} 条，正在写入")
        _insert([unique[key] for key in fresh], laws)
        _alter([(stored[key][0], unique[key]) for key in altered])
        closed = _close_earlier({row.law for row in unique.values()}) if fresh else 0
        unchanged = len(unique) - len(fresh) - len(altered)
        done = Imported(len({key[0] for key in unique}), len(unique), len(fresh), len(altered), unchanged, closed)
        if fresh or altered:
            _record(done, at)
    return done


def _record(done: Imported, at: dt.datetime) -> None:
    audit.record(
        organisation_id=audit.PLATFORM,
        by=None,
        at=at,
        code="statutes.collection_imported",
        subject=("statutes.collection", at.date().isoformat()),
        data=asdict(done),
    )


def _with_known_day(row: ArticleRow) -> ArticleRow:
    """The day of effect from our gists where the collection does not say it and the version fits."""
    gist = None if row.effective_from else gist_for(row.law, *row.number, version=row.version)
    if gist and (row.version is None or row.version <= gist.effective):
        return replace(row, effective_from=gist.effective)
    return row if row.effective_from else replace(row, effective_from=row.version)


def _laws(rows: Iterable[ArticleRow]) -> dict[str, int]:
    """Name → id of every law of the rows; missing ones are made."""
    categories: dict[str, str] = {}
    for row in rows:
        categories.setdefault(row.law, row.category.partition("/")[0] if row.law == "民法典" else row.category)
    known = set(Law.objects.values_list("name", flat=True))
    Law.objects.bulk_create(
        [Law(name=name, category=categories[name][:40]) for name in categories if name not in known]
    )
    return {name: key for name, key in Law.objects.values_list("name", "pk") if name in categories}


def _stored(laws: dict[str, int]) -> dict[Key, tuple[int, str]]:
    """(law, label, version) → (id, fingerprint) of what is there."""
    names = {key: name for name, key in laws.items()}
    rows = ArticleVersion.objects.values_list("law_id", "label", "version", "pk", "fingerprint")
    return {(names[law], label, version): (key, mark) for law, label, version, key, mark in rows if law in names}


def _insert(rows: list[ArticleRow], laws: dict[str, int]) -> None:
    if not rows:
        return
    ids = reserve_ids(ArticleVersion, len(rows))
    written = (
        (key, laws[row.law], *_values(row), place) for place, (key, row) in enumerate(zip(ids, rows, strict=True))
    )
    columns = ["id", "law_id", *COPIED, "position"]
    insert_rows(ArticleVersion, columns, written)


def _values(row: ArticleRow) -> tuple[object, ...]:
    number, branch = row.number
    days = (str(day) if day else None for day in (row.version, row.effective_from))
    return (row.label[:40], number, branch, *days, row.heading, row.text, row.reference, row.fingerprint)


def _alter(pairs: list[tuple[int, ArticleRow]]) -> None:
    for key, row in pairs:
        ArticleVersion.objects.filter(pk=key).update(**dict(zip(COPIED, _values(row), strict=True)))


def _close_earlier(names: set[str]) -> int:
    """Give every version that a later version of its law replaced its last day; how many were closed now."""
    rows = ArticleVersion.objects.filter(effective_to=None, law__in=Law.objects.filter(name__in=_several(names)))
    newest: dict[int, tuple[date, date]] = {}
    for law, version, effective in rows.values_list("law_id", "version", "effective_from").distinct():
        if version and effective and (version, effective) > newest.get(law, (date.min, date.min)):
            newest[law] = (version, effective)
    return sum(
        rows.filter(law_id=law).exclude(version=version).update(effective_to=effective)
        for law, (version, effective) in newest.items()
    )


def _several(names: set[str]) -> list[str]:
    """Those of ``names`` whose articles stand there in more than one version."""
    versions = ArticleVersion.objects.filter(effective_to=None).values_list("law__name", "version").distinct()
    seen: dict[str, int] = {}
    for name, _ in versions:
        seen[name] = seen.get(name, 0) + 1
    return [name for name, many in seen.items() if many > 1 and name in names]
