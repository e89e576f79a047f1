"""What lawyers write becomes HTML: Markdown with tables, then an allow-list of tags. Pure.

Headings get anchors and never outrank the page's own. Citations of law become links where there is a page to go to;
links out of the site are marked nofollow. Pictures are only those uploaded here (``picture:12``); raw HTML is text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import nh3

from jiefen.engine.lead_summary import Passage
from jiefen.statutes.citations import citations_in

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

PICTURE: Final = "picture:"
LONG: Final = 3  # headings from which an article gets a table of contents
_TAGS: Final = {
    "p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "strong", "em", "s", "code", "pre", "hr", "br", "a", "img",
    "table", "thead", "tbody", "tr", "th", "td", 
}  # fmt: skip
_ATTRIBUTES: Final = {
    "a": {"href", "class", "title"},
    "img": {"src", "srcset", "sizes", "alt", "width", "height", "loading", "decoding"},
    "h2": {"id"}, "h3": {"id"}, "h4": {"id"}, "ol": {"start"},
    "th": {"class"}, "td": {"class"},
}  # fmt: skip
_SCHEMES: Final = {"http", "https", "mailto", "tel"}

LawAddress = Callable[[str, int, int], str]  # (law, article, branch) → address of its page, empty where there is none


@dataclass(frozen=True)
class Drawn:
    """A picture as the page shows it. ``sources``: (address, width) from small to large."""

    sources: tuple[tuple[str, int], ...]
    width: int
    height: int
    alt: str


@dataclass(frozen=True)
class Heading:
    """An entry of the table of contents. ``level`` 2 or 3."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True)
class Rendered:
    """Safe HTML, and its headings of level 2 and 3 in order."""

    html: str
    headings: tuple[Heading, ...]

    @property
    def contents(self) -> tuple[Heading, ...]:
        """The headings, when there are enough for a table of contents."""
        return self.headings if len(self.headings) >= LONG else ()


def no_pages(law: str, article: int, branch: int) -> str:
    """A LawAddress for a site without pages of law."""
    return ""


def render(
    text: str,
    *,
    laws: Sequence[str] = (),
    law_address: LawAddress = no_pages,
    pictures: Mapping[int, Drawn] | None = None,
) -> Rendered:
    """Markdown → safe HTML. ``laws``: names known without 《》. A picture not in ``pictures`` leaves its words."""
    tokens = _parse(text)
    headings = _anchored(tokens)
    for token in tokens:
        if token.type == "inline":
            token.children = _inline(token.children or [], tuple(laws), law_address, pictures or {})
    reader = _reader()
    html = reader.renderer.render(tokens, reader.options, {})
    clean = nh3.clean(
        html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel=None, attribute_filter=_attribute
    )
    return Rendered(_finished(clean), headings)


def plain_passages(text: str) -> list[Passage]:
    """The paragraphs and list items as plain text, each with its heading; tables and code left out."""
    heading, passages, inside, skipped, items = "", [], "", 0, 0
    for token in _parse(text):
        if token.type in ("table_open", "table_close"):
            skipped += token.nesting
        elif token.type in ("list_item_open", "list_item_close"):
            items += token.nesting
        elif token.type == "heading_open":
            inside = "heading"
        elif token.type == "heading_close":
            inside = ""
        elif token.type == "inline" and not skipped:
            words = _plain(token, pictures=False).strip()
            if inside:
                heading = words
            elif words:
                passages.append(Passage(heading, words, is_item=items > 0))
    return passages


def plain_text(text: str) -> str:
    """Everything a reader reads, without marks: for searching, counting and linting. One line a block."""
    blocks = (_plain(token).strip() for token in _parse(text) if token.type == "inline")
    return "\n".join(block for block in blocks if block)


def picture_ids(text: str) -> tuple[int, ...]:
    """The pictures a text shows, in order, each once."""
    found = [
        int(source[len(PICTURE) :])
        for token in _parse(text)
        for child in token.children or []
        if child.type == "image" and (source := str(child.attrGet("src") or "")).startswith(PICTURE)
        and source[len(PICTURE) :].isdecimal() and len(source) < 20
    ]  # fmt: skip
    return tuple(dict.fromkeys(found))


@lru_cache
def _reader() -> MarkdownIt:
    """The parser: CommonMark with tables, raw HTML off. Loaded when the first text is read."""
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable(["table", "strikethrough"])
    setattr(reader, "validateLink", lambda url: True)  # noqa: B010 — what a link may say is decided by nh3
    return reader


