"""Finding articles for a question: the packed index of what is imported, beside it the shipped gists of laws that are not.

The index is derived from the rows and may be deleted: ``./run manage import_statutes`` makes it anew. A new one is
written beside the old and comes into use with one rename, so a serving process never sees half of it.
"""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.conf import settings

from jiefen.engine import classify, law_standing, retrieve, statute_index
from jiefen.engine.statute_index import Document, Index
from jiefen.statutes.gists import Gist, gist_for, gists
from jiefen.statutes.models import ArticleVersion
from jiefen.statutes.queries import current_articles

_NAMED: Final = re.compile(r"《([^《》]+)》")
_POINTER: Final = "current"


def find(question: str, *, k: int, areas: Mapping[str, float] | None = None) -> tuple[retrieve.Hit, ...]:
    """The ``k`` articles that bear on ``question``, best first; ``areas`` as the classifier sees them.

    References are those of the imported collection; while nothing is imported, of the gists (“民法典第九百四十四条”).
    """
    return retrieve.retrieve(current_index(), question, k=k, areas=areas)


def current_index() -> Index:
    """The index in use: of the imported collection where there is one, else of the gists."""
    name = _current(_folder())
    imported = _mapped(_folder() / name) if name else None
    return imported if imported is not None else gist_index()


@lru_cache
def gist_index() -> Index:
    """The index of the shipped gists, made in memory."""
    return statute_index.build([_gist_document(one) for one in gists().values()])


def _gist_document(one: Gist) -> Document:
    return Document(
        reference=one.reference,
        law=one.law,
        heading="",
        text=one.gist,
        words=one.words,
        standing=law_standing.standing(one.law),
        area=law_standing.area_of(one.law, one.article),
    )


def rebuild_index(*, stamp: str) -> int:
    """Index every current article under a folder named ``stamp``; returns how many. Earlier folders are removed.

    With the gists of laws that the collection does not hold: a file with one new article must not hide all the others.
    """
    articles = list(current_articles())
    documents = [*_documents(articles), *(_gist_document(one) for one in _gists_beside(articles))]
    folder = _folder()
    statute_index.save(statute_index.build(documents), folder / stamp)
    pointer = folder / f"{_POINTER}.new"
    pointer.write_text(stamp, encoding="utf-8")
    pointer.replace(folder / _POINTER)
    for old in folder.iterdir():
        if old.is_dir() and old.name != stamp:
            shutil.rmtree(old)  # a process that mapped its files keeps them until it lets go
    return len(documents)


def has_index() -> bool:
    """Whether an index of an imported collection is in use."""
    name = _current(_folder())
    return bool(name) and _mapped(_folder() / name) is not None


def _gists_beside(articles: list[ArticleVersion]) -> list[Gist]:
    """Gists of articles that are not there, of laws of which less than half of those we told in plain words are."""
    there = {(one.law.name, one.number, one.branch) for one in articles}
    told = Counter(law for law, *_ in gists())
    held = Counter(key[0] for key in gists() if key in there)
    return [one for key, one in gists().items() if key not in there and 2 * held[one.law] < told[one.law]]


def _documents(articles: list[ArticleVersion]) -> Iterable[Document]:
    cited = _citing_articles(articles)
    standings: dict[str, float] = {}
    for one in articles:
        law = one.law
        if law.name not in standings:
            standings[law.name] = law_standing.standing(law.name, category=law.category, cited_by=cited[law.name])
        gist = gist_for(law.name, one.number, one.branch, version=one.version)
        yield Document(
            reference=json.loads(one.reference),
            law=law.name,
            heading=one.heading,
            text=one.text,
            gist=gist.gist if gist else "",
            words=gist.words if gist else "",
            standing=standings[law.name],
            area=_area(law.name, one.number),
        )


def _area(law: str, number: int) -> str:
    """The area of an article; asked once per law but for the Civil Code, whose articles differ."""
    return law_standing.area_of(law, number) if law == law_standing.CIVIL_CODE else _area_of_law(law)


@lru_cache(maxsize=4096)
def _area_of_law(law: str) -> str:
    return law_standing.area_of(law, 0, model=classify.packaged_model())


def _citing_articles(articles: list[ArticleVersion]) -> Counter[str]:
    """Law → how many articles of other laws name it."""
    cited: Counter[str] = Counter()
    for one in articles:
        cited.update({law_standing.short_name(name) for name in _NAMED.findall(one.text)} - {one.law.name})
    return cited


def _folder() -> Path:
    return Path(settings.DATA_FOLDER) / "statutes"


def _current(folder: Path) -> str:
    try:
        return (folder / _POINTER).read_text(encoding="utf-8").strip()
    except OSError:
        return ""


@lru_cache(maxsize=2)
def _mapped(folder: Path) -> Index | None:
    return statute_index.load(folder)
