"""Invented things for the gallery, on a fixed day, so that it always looks the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from django import forms
from django.core.paginator import Paginator

from jiefen.web.ui.parts import ChartPoint, Column, Fact, Filter, Option, Series, Span, Step, TimelineEvent

TODAY: Final = date(2025, 11, 23)
SPRITE: Final = Path(__file__).parent / "templates" / "ui" / "sprite.html"
PLACES: Final = (
    ("今日", "today"),
    ("住户", "household"),
    ("时效", "clock"),
    ("数字", "chart"),
    ("导入", "import"),
    ("服务", "service"),
)


class PaymentForm(forms.Form):
    """A form with one of everything."""

    payer = forms.CharField(label="付款人", help_text="和收据上的名字一致")
    amount = forms.CharField(label="金额", error_messages={"required": "请写实际收到的金额。"})
    method = forms.ChoiceField(
        label="收款方式",
        choices=[("cash", "现金"), ("transfer", "转账"), ("wechat", "微信"), ("card", "刷卡")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选一种收款方式。"},
    )
    estate = forms.ChoiceField(label="小区", choices=[("1", "阳光花园"), ("2", "河畔里")])
    on = forms.DateField(label="到账日期", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), required=False)
    note = forms.CharField(label="备注", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    receipt = forms.BooleanField(label="已经开了收据", required=False)


class SheetForm(forms.Form):
    """A file."""

    sheet = forms.FileField(label="欠费表")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of the gallery: its name and what its template needs."""

    label: str
    context: Callable[[], dict[str, Any]]


def _words() -> dict[str, Any]:
    return {
        "icons": re.findall(r'id="i-([a-z-]+)"', SPRITE.read_text(encoding="utf-8")),
        "ratio": (1200, 1300),
        "names": ["陈立", "陈敏"],
    }


def _forms() -> dict[str, Any]:
    wrong = PaymentForm({"payer": "陈立", "amount": "", "estate": "1"}, auto_id="wrong_%s")
    return {
        "form": PaymentForm(initial={"payer": "陈立", "method": "wechat"}),
        "wrong": wrong,
        "file_form": SheetForm(),
    }


def _people() -> dict[str, Any]:
    events = [
        TimelineEvent(
            date(2025, 11, 20), "答应付 600 元", "说发工资后先付一部分，当天没有到账。", "clock", "attention"
        ),
        TimelineEvent(
            date(2025, 11, 6),
            "电梯口灯修好了",
            "报修 3 天后完成，陈女士确认过。",
            "service",
            "info",
            links=(("照片", "#"),),
        ),
        TimelineEvent(date(2025, 9, 2), "收到物业费", "", "check", "success", amount_fen=88000),
        TimelineEvent(date(2024, 12, 30), "催缴函送达", "快递签收，时效从这天重新计算。", "letter", "neutral"),
    ]
    facts = [
        Fact("房号", "3号楼 2单元 501"), Fact("业主", "陈敏"), Fact("欠费", fen=1248050),
        Fact("最近付款", on=date(2025, 9, 2)), Fact("时效最早到期", on=date(2025, 12, 31)),
    ]  # fmt: skip
    steps = [Step("上传", "done"), Step("核对列名", "done"), Step("看预览", "current"), Step("确认")]
    return {"events": events, "facts_rows": facts, "steps_items": steps}


def _lists() -> dict[str, Any]:
    columns = [
        Column("room", "房号", sort_url="?sort=room"),
        Column("owner", "业主"),
        Column("state", "状态", kind="badge"),
        Column("on", "最近联系", kind="date"),
        Column("fen", "欠费（元）", kind="money", sort_url="?sort=-fen", sorted="desc"),
    ]
    keys = ("url", "room", "owner", "state", "on", "fen")
    rows = (
        ("#1", "3-2-501", "陈敏", ("答应付款", "attention"), date(2025, 11, 20), 1248050),
        ("#2", "1-1-1203", "王建国、李秀英", ("时效将满", "deadline"), date(2024, 12, 30), 934200),
        ("#3", "5-3-102", "赵晓峰", ("报修未完成", "info"), None, 316800),
        ("#4", "2-1-804", "孙悦", ("按计划付款", "success"), date(2025, 11, 1), 120000),
    )
    estates = [Option("1", "阳光花园"), Option("2", "河畔里"), Option("3", "松涛苑")]
    filters = [
        Filter("estate", "小区", estates, "1"),
        Filter("stage", "阶段", [Option("call", "电话"), Option("visit", "上门")]),
    ]
    lines = [dict(zip(keys, row, strict=True)) for row in rows]
    return {
        "columns": columns,
        "rows": lines,
        "nothing": [],
        "filters": filters,
        "page": Paginator(range(2386), 50).get_page(3),
    }


def _charts() -> dict[str, Any]:
    falling = (
        ("2025年12月", 4218000, 38, "deadline"),
        ("2026年1月", 1862000, 21, "attention"),
        ("2026年2月", 1540050, 17, "attention"),
        ("2026年3月", 986000, 9, "info"),
        ("2026年4月", 0, 0, "info"),
        ("2026年5月", 2240000, 26, "info"),
    )
    falls = [ChartPoint(month, fen, "#board", f"{n} 户", tone) for month, fen, n, tone in falling]
    aging = [
        ChartPoint("1年以内", 21840000, note="412 户"), ChartPoint("1–2年", 15260000, note="268 户"),
        ChartPoint("2–3年", 9120000, note="143 户"), ChartPoint("3年以上", 4030000, note="61 户"),
    ]  # fmt: skip
    labels = [f"{m}月" for m in range(1, 12)]
    current = [0.812, 0.826, 0.831, 0.845, 0.842, 0.868, 0.871, 0.884, 0.893, 0.902, 0.9231]
    past = [0.31, 0.34, 0.36, None, 0.41, 0.43, 0.46, 0.47, 0.49, 0.52, 0.5472]
    items = [("物业费", 38210000), ("停车费", 7240000), ("公摊水电", 3360000), ("垃圾清运", 1440000)]
    return {
        "falls": falls,
        "aging": aging,
        "labels": labels,
        "series": [Series("当期收缴率", current), Series("往年清缴率", past)],
        "items": [ChartPoint(label, value) for label, value in items],
        "spans": [
            Span("预演过", 0.46, 0.38, 0.54, "143 次"),
            Span("没有预演", 0.33, 0.17, 0.55, "21 次"),
            Span("还没试过", None),
        ],
    }


def _chat() -> dict[str, Any]:
    from jiefen.web.chat.sample import sample_panel  # the conversation's own models, only when somebody looks

    return {"chat": sample_panel(), "fresh": False}


SHEETS: Final[dict[str, Sheet]] = {
    "words": Sheet("字与钮", _words),
    "forms": Sheet("表单", _forms),
    "people": Sheet("人与事", _people),
    "lists": Sheet("列表", _lists),
    "charts": Sheet("图", _charts),
    "chat": Sheet("对话", _chat),
    "waiting": Sheet("空与等", dict),
}
