"""What stands around the content: head, crumbs, tabs, filters, pages, notices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.paginator import Page
from django.http import QueryDict
from django.template import Context
from django.template.loader import render_to_string

from jiefen.web.ui.library import register
from jiefen.web.ui.parts import Crumb, Filter, Option, Step, Tab, of_kind
from jiefen.web.ui.tags.actions import TONES, checked

NOTICE_ICONS = {"neutral": "info", "info": "info", "attention": "alert", "deadline": "alert", "success": "check"}


@register.simple_block_tag
def page_head(content: str, title: str, lead: str = "", eyebrow: str = "") -> str:
    """The heading of a page, with room for quiet buttons."""
    values = {
        "title": title,
        "lead": lead,
        "eyebrow": eyebrow,
        "content": content,
        "has_actions": bool(content.strip()),
    }
    return render_to_string("ui/parts/page_head.html", values)


@register.inclusion_tag("ui/parts/breadcrumb.html")
def breadcrumb(items: Sequence[Crumb]) -> dict[str, Any]:
    """Where this page is; the last item is the page itself."""
    return {"items": of_kind(Crumb, items)}


@register.inclusion_tag("ui/parts/tabs.html")
def tabs(items: Sequence[Tab], label: str = "查看方式") -> dict[str, Any]:
    """Views of the same thing, as links."""
    return {"items": of_kind(Tab, items), "label": label}


@register.inclusion_tag("ui/parts/steps.html")
def steps(items: Sequence[Step], label: str = "进行到哪一步") -> dict[str, Any]:
    """Where one is in a short sequence."""
    return {"items": of_kind(Step, items), "label": label}


def _kept(keep: QueryDict | None, without: Iterable[str]) -> list[tuple[str, str]]:
    """What a GET form must carry along so that the rest of the address stays; a new search starts on page one."""
    dropped = {*without, "page"}
    return [(k, v) for k, values in keep.lists() if k not in dropped for v in values] if keep else []


@register.inclusion_tag("ui/parts/search_box.html")
def search_box(
    name: str = "q",
    value: str = "",
    label: str = "查找",
    placeholder: str = "",
    action: str = "",
    keep: QueryDict | None = None,
) -> dict[str, Any]:
    """A search form that leaves its words in the address."""
    return {
        "name": name,
        "value": value,
        "label": label,
        "placeholder": placeholder,
        "action": action,
        "kept": _kept(keep, [name]),
    }


@register.inclusion_tag("ui/parts/filter_bar.html")
def filter_bar(
    filters: Sequence[Filter], keep: QueryDict | None = None, q: str | None = None, action: str = "",
    placeholder: str = "房号、姓名或拼音首字母", label: str = "筛选",
) -> dict[str, Any]:  # fmt: skip
    """Selects (and a search box when `q` is not None) as one GET form."""
    items = of_kind(Filter, filters)
    return {
        "filters": [(item, of_kind(Option, item.options)) for item in items],
        "kept": _kept(keep, [*(item.name for item in items), "q"]),
        "q": q,
        "action": action,
        "placeholder": placeholder,
        "label": label,
        "is_set": bool(q) or any(item.value != item.default for item in items),
    }


@register.inclusion_tag("ui/parts/pagination.html", takes_context=True)
def pagination(
    context: Context, page: Page[Any], unit: str = "条", param: str = "page", also: Mapping[str, str] | None = None,
    anchor: str = "",
) -> dict[str, Any]:  # fmt: skip
    """Pages of a list; the rest of the address is kept. ``also``: what the addresses of the pages say besides; ``anchor``:
    the id of the list, where it stands far down.
    """
    request = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    for name, value in (also or {}).items():
        query[name] = value

    def address(number: int) -> str:
        query[param] = str(number)
        return f"?{query.urlencode()}{'#' if anchor else ''}{anchor}"

    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    links = [
        {"number": n, "url": address(n) if isinstance(n, int) else "", "current": n == page.number} for n in numbers
    ]
    return {
        "page": page,
        "unit": unit,
        "links": links,
        "previous": address(page.previous_page_number()) if page.has_previous() else "",
        "next": address(page.next_page_number()) if page.has_next() else "",
    }


@register.simple_block_tag
def notice(content: str, tone: str = "info", title: str = "", dismiss: bool = False, id: str = "") -> str:
    """A sentence the page says about itself. With an ``id`` an address can point to it, and it is focused then."""
    values = {
        "tone": checked(tone, TONES),
        "title": title,
        "dismiss": dismiss,
        "id": id,
        "content": content,
        "icon": NOTICE_ICONS[tone],
    }
    return render_to_string("ui/parts/notice.html", values)


@register.inclusion_tag("ui/parts/messages.html", takes_context=True)
def flash_messages(context: Context) -> dict[str, Any]:
    """Django's messages as notices; nothing where there are none."""
    levels = {"success": "success", "warning": "attention", "error": "deadline"}
    notes = [{"tone": levels.get(m.level_tag, "info"), "text": m.message} for m in context.get("messages") or ()]
    return {"notes": [{**note, "icon": NOTICE_ICONS[note["tone"]]} for note in notes]}


@register.inclusion_tag("ui/parts/undo_bar.html")
def undo_bar(message: str, url: str, label: str = "撤销") -> dict[str, Any]:
    """What was just done, and the way back."""
    return {"message": message, "url": url, "label": label}


@register.inclusion_tag("ui/parts/empty_state.html")
def empty_state(
    title: str, body: str = "", action: str = "", url: str = "", icon: str = "ledger", kind: str = "primary"
) -> dict[str, Any]:
    """What will be here, and the one way to fill it."""
    return {"title": title, "body": body, "action": action, "url": url, "icon": icon, "kind": kind}


@register.inclusion_tag("ui/parts/skeleton.html")
def skeleton(kind: str = "lines", count: int = 3) -> dict[str, Any]:
    """Quiet placeholders while something loads."""
    return {"kind": checked(kind, frozenset({"lines", "card", "table"})), "rows": range(count)}


@register.inclusion_tag("ui/parts/progress.html")
def progress(
    done: int, total: int | None, label: str, unit: str = "", poll_url: str = "", note: str = ""
) -> dict[str, Any]:
    """How far a job is, in numbers; asks again every second while `poll_url` is given."""
    return {"done": done, "total": total, "label": label, "unit": unit, "poll_url": poll_url, "note": note}
