"""Each component once, through Django's own template engine."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory

from jiefen.web.ui.parts import ChartPoint, Column, Crumb, Fact, Filter, Option, Series, Step, Tab, TimelineEvent

TODAY = date(2025, 11, 23)


def show(source: str, **context: Any) -> str:
    """The rendered source with runs of blanks made one."""
    return " ".join(engines["django"].from_string(source).render({"today": TODAY, **context}).split())


def test_button_takes_kind_icon_and_any_attribute() -> None:
    html = show('{% button "存" kind="primary" icon="check" hx_post="/x" disabled=off hidden=True %}', off=False)
    assert html.startswith('<button class="button button--primary" type="submit" hx-post="/x" hidden>')
    assert 'href="#i-check"' in html and html.endswith("<span>存</span></button>")


def test_link_button_escapes_what_it_is_given() -> None:
    html = show("{% link_button label url %}", label="<b>", url='/?a="')
    assert html == '<a class="button button--quiet" href="/?a=&quot;"><span>&lt;b&gt;</span></a>'


@pytest.mark.parametrize(
    "source", ['{% button "x" kind="huge" %}', '{% badge "x" "red" %}', '{% card tone="loud" %}{% endcard %}']
)
def test_a_misspelt_kind_or_tone_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match="is not one of"):
        show(source)


def test_badge_always_has_words() -> None:
    assert show('{% badge "已付清" "success" %}') == '<span class="badge badge--success">已付清</span>'


def test_icon_is_silent_unless_it_says_something() -> None:
    assert 'aria-hidden="true"' in show('{% icon "phone" %}')
    assert 'role="img" aria-label="电话"' in show('{% icon "phone" 16 "电话" %}')


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("{% money 1248050 %}", '<span class="money">¥12,480.50</span>'),
        ("{% money 1248050 unit=False %}", '<span class="money">12,480.50</span>'),
        ("{% money -100 big=True %}", '<span class="money money--big">-¥1<span class="money__fen">.00</span></span>'),
        ("{% money None %}", '<span class="money">—</span>'),
        ("{{ 1248050|fen }} {{ n|count }} {{ 150000|fen_short }}", "12,480.50 — 1500"),
        ("{{ today|cn_date:today }} {{ today|relative_day:today }}", "11月23日(周日) 今天"),
        (
            "{{ r|percent }} {{ r|percent:0 }} {{ p|masked_phone }} {{ names|join_dun }}",
            "50.00% 50% 138****5678 甲、乙",
        ),
        ("{% day None %}{% stamp None %}", "——"),
    ],
)
def test_figures_and_words(source: str, html: str) -> None:
    assert show(source, n=None, r=(1, 2), p="13812345678", names=["甲", "乙"]) == html


def test_day_says_the_exact_date_and_how_far_it_is() -> None:
    assert show("{% day on today %}", on=date(2025, 11, 26)) == (
        '<time class="day" datetime="2025-11-26">11月26日(周三)</time> <span class="day__relative">3天后</span>'
    )


def test_stamp_is_in_local_time() -> None:
    assert "11月6日 09:05</time>" in show("{% stamp at today %}", at=datetime(2025, 11, 6, 1, 5, tzinfo=UTC))


def test_breadcrumb_ends_at_this_page() -> None:
    html = show("{% breadcrumb items %}", items=[Crumb("住户", "/h"), {"label": "3-2-501"}])
    assert '<a href="/h">住户</a>' in html and '<span aria-current="page">3-2-501</span>' in html


def test_tabs_mark_the_current_one_and_count_zero_too() -> None:
    html = show("{% tabs items %}", items=[Tab("全部", "?", current=True, count=0), Tab("逾期", "?s=1")])
    assert html.count('aria-current="page"') == 1 and '<span class="tabs__count">0</span>' in html


def test_steps_say_which_is_current() -> None:
    html = show("{% steps items %}", items=[Step("上传", "done"), Step("核对", "current"), Step("确认")])
    assert html.count('aria-current="step"') == 1 and 'aria-label="已完成"' in html


def test_filter_bar_keeps_the_rest_of_the_address_and_starts_on_page_one() -> None:
    request = RequestFactory().get("/h?sort=fen&estate=2&page=7&q=cm")
    filters = [Filter("estate", "小区", [Option("1", "甲苑"), Option("2", "乙苑")], "2")]
    html = show("{% filter_bar filters keep=request.GET q=q %}", filters=filters, request=request, q="cm")
    assert '<input type="hidden" name="sort" value="fen">' in html
    assert 'name="page"' not in html and html.count('name="q"') == 1
    assert '<option value="2" selected>乙苑</option>' in html and "清除" in html


def test_search_box_is_a_labelled_get_form() -> None:
    html = show('{% search_box value="陈" label="找住户" %}')
    assert 'method="get"' in html and 'for="search-q"' in html and 'value="陈"' in html


def test_pagination_keeps_the_query_and_knows_its_ends() -> None:
    request = RequestFactory().get("/h?sort=fen&page=3")
    page = Paginator(range(2386), 50).get_page(3)
    html = show('{% pagination page unit="户" %}', page=page, request=request)
    assert "共 2,386 户，这里是第 101–150 户" in html
    assert 'href="?sort=fen&amp;page=4" rel="next"' in html and 'href="?sort=fen&amp;page=48"' in html


def test_pagination_of_nothing_offers_no_pages() -> None:
    html = show("{% pagination page %}", page=Paginator([], 50).get_page(1), request=RequestFactory().get("/"))
    assert "共 0 条" in html and "<ul" not in html


def test_notice_of_a_deadline_is_an_alert() -> None:
    assert 'role="alert"' in show('{% notice "deadline" %}晚上 8 点后不打电话。{% endnotice %}')
    assert 'role="status"' in show('{% notice "info" dismiss=True %}<b>好</b>{% endnotice %}')


def test_undo_bar_posts_with_the_form_token() -> None:
    html = show('{% undo_bar "已撤下 3 笔" "/undo" %}', csrf_token="t0ken")
    assert 'method="post" action="/undo"' in html and 'value="t0ken"' in html


def test_empty_state_offers_one_way_on() -> None:
    assert "button--primary" in show('{% empty_state "还没有" "导入后会有。" action="导入" url="/i" %}')
    assert "<a" not in show('{% empty_state "还没有" %}')


def test_progress_counts_and_asks_again_only_while_told_to() -> None:
    html = show('{% progress 42310 100000 "正在读取" unit="行" poll_url="/p" %}')
    assert "42,310 / 100,000 行" in html and 'value="42310" max="100000"' in html
    assert 'hx-get="/p" hx-trigger="every 1s"' in html and 'aria-live="polite"' in html
    assert "hx-get" not in show('{% progress 5 None "正在核对" %}')


def test_skeleton_is_announced_once() -> None:
    assert show('{% skeleton "table" 4 %}').count("skeleton__row") == 4


def test_card_and_reason_card_put_the_reason_first_and_the_amount_after_whom() -> None:
    html = show(
        '{% reason_card reason="答应付 600 元" who="陈敏" where="3-2-501" amount_fen=60000 url="/t" phone=phone %}',
        phone="13812345678",
    )
    assert html.index("答应付") < html.index("陈敏") < html.index("¥600.00") < html.index("去沟通")
    assert "button--quiet" in html and 'href="tel:13812345678"' in html
    assert show('{% card title="账单" url="/b" %}<p>x</p>{% endcard %}').count('<a href="/b">账单</a>') == 1


def test_stat_opens_its_formula_without_scripts() -> None:
    html = show('{% stat "当期收缴率" value="92.31%" formula="实收 ÷ 应收" n="分母 13 户" %}')
    assert "<details" in html and "实收 ÷ 应收" in html and "分母 13 户" in html
    assert "<details" not in show('{% stat "欠费" fen=100 %}')


def test_facts_take_pairs_money_and_dates() -> None:
    html = show(
        "{% facts rows today %}", rows=[("房号", "501"), Fact("欠费", fen=0), Fact("付款", on=TODAY), Fact("备注")]
    )
    assert "<dd>501</dd>" in html and "¥0.00" in html and "今天" in html and "<dd>—</dd>" in html


def test_timeline_is_an_ordered_list() -> None:
    html = show("{% timeline events today %}", events=[TimelineEvent(TODAY, "收到", amount_fen=5, url="/p")])
    assert html.startswith("<ol") and '<a href="/p">收到</a>' in html and "¥0.05" in html


def test_data_table_names_each_cell_for_the_phone() -> None:
    columns = [
        Column("room", "房号"),
        Column("fen", "欠费（元）", "money", "?sort=fen", "desc"),
        Column("s", "状态", "badge"),
    ]
    html = show("{% data_table columns rows %}", columns=columns, rows=[{"room": "501", "fen": 100, "url": "/h/1"}])
    assert '<tr data-href="/h/1">' in html and '<a href="/h/1">501</a>' in html
    assert '<td class="cell cell--money" data-label="欠费（元）">1.00</td>' in html
    assert 'aria-sort="descending"' in html and '<td class="cell cell--badge" data-label="状态">—</td>' in html


def test_data_table_without_rows_says_so() -> None:
    assert show('{% data_table columns rows empty="没有符合的住户。" %}', columns=[Column("a", "甲")], rows=[]) == (
        '<p class="table-empty">没有符合的住户。</p>'
    )


def test_table_with_cells_written_by_the_page() -> None:
    heading = '{% cell "房号" head=True %}<b>501</b>{% endcell %}'
    source = "{% table columns %}<tr>" + heading + '{% cell "元" "money" %}{{ x }}{% endcell %}</tr>{% endtable %}'
    html = show(source, columns=[{"key": "", "label": "房号"}], x="<1>")
    assert '<th scope="row" class="cell cell--text" data-label="房号"><b>501</b></th>' in html
    assert '<td class="cell cell--money" data-label="元">&lt;1&gt;</td>' in html


def test_definition_and_fold_are_details() -> None:
    assert show('{% definition "时效" %}三年{% enddefinition %}').startswith("<details")
    assert '<details class="fold" open>' in show('{% fold "看" open=True %}x{% endfold %}')


POINTS = [ChartPoint("1月", 3000, "/m/1", "8 户"), ChartPoint("2月", 1000)]


@pytest.mark.parametrize("tag", ["bar_chart points", "share_chart points", "fall_chart points"])
def test_charts_say_in_words_what_they_draw(tag: str) -> None:
    html = show("{% " + tag + ' "标题" %}', points=POINTS)
    assert "<svg" in html and "<title id=" in html and "1月 ¥30.00；2月 ¥10.00</desc>" in html
    assert html.count("¥30.00") >= 2 and "style=" not in html


def test_a_chart_with_links_is_a_group_not_a_picture() -> None:
    assert 'role="group"' in show('{% fall_chart points "x" %}', points=POINTS)
    assert 'role="img"' in show('{% fall_chart points "x" %}', points=[ChartPoint("1月", 1)])


def test_line_chart_names_each_line_at_its_end_and_tables_the_gaps() -> None:
    html = show('{% line_chart series labels "收缴率" %}', series=[Series("当期", [0.5, None])], labels=["1月", "2月"])
    assert "当期最近是 50.00%</desc>" in html and '<td class="cell--money">—</td>' in html


@pytest.mark.parametrize("tag", ["bar_chart p", "share_chart p", "fall_chart p", "line_chart p p"])
def test_charts_of_nothing_say_so(tag: str) -> None:
    assert "还没有可以画的数字。" in show("{% " + tag + ' "标题" %}', p=[])


def test_data_table_escapes_what_people_typed() -> None:
    html = show("{% data_table columns rows %}", columns=[Column("a", "甲")], rows=[{"a": "<b>", "url": '/"x'}])
    assert "&lt;b&gt;" in html and "<b>" not in html and 'href="/&quot;x"' in html
