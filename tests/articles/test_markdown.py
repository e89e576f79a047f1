"""Markdown to safe HTML: what comes through, what does not, and what never runs."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiefen.articles.markdown import Drawn, picture_ids, plain_passages, plain_text, render

HOSTILE = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)", "[x](vbscript:msgbox)", "![x](javascript:alert(1))",
    "[x](&#106;avascript:alert(1))", "[x](java\nscript:alert(1))", "<svg/onload=alert(1)>", "<a href='//evil'>x</a>",
    "[x](//evil.example/a)", "![x](https://evil.example/a.png)", "![x](//evil.example/a.png)", "<iframe src=//e></iframe>",
    "[x](https://a.example 'a\" onmouseover=\"alert(1)')", "`<script>alert(1)</script>`", "~~~\n<script>\n~~~",
    "[a]: javascript:alert(1)\n\n[a]", "<style>*{display:none}</style>", "# <b onclick=alert(1)>x</b>", "|<i onclick=x>|\n|-|\n|a|",
    "![\" onerror=\"alert(1)](picture:3)", "[x](\\javascript:alert(1))", "[x](\x01javascript:alert(1))", "<!-- --><script>",
]  # fmt: skip
PICTURE = Drawn(
    (("/articles/pictures/3-ab-480.webp", 480), ("/articles/pictures/3-ab-960.webp", 960)), 960, 600, "客厅"
)


class _Tags(HTMLParser):
    """Collects every tag and attribute a browser would see."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))


def html_of(text: str, **more: object) -> str:
    return render(text, pictures={3: PICTURE}, **more).html


def assert_harmless(html: str) -> None:
    for tag, attributes in _Tags(html).seen:
        assert tag not in {"script", "style", "iframe", "svg", "object", "form", "input", "base", "link", "meta"}
        assert not any(name.startswith("on") or name == "style" for name in attributes)
        for name in ("href", "src"):
            value = (attributes.get(name) or "").strip().lower()
            assert not value.startswith("//")
            if ":" in value.split("/")[0]:
                assert value.split(":")[0] in {"http", "https", "mailto", "tel"}
        if tag == "img":
            assert (attributes["src"] or "").startswith("/articles/pictures/")


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_runs(text):
    html = html_of(text, laws=["民法典"], law_address=lambda law, article, branch: f"/law/{article}/")
    assert_harmless(html)


@given(
    st.lists(
        st.sampled_from([*HOSTILE, "**", "](", "<", '"', "\n\n", "|", "《民法典》第一条", "picture:3"]), max_size=8
    )
)
def test_nothing_runs_however_it_is_mixed(parts):
    assert_harmless(html_of("".join(parts), law_address=lambda law, article, branch: "/law/1/"))


@given(st.text(max_size=200))
def test_any_text_renders(text):
    assert_harmless(html_of(text))
    plain_text(text)
    plain_passages(text)


def test_what_people_write_comes_through():
    html = html_of("**重**，*轻*，~~删~~\n\n- 一\n- 二\n\n3. 三\n\n> 引\n\n---\n\n[外](https://a.example/x)")
    for part in (
        "<strong>重</strong>",
        "<em>轻</em>",
        "<s>删</s>",
        "<li>一</li>",
        '<ol start="3">',
        "<blockquote>",
        "<hr>",
    ):
        assert part in html
    assert '<a rel="nofollow noopener ugc" href="https://a.example/x">外</a>' in html
    assert '<a href="/articles/">内</a>' in html_of("[内](/articles/)")


def test_titles_of_links_keep_their_mark():
    html = html_of('[外](https://a.example/x "提示")')
    assert re.search(r'<a [^>]*rel="nofollow noopener ugc"', html)


def test_tables_scroll_in_a_frame():
    html = html_of("| 甲 | 乙 |\n|---|--:|\n| 1 | 2 |\n")
    assert html.startswith('<div class="table-frame" tabindex="0" role="region" aria-label="表格"><table>')
    assert "style" not in html and "<td>2</td>" in html


def test_headings_stand_below_the_page_and_have_anchors():
    rendered = render("# 甲\n\n## 乙 `丙`\n\n### 丁\n\n###### 戊\n")
    assert [(each.level, each.text, each.anchor) for each in rendered.headings] == [
        (2, "甲", "part-1"), (3, "乙 丙", "part-2"), (4, "丁", "part-3"), (4, "戊", "part-4"),
    ]  # fmt: skip
    assert "<h1" not in rendered.html and '<h2 id="part-1">甲</h2>' in rendered.html
    assert render("## 甲\n\n## 乙\n").contents == ()
    assert len(render("## 甲\n\n## 乙\n\n## 丙\n").contents) == 3


def test_citations_lead_to_the_law_where_there_is_a_page():
    text = (
        "依据《民法典》第九百四十二条、第九百四十四条，以及民法典第一条。**《民法典》第十条**，[《民法典》第二条](/x)"
    )

    def address(law: str, article: int, branch: int) -> str:
        return f"/law/{law}/{article}/" if article > 1 else ""

    html = html_of(text, laws=["民法典"], law_address=address)
    assert '<a class="law" href="/law/民法典/942/">《民法典》第九百四十二条</a>、' in html
    assert '<a class="law" href="/law/民法典/944/">第九百四十四条</a>' in html
    assert "以及民法典第一条。" in html and '<strong><a class="law" href="/law/民法典/10/">' in html
    assert html.count("<a ") == 4 and '<a href="/x">《民法典》第二条</a>' in html


def test_pictures_are_ours_or_words():
    html = html_of("![厨房](picture:3)\n\n![](picture:3)\n\n![没有](picture:4)\n")
    assert 'alt="厨房"' in html and 'alt="客厅"' in html and "<p>没有</p>" in html
    assert 'srcset="/articles/pictures/3-ab-480.webp 480w, /articles/pictures/3-ab-960.webp 960w"' in html
    assert 'width="960" height="600" loading="lazy"' in html
    assert picture_ids("![a](picture:3) ![b](picture:12) ![c](picture:3) ![d](picture:x) ![e](/p.png)") == (3, 12)
    assert picture_ids("![a](picture:" + "9" * 40 + ")") == ()


def test_plain_text_is_what_a_reader_reads():
    assert plain_text("## 甲\n\n乙**丙**\n丁\n\n- 戊\n\n| a |\n|---|\n| b |\n") == "甲\n乙丙\n丁\n戊\na\nb"
    passages = plain_passages("开头\n\n## 甲\n\n乙\n\n- 丙\n\n| a |\n|---|\n| b |\n\n![图](picture:3)\n")
    assert [(each.heading, each.text, each.is_item) for each in passages] == [
        ("", "开头", False), ("甲", "乙", False), ("甲", "丙", True),
    ]  # fmt: skip
