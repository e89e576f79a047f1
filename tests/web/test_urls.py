"""Every page that the URL map names is there: they are imported with their first request (shared/later.py)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from jiefen.shared.later import LaterCall


def patterns(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield entry
        else:
            yield from patterns(entry)


def named_pages() -> list[LaterCall]:
    pages = [each.callback for each in patterns() if each.callback.__module__.startswith("jiefen.shared")]
    return sorted(set(pages), key=lambda page: (page.module, page.name))


def test_all_our_pages_are_named_to_be_imported_later():
    views = {each.callback.__module__ for each in patterns()}
    assert views == {"jiefen.shared.later"}


@pytest.mark.parametrize("page", named_pages(), ids=lambda page: f"{page.module}.{page.name}")
def test_a_named_page_is_there(page):
    assert callable(page.itself)
    assert page.itself.__module__ == page.module