def _parse(text: str) -> list[Token]:
    return _reader().parse(text.replace("\x00", ""))


def _plain(token: Token, *, pictures: bool = True) -> str:
    """The words of an inline token; a picture speaks through its description, or not at all."""
    parts = []
    for child in token.children or []:
        if child.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif child.type == "image":
            parts.append(_plain(child) if pictures else "")
        else:
            parts.append(child.content)
    return "".join(parts)


def _anchored(tokens: list[Token]) -> tuple[Heading, ...]:
    """Move headings below the page's own, give each an anchor, return those for the contents."""
    found: list[Heading] = []
    lift = 1 if any(token.type == "heading_open" and token.tag == "h1" for token in tokens) else 0
    for place, token in enumerate(tokens):
        if token.type not in ("heading_open", "heading_close"):
            continue
        level = min(max(int(token.tag[1]) + lift, 2), 4)
        token.tag = f"h{level}"
        if token.type == "heading_open":
            anchor = f"part-{len(found) + 1}"
            token.attrSet("id", anchor)
            found.append(Heading(level, _plain(tokens[place + 1]), anchor))
    return tuple(found)


def _inline(
    children: list[Token], laws: tuple[str, ...], law_address: LawAddress, pictures: Mapping[int, Drawn]
) -> list[Token]:
    out: list[Token] = []
    in_link = 0
    for child in children:
        if child.type in ("link_open", "link_close"):
            in_link += child.nesting
            out.append(child)
        elif child.type == "image":
            out.append(_picture(child, pictures))
        elif child.type == "text" and not in_link:
            out += _linked(child.content, laws, law_address)
        else:
            out.append(child)
    return out


def _linked(text: str, laws: tuple[str, ...], law_address: LawAddress) -> list[Token]:
    """Text with its citations as links."""
    out, done = [], 0
    for one in citations_in(text, laws):
        address = law_address(one.law, one.article, one.branch)
        start = one.start - (text[max(one.start - 1, 0)] == "第")  # the second of “第一条、第三条”
        if not address or start < done:
            continue
        out += [_text(text[done:start]), _html(f'<a class="law" href="{escape(address)}">')]
        out += [_text(text[start : one.end]), _html("</a>")]
        done = one.end
    return [*out, _text(text[done:])]


def _text(words: str) -> Token:
    from markdown_it.token import Token

    return Token("text", "", 0, content=words)


def _html(words: str) -> Token:
    """HTML of our own making; what people wrote never becomes such a token (``html`` is off)."""
    from markdown_it.token import Token

    return Token("html_inline", "", 0, content=words)


def _picture(token: Token, pictures: Mapping[int, Drawn]) -> Token:
    source, words = str(token.attrGet("src") or ""), _plain(token)
    number = source[len(PICTURE) :] if source.startswith(PICTURE) else ""
    drawn = pictures.get(int(number)) if number.isdecimal() and len(number) < 12 else None
    if drawn is None:
        return _text(words)
    sources = ", ".join(f"{address} {width}w" for address, width in drawn.sources)
    return _html(
        f'<img src="{escape(drawn.sources[-1][0])}" srcset="{escape(sources)}" sizes="(min-width: 760px) 680px, 92vw" '
        f'alt="{escape(words or drawn.alt)}" width="{drawn.width}" height="{drawn.height}" loading="lazy" decoding="async">'
    )


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Only our own classes; links that stay here or go to the open web; pictures only from here."""
    if name == "class":
        return value if value == "law" else None
    if tag == "img" and name in ("src", "srcset"):
        return value if all(_stays(part.strip()) for part in value.split(",")) else None
    if tag == "a" and name == "href":
        return value if _stays(value) or value.startswith("#") or _scheme(value) in _SCHEMES else None
    return value


def _stays(address: str) -> bool:
    """A path of this site."""
    return address.startswith("/") and not address.startswith(("//", "/\\", "/%5c", "/%5C"))


def _scheme(address: str) -> str:
    try:
        return urlsplit(address).scheme
    except ValueError:
        return ""


def _finished(html: str) -> str:
    """Our own marks on clean HTML: links out of the site are no recommendation by us; wide tables scroll in a frame."""
    return (
        html.replace('<a href="http', '<a rel="nofollow noopener ugc" href="http')
        .replace("<table>", '<div class="table-frame" tabindex="0" role="region" aria-label="表格"><table>')
        .replace("</table>", "</table></div>")
    )
