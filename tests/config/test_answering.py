"""When the server says that no page is being answered."""

from __future__ import annotations

import asyncio

import pytest

from jiefen.config.answering import Answering


def ask(pages: Answering, path: str = "/"):
    return pages({"type": "http", "path": path}, None, None)


def test_said_after_the_last_of_several_pages():
    async def both() -> list[bool]:
        ends = {"/one/": asyncio.Event(), "/two/": asyncio.Event()}

        async def page(scope, receive, send) -> None:
            await ends[scope["path"]].wait()

        pages = Answering(page)
        asked = {path: asyncio.create_task(ask(pages, path)) for path in ends}
        heard = []
        for path in ends:
            await asyncio.sleep(0)
            heard.append(pages.no_page.is_set())
            ends[path].set()
            await asked[path]
        return [*heard, pages.no_page.is_set()]

    assert asyncio.run(both()) == [False, False, True]


def test_not_said_before_the_first_page():
    assert not Answering(lambda *_: pytest.fail("nobody asked")).no_page.is_set()


def test_a_page_that_failed_is_no_longer_being_answered():
    async def fails(scope, receive, send) -> None:
        raise RuntimeError("the visitor went away")

    pages = Answering(fails)
    with pytest.raises(RuntimeError):
        asyncio.run(ask(pages))
    assert pages.no_page.is_set()


def test_a_new_page_takes_the_word_back():
    seen = []

    async def page(scope, receive, send) -> None:
        seen.append(pages.no_page.is_set())

    pages = Answering(page)
    for _ in range(2):
        asyncio.run(ask(pages))
    assert seen == [False, False]
    assert pages.no_page.is_set()
