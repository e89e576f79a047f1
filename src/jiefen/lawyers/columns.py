"""The ranker's columns from the database, and the live deltas that follow every write after its commit."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
from django.conf import settings

from jiefen.engine.practice_areas import areas
from jiefen.engine.ranker import Ranker, RankerShelf
from jiefen.engine.ranker_columns import CAUSES, TERMS, NoColumns, Source, Words, build
from jiefen.engine.ranker_kernel import ONLINE, SHOWABLE
from jiefen.lawyers.models import Affiliation, Lawyer, Licence, PracticeArea, VerifiedMatter
from jiefen.lawyers.states import LicenceState
from jiefen.rules.ranking import rating_part, reply_part, weights_on
from jiefen.rules.regions import cities, provinces

LANGUAGES: Final = ("普通话", "粤语", "吴语", "闽南语", "客家话", "藏语", "维吾尔语", "蒙古语", "英语", "日语", "手语")
FIT_BY_PLACE: Final = (255, 216, 184, 160)  # the first area on a card fits wholly, the fourth at 63 %
LIVE: Final = ("flags", "load", "capacity")  # what moves without a rebuild and has its truth in the database
_shelves: dict[Path, RankerShelf] = {}


def folder() -> Path:
    """Where the columns lie: a machine-local copy of the database's truth."""
    return Path(settings.DATA_FOLDER) / "lawyers"


def ranker() -> Ranker:
    """The opened ranker, following new builds. Raises NoColumns before the first."""
    return _shelves.setdefault(folder(), RankerShelf(folder())).ranker()


def set_live(lawyer_id: int, **changes: Any) -> None:
    """Tell the columns what changed; nothing to do before the first build or for a lawyer it does not know."""
    try:
        ranker().set_live(lawyer_id, **changes)
    except NoColumns:
        return


def rebuild(*, today: dt.date) -> int:
    """Build the columns anew from the database and put them in force. Returns how many lawyers they hold.

    Only lawyers with at least one area are in them; who may be shown is a live bit. Replies and ratings are not
    measured yet, so everybody stands at the prior with n = 0.
    """
    lawyers = _lawyers()
    words, weights = _words(), weights_on(today)
    row = {each[0]: place for place, each in enumerate(lawyers)}
    by_area, causes, cause_n = _experience(row, words)
    columns = {
        **_plain(lawyers, words), "firm": _firms(row), "flags": _flags(lawyers),
        "causes": causes, "cause_n": cause_n,
        "reply": np.full(len(row), reply_part(0, 0, weights)), "rating": np.full(len(row), rating_part(0, 0, weights)),
    }  # fmt: skip
    nothing = np.zeros(len(row), "i4")
    ids = np.array([each[0] for each in lawyers], "i8")
    build(folder(), Source(ids, columns, nothing, nothing, *_places(row, words, by_area)), words, weights)
    _catch_up(ids, columns)
    return len(row)


def _lawyers() -> list[Any]:
    rows = Lawyer.objects.filter(areas__isnull=False).distinct().order_by("pk")
    return list(rows.values_list("pk", "city_code", "languages", "words", "is_online", "open_matters", "capacity"))


def _catch_up(ids: Any, built: Mapping[str, Any]) -> None:
    """Repeat what changed between the read and the swap: those deltas went to the build that is gone.

    Only what changed is written, so a delta that arrives meanwhile is not undone.
    """
    now = _lawyers()
    flags, load, capacity = _flags(now), *(np.array([min(each[at], 255) for each in now], "u1") for at in (5, 6))
    before = dict(zip(ids.tolist(), zip(*(built[name].tolist() for name in LIVE), strict=True), strict=True))
    after = zip(flags.tolist(), load.tolist(), capacity.tolist(), strict=True)
    changed = [place for place, stands in enumerate(after) if before.get(now[place][0], stands) != stands]
    ranker().set_live_many(
        [now[each][0] for each in changed], is_showable=flags[changed] & SHOWABLE > 0,
        is_online=flags[changed] & ONLINE > 0, load=load[changed], capacity=capacity[changed],
    )  # fmt: skip


