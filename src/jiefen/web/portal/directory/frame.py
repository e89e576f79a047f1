"""The head of every directory page: its address for search engines, whether they may keep it, what it is about."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe

_ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def page(
    request: HttpRequest, template: str, *, canonical: str, may_index: bool, description: str = "",
    json_ld: Mapping[str, Any] | None = None, **context: Any,
) -> HttpResponse:  # fmt: skip
    """Render ``directory/<template>.html``. ``canonical``: path and query that name this content once."""
    context = {
        "canonical": request.build_absolute_uri(canonical), "may_index": may_index, "description": description,
        "json_ld": linked_data(json_ld) if json_ld else "", **context,
    }  # fmt: skip
    response = render(request, f"directory/{template}.html", context)
    if not may_index:
        response["X-Robots-Tag"] = "noindex"
    return response


def linked_data(content: Mapping[str, Any]) -> SafeString:
    """JSON for a data block of a page: no character in it can end the block."""
    text = json.dumps({"@context": "https://schema.org", **content}, ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(text)  # noqa: S308 — escaped above, as django.utils.html.json_script does
