"""Cards, figures and lists: what a page is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.template.loader import render_to_string

from jiefen.web.ui.library import register
from jiefen.web.ui.parts import Fact, TimelineEvent, of_kind
from jiefen.web.ui.tags.actions import TONES, checked

CARD_TONES = TONES | {"", "quiet"}


@register.simple_block_tag
def card(content: str, title: str = "", tone: str = "", url: str = "", id: str = "") -> str:
    """A raised sheet. Tone info makes a law card; `url` makes the title a link."""
    values = {"title": title, "tone": checked(tone, frozenset(CARD_TONES)), "url": url, "id": id, "content": content}
    return render_to_string("ui/parts/card.html", values)


def _box(css: str) -> Any:
    def box(content: str) -> str:
        return render_to_string("ui/parts/box.html", {"css": css, "content": content})

    return box


BOXES = {"cards": "cards", "stats": "stats", "split": "split", "side": "split__side", "stack": "stack"}
for _name, _css in BOXES.items():
    register.simple_block_tag(_box(_css), name=_name)


@register.inclusion_tag("ui/parts/reason_card.html")
def reason_card(
    reason: str, who: str, where: str = "", amount_fen: int | None = None, url: str = "", action: str = "去沟通",
    tone: str = "neutral", primary: bool = False, phone: str = "", note: str = "", more: str = "", more_url: str = "",
) -> dict[str, Any]:  # fmt: skip
    """今日: the reason first, then who and where, the amount last. `phone` is a full number for a tel: link; `more` a second, quiet way."""
    return {
        "more": more, "more_url": "" if more_url == url else more_url,
        "reason": reason, "who": who, "where": where, "amount_fen": amount_fen, "url": url, "action": action,
        "tone": checked(tone, TONES), "kind": "primary" if primary else "quiet", "phone": phone, "note": note,
    }  # fmt: skip


@register.inclusion_tag("ui/parts/stat.html")
def stat(
    label: str,
    value: object = "",
    fen: int | None = None,
    formula: str = "",
    n: str = "",
    note: str = "",
    tone: str = "",
    url: str = "",
) -> dict[str, Any]:
    """One figure: what it is, how it was computed, over how many. `fen` in 分 is shown as money."""
    return {
        "label": label, "value": value, "fen": fen, "formula": formula, "n": n, "note": note, "tone": tone, "url": url,
    }  # fmt: skip


@register.simple_block_tag
def definition(content: str, term: str) -> str:
    """A term whose meaning opens by tap, key or pointer."""
    return render_to_string("ui/parts/definition.html", {"term": term, "content": content})


@register.simple_block_tag
def fold(content: str, summary: str, open: bool = False) -> str:
    """Something one may open."""
    return render_to_string("ui/parts/fold.html", {"summary": summary, "open": open, "content": content})


@register.inclusion_tag("ui/parts/facts.html")
def facts(rows: Iterable[Fact | dict[str, Any] | tuple[str, object]], today: date | None = None) -> dict[str, Any]:
    """A description list; (term, text) pairs are enough."""
    pairs = (Fact(row[0], str(row[1])) if isinstance(row, tuple) else row for row in rows)
    return {"items": of_kind(Fact, pairs), "today": today}


@register.inclusion_tag("ui/parts/timeline.html")
def timeline(events: Sequence[TimelineEvent], today: date | None = None) -> dict[str, Any]:
    """What happened, newest where the caller put it."""
    return {"events": of_kind(TimelineEvent, events), "today": today}
