"""Reading a collection of laws: JSON lines (plain or gzip) or a folder of Markdown files, into the same rows."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from jiefen.engine.law_standing import short_name
from jiefen.shared.errors import DomainError
from jiefen.statutes.citations import parse_label

_TITLE: Final = re.compile(r"^#\s+(?P<name>.+?)\s*#*$")
_HEADING: Final = re.compile(r"^#{2,6}\s+(?P<heading>.+?)\s*#*$")
_NUMBER: Final = r"[零〇一二三四五六七八九十百千0-9]+"
_CHAPTER: Final = re.compile(rf"^第{_NUMBER}[编章节分]+\s*")
_ARTICLE: Final = re.compile(
    rf"^(?:\*\*)?(?P<label>第{_NUMBER}条(?:之[一二三四五六七八九十]+)?)(?:\*\*)?[\s:：]*(?P<text>.*)$"
)
_DAY: Final = re.compile(r"(\d{4})\s*[年.-]\s*(\d{1,2})\s*[月.-]\s*(\d{1,2})")


class CollectionUnreadable(DomainError):
    """The file or folder is no collection of laws; the sentence says where and what is expected."""

    code = "statutes.unreadable"


@dataclass(frozen=True)
class ArticleRow:
    """One article as a collection gives it. ``reference``: its id there as JSON; ``version`` and the days may be unknown."""

    reference: str
    law: str
    category: str
    label: str
    version: date | None
    effective_from: date | None
    heading: str
    text: str

    @property
    def number(self) -> tuple[int, int]:
        """(article, branch); zeros when the label is no number."""
        return parse_label(self.label)

    @property
    def fingerprint(self) -> str:
        """Changes when anything but the place in the file does."""
        parts = (self.reference, self.category, str(self.effective_from), self.heading, self.text)
        return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=16).hexdigest()


def read_collection(path: Path) -> list[ArticleRow]:
    """Every article of a .jsonl, .jsonl.gz or a folder of .md files. Raises CollectionUnreadable."""
    if path.is_dir():
        rows = [row for file in sorted(path.rglob("*.md")) for row in _markdown(file)]
    else:
        rows = [_row(line, number) for number, line in _lines(path)]
    if not rows:
        raise CollectionUnreadable(f"{path} 里没有读到法条。请检查文件，或换一份法规文件。")
    return rows


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        raw = path.read_bytes()
        text = (gzip.decompress(raw) if raw.startswith(b"\x1f\x8b") else raw).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CollectionUnreadable(f"{path.name} 不是 UTF-8。请另存为 UTF-8 再试。") from None
    except (OSError, EOFError, zlib.error):
        raise CollectionUnreadable(f"没有找到文件 {path}，或它打不开。请检查路径，压缩文件请重新下载。") from None
    yield from ((number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip())


def _row(line: str, number: int) -> ArticleRow:
    try:
        found = json.loads(line)
        law, label, text = short_name(found["law"]), str(found["article"]).strip(), str(found["text"]).strip()
        reference = found.get("id", f"{law}{label}")
        if not law or not label or not isinstance(reference, str | int):
            raise ValueError
    except (ValueError, KeyError, TypeError, AttributeError):
        message = f"第 {number} 行读不懂：每行要是一个 JSON 对象，含 law、article、text 三项。请改正后再试。"
        raise CollectionUnreadable(message) from None
    return ArticleRow(
        reference=json.dumps(reference, ensure_ascii=False),
        law=law,
        category=str(found.get("category") or ""),
        label=label,
        version=_day(found.get("version"), number),
        effective_from=_day(found.get("effective_from"), number),
        heading=str(found.get("heading") or "")[:200],
        text=text,
    )


def _day(value: Any, number: int) -> date | None:
    if not value:
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        message = f"第 {number} 行的日期“{value}”读不懂，请写成 2021-01-01 这样。"
        raise CollectionUnreadable(message) from None


def _markdown(file: Path) -> list[ArticleRow]:
    """The articles of one law: # name, ## headings, paragraphs that begin with 第…条; the last day before them is the version."""
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        raise CollectionUnreadable(f"{file.name} 打不开或不是 UTF-8。请另存为 UTF-8 再试。") from None
    law, heading, version = short_name(file.stem), "", None
    articles: list[tuple[str, str, list[str]]] = []
    for line in (line.strip() for line in lines):
        if title := _TITLE.match(line):
            law = short_name(title["name"])
        elif chapter := _HEADING.match(line):
            heading = _CHAPTER.sub("", chapter["heading"])
        elif article := _ARTICLE.match(line):
            articles.append((article["label"], heading, [article["text"]]))
        elif articles and line:
            articles[-1][2].append(line)
        elif day := _last_day(line):
            version = day
    return [_from_markdown(law, version, *article) for article in articles]


def _from_markdown(law: str, version: date | None, label: str, heading: str, text: list[str]) -> ArticleRow:
    reference = json.dumps(f"{law}{label}", ensure_ascii=False)
    return ArticleRow(reference, law, "", label, version, None, heading[:200], "\n".join(filter(None, text)))


def _last_day(line: str) -> date | None:
    days = _DAY.findall(line)
    try:
        return date(*map(int, days[-1])) if days else None
    except ValueError:
        return None
