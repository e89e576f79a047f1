"""Where on the preview a clerk was working, kept in the address.

After a correction the whole sheet is read again, and the page with it, perhaps twice while it takes its time. The address
says which doubt it was and what was done; the server marks the place with the one name the address points to. So the
clerk comes back to it without JavaScript as well, and when his doubt is gone, to the one that took its place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.http import QueryDict
from django.urls import reverse

ANCHOR: Final = "place"
KEPT: Final = ("code", "rows", "at")  # the kind of doubt shown, the page of lines, the doubt's number over all pages
DONE: Final = {
    "corrected": "已照改好的内容重新核对",
    "accepted": "已按原样接受，并重新核对",
    "mapped": "已按列的对应重新核对",
    "named": "已换成这个小区，并重新核对",
}
ASKED: Final = {
    "reason": "请写一句为什么按原样接受，以后核对时用得上。",
    "value": "这一格没有改：请写上新的内容再保存。",
    "estate": "小区没有改：请写上小区的名称，不超过 80 个字。",
}


@dataclass(frozen=True)
class Place:
    """``number``: which doubt, from 1 over all pages; 0: the top of the preview. ``words``: what was done, or is missing."""

    number: int
    words: str = ""
    asks: str = ""

    @property
    def tone(self) -> str:
        """A success, or something still to be written."""
        return "attention" if self.asks else "success"


def place_in(query: QueryDict, doubts: int, *, same_kind: bool) -> Place | None:
    """The place the address names among so many doubts; None: it names none, or the clerk has turned a page since.

    ``same_kind``: False when the doubts shown are not those he numbered, because none of that kind is left.
    """
    did = query.get("did", "")
    at = query.get("at", "")
    if query.get("page") or not (at or did):
        return None
    number = int(at) if at.isascii() and at.isdigit() and len(at) < 9 else 0
    number = min(number if same_kind else 1, doubts) if number else 0
    if did in ASKED:
        return Place(number, ASKED[did], did)
    left = f"还有 {doubts:,} 处有疑问。" if doubts else "没有疑问了。"
    return Place(number, f"{DONE[did]}。{left}" if did in DONE else "")


def kept(query: QueryDict) -> str:
    """What of the address says where the clerk is, as the beginning of a query: empty, or ending with ``&``."""
    return _coded(query, KEPT[:-1])


def back_to(pk: int, query: QueryDict, did: str = "") -> str:
    """The address of the preview at the place ``query`` names."""
    found = _coded(query, KEPT) + (f"did={did}" if did else "")
    return f"{reverse('import', args=[pk])}?{found.rstrip('&')}#{ANCHOR}"


def look_again(query: QueryDict) -> str:
    """The same address once more, for a link: told apart by a number, because a browser only scrolls when nothing but the
    part behind ``#`` could differ.
    """
    again = query.get("again", "")
    number = int(again) + 1 if again.isascii() and again.isdigit() and len(again) < 5 else 1
    did = query.get("did", "")
    found = _coded(query, KEPT) + (f"did={did}&" if did in DONE else "")
    return f"?{found}again={number}#{ANCHOR}"


def _coded(query: QueryDict, names: tuple[str, ...]) -> str:
    found = QueryDict(mutable=True)
    for name in names:
        if value := query.get(name, ""):
            found[name] = str(value)
    return f"{found.urlencode()}&" if found else ""