def _words() -> Words:
    number = {code: place for place, code in enumerate(provinces())}
    causes = VerifiedMatter.objects.order_by("cause_of_action").values_list("cause_of_action", flat=True).distinct()
    topics = [topic.name for area in areas() for topic in area.topics]
    return Words(
        [area.name for area in areas()], list(cities()), [number[code[:2]] for code in cities()], LANGUAGES,
        list(causes), list(dict.fromkeys(topics)),
    )  # fmt: skip


def _plain(lawyers: list[Any], words: Words) -> dict[str, Any]:
    city = {code: place for place, code in enumerate(words.cities)}
    spoken = {name: 1 << place for place, name in enumerate(words.languages)}
    return {
        "city": np.array([city[each[1]] for each in lawyers], "u2"),
        "languages": np.array([sum(spoken.get(name, 0) for name in each[2]) for each in lawyers], "u4"),
        "terms": _numbered((each[3] for each in lawyers), words.terms, TERMS, len(lawyers)),
        "load": np.array([min(each[5], 255) for each in lawyers], "u1"),
        "capacity": np.array([min(each[6], 255) for each in lawyers], "u1"),
    }


def _numbered(lists: Iterable[Iterable[str]], names: Any, width: int, rows: int) -> Any:
    number = {name: place for place, name in enumerate(names, 1)}
    table = np.zeros((rows, width), "u2")
    for row, words in enumerate(lists):
        known = [number[word] for word in words if word in number][:width]
        table[row, : len(known)] = known
    return table


def _firms(row: dict[int, int]) -> Any:
    firms = np.zeros(len(row), "i4")
    for lawyer, firm in Affiliation.objects.filter(until_on=None).values_list("lawyer_id", "firm_id"):
        if lawyer in row:
            firms[row[lawyer]] = firm
    return firms


def _flags(lawyers: list[Any]) -> Any:
    showable = set(
        Licence.objects.filter(state=LicenceState.VERIFIED, lawyer__affiliations__until_on=None)
        .exclude(lawyer__affiliations=None).values_list("lawyer_id", flat=True)
    )  # fmt: skip
    return np.array([SHOWABLE * (each[0] in showable) + ONLINE * each[4] for each in lawyers], "u1")


def _experience(row: dict[int, int], words: Words) -> tuple[Counter[tuple[int, str]], Any, Any]:
    """Verified matters by (lawyer, area), and each lawyer's most frequent causes with their numbers."""
    by_area: Counter[tuple[int, str]] = Counter()
    by_cause: dict[int, Counter[str]] = {}
    for lawyer, area, cause in VerifiedMatter.objects.values_list("lawyer_id", "area", "cause_of_action"):
        by_area[lawyer, area] += 1
        by_cause.setdefault(lawyer, Counter())[cause] += 1
    number = {name: place for place, name in enumerate(words.causes, 1)}
    causes, counts = np.zeros((len(row), CAUSES), "u2"), np.zeros((len(row), CAUSES), "u1")
    for lawyer, found in by_cause.items():
        if lawyer in row:
            for column, (cause, n) in enumerate(sorted(found.items(), key=lambda one: (-one[1], one[0]))[:CAUSES]):
                causes[row[lawyer], column], counts[row[lawyer], column] = number[cause], min(n, 255)
    return by_area, causes, counts


def _places(row: dict[int, int], words: Words, by_area: Counter[tuple[int, str]]) -> tuple[Any, Any, Any, Any]:
    area = {name: place for place, name in enumerate(words.areas)}
    rows = list(PracticeArea.objects.order_by("lawyer_id", "place").values_list("lawyer_id", "area", "place"))
    return (
        np.array([row[lawyer] for lawyer, _, _ in rows], "i4"),
        np.array([area[name] for _, name, _ in rows], "u1"),
        np.array([FIT_BY_PLACE[min(place, len(FIT_BY_PLACE)) - 1] for _, _, place in rows], "u1"),
        np.array([min(by_area[lawyer, name], 65535) for lawyer, name, _ in rows], "u2"),
    )
