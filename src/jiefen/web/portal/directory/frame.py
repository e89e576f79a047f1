"""The head of every directory page: its address for search engines, whether they may keep it, what it is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jiefen.web.portal.linked_data import linked_data


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
