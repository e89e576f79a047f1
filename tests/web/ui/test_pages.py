"""Whole pages: the gallery, the shell with and without people, the pages for bad times."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from django.http import Http404
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory

from jiefen.web.ui import gallery, views

MEMBER = SimpleNamespace(display_name="周宁")


def _gallery(sheet: str, actor: object | None = MEMBER) -> str:
    request = RequestFactory().get(f"/ui/{sheet}/")
    request.actor = actor  # type: ignore[attr-defined]
    request.session = {}  # type: ignore[assignment]
    return views.gallery(request, sheet).content.decode()


@pytest.mark.parametrize("sheet", list(gallery.SHEETS))
def test_each_sheet_of_the_gallery_renders_and_keeps_the_policy(sheet: str) -> None:
    html = _gallery(sheet)
    assert html.count("<h1") == 1 and html.count("<main") == 1 and '<html lang="zh-CN">' in html
    assert "style=" not in html and "<style" not in html
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert html.count("button--primary") <= 1


def test_the_gallery_does_not_exist_for_strangers_nor_for_unknown_sheets() -> None:
    for sheet, actor in (("words", None), ("nothing", MEMBER)):
        with pytest.raises(Http404):
            _gallery(sheet, actor)


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "429", "500", "offline"])
def test_pages_for_bad_times_render_without_any_context(name: str) -> None:
    html = render_to_string(f"{name}.html")
    assert html.count("<h1") == 1 and "解纷" in html and "!" not in re.sub(r"<!doctype|<[^>]+>", "", html)


def test_a_refusal_says_its_sentence_and_reference() -> None:
    context = {"sentence": "“管家”不能批准减免。", "status": 403, "code": "x", "reference": "9f3a"}
    html = render_to_string("ui/refusal.html", context)
    assert "“管家”不能批准减免。" in html and "9f3a" in html


def _shell(**context: object) -> str:
    source = '{% extends "ui/base_app.html" %}{% block title %}今日{% endblock %}'
    return engines["django"].from_string(source).render(context)


def test_the_shell_stands_without_any_context() -> None:
    html = _shell()
    assert "<title>今日 · 解纷</title>" in html and 'href="#main"' in html and "<nav" not in html


def test_a_phone_shows_four_places_and_keeps_the_rest_behind_more() -> None:
    nav = [{"label": f"处{i}", "url": f"/{i}", "icon": "home", "current": i == 0} for i in range(6)]
    bar = _shell(nav=nav).split('class="tab-bar"', 1)[1]
    assert bar.count('class="tab-bar__item"') == 5 and "更多" in bar
    assert "更多" not in _shell(nav=nav[:5])


def test_the_person_can_sign_out_by_post() -> None:
    html = _shell(person_name="周宁", person_role="管家", sign_out_url="/out", csrf_token="t", search_url="/h")
    assert '<form method="post" action="/out" data-sign-out>' in html and 'value="t"' in html and "hx-headers=" in html


def test_django_messages_become_notices() -> None:
    messages = [
        SimpleNamespace(level_tag="error", message="没有存上。"),
        SimpleNamespace(level_tag="debug", message="<b>"),
    ]
    html = _shell(messages=messages)
    assert "notice--deadline" in html and "notice--info" in html and "&lt;b&gt;" in html


def test_the_confirm_page_asks_with_one_filled_button() -> None:
    source = '{% extends "ui/base_confirm.html" %}{% block question %}撤销这次导入?{% endblock %}'
    html = engines["django"].from_string(source).render({"confirm_label": "撤销导入", "cancel_url": "/i"})
    assert html.count("button--primary") == 1 and 'href="/i"' in html and "撤销这次导入?" in html
