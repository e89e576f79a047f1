"""What the preview page shows, prepared from the stored summary so that the template only places it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.urls import reverse

from jiefen.ledger.imports.doubts import can_accept, title_of
from jiefen.ledger.imports.kinds.arrears import stem
from jiefen.ledger.imports.plan import column_index
from jiefen.ledger.models import FeeItemKind, ImportBatch, ImportKind
from jiefen.ledger.states import ImportState
from jiefen.web.ui.parts import Column, Filter, Option
from jiefen.web.workbench import import_place
from jiefen.web.workbench.import_forms import tables_of
from jiefen.web.workbench.import_place import Place

PROBLEMS_PER_PAGE = 20
SAYS_IT = 10  # characters: “这是负数” and “这一行有金额” do not name a doubt yet
SAMPLES_PER_PAGE = 25
LIST_COLUMNS = [
    Column("file", "文件"),
    Column("estate", "小区"),
    Column("kind", "内容"),
    Column("premises", "户数", kind="count"),
    Column("fen", "金额（元）", kind="money"),
    Column("state", "状态"),
    Column("at", "时间"),
]
ITEM_COLUMNS = [
    Column("item", "费用项"),
    Column("kind", "性质"),
    Column("count", "笔数", kind="count"),
    Column("fen", "金额（元）", kind="money"),
]
SAMPLE_COLUMNS = [
    Column("room", "房号"),
    Column("row", "表中行号", kind="count"),
    Column("owner", "业主"),
    Column("item", "费用项"),
    Column("period", "账期"),
    Column("fen", "金额（元）", kind="money"),
]
TOTAL_COLUMNS = [
    Column("sheet", "工作表"),
    Column("label", "名目"),
    Column("stated_fen", "表里写的（元）", kind="money"),
    Column("computed_fen", "逐行相加（元）", kind="money"),
]
METHOD_COLUMNS = [
    Column("method", "收款方式"),
    Column("count", "笔数", kind="count"),
    Column("fen", "金额（元）", kind="money"),
]
PAYMENT_COLUMNS = [
    Column("room", "记到哪一户"),
    Column("row", "表中行号", kind="count"),
    Column("paid_on", "收款日期", kind="date"),
    Column("how", "凭什么认出"),
    Column("payer", "付款人"),
    Column("fen", "金额（元）", kind="money"),
    Column("settles", "依法抵哪些账单"),
    Column("prepaid_fen", "留作预存（元）", kind="money"),
]
SERVICE_COLUMNS = [
    Column("what", "内容"),
    Column("row", "表中行号", kind="count"),
    Column("on", "日期", kind="date"),
    Column("where", "记在哪里"),
    Column("note", "类别或状态"),
]


@dataclass(frozen=True)
class KindWords:
    """How the pages speak of one kind of sheet. ``parts``: suffix of its template parts."""

    parts: str
    unit: str
    confirm: str
    nothing: str
    undone: str
    sample_columns: list[Column]


REVERSED, REMOVED = "原来的账行都以冲正行抵消，查得到。", "它写入的记录已经删去。"
KINDS = {
    ImportKind.ARREARS: KindWords("arrears", "笔", "确认入账", "没有认出欠费。", REVERSED, SAMPLE_COLUMNS),
    ImportKind.PAYMENTS: KindWords("payments", "笔", "确认入账", "没有认出可以入账的收款。", REVERSED, PAYMENT_COLUMNS),
    ImportKind.SERVICE_RECORDS: KindWords("services", "条", "确认写入", "没有认出服务记录。", REMOVED, SERVICE_COLUMNS),
    ImportKind.REPAIR_TICKETS: KindWords("services", "条", "确认写入", "没有认出报修工单。", REMOVED, SERVICE_COLUMNS),
}


@dataclass(frozen=True)
class ProblemView:
    """One doubtful cell with what can be done about it."""

    sheet: str
    row: int
    letter: str
    column: str
    value: str
    code: str
    message: str
    suggestion: str
    blocking: bool
    number: int = 0  # from 1 over all pages of the doubts shown
    asked: str = ""  # what the clerk left blank here a moment ago
    table: str = ""  # where the mapping page speaks of its table
    is_head: bool = False  # its row is the header of a table under another

    @property
    def column_index(self) -> int | None:
        """0-based column, when the doubt is about one cell."""
        return column_index(self.letter) if self.letter else None

    @property
    def cell_text(self) -> str:
        """What the cell itself holds now: where the room is missing, ``value`` is the line's amount."""
        return "" if self.code == "room_missing" else self.value

    @property
    def is_about_columns(self) -> bool:
        """A whole sheet or table: the way out is to say what its columns are."""
        return not self.row or self.is_head

    @property
    def can_accept(self) -> bool:
        """Contradictions with the ledger are settled in the ledger, not by accepting the sheet."""
        return self.blocking and can_accept(self.code)


@dataclass(frozen=True)
class ImportView:
    """The preview."""

    figures: dict[str, Any]
    items: list[dict[str, Any]]
    totals: list[dict[str, Any]]
    problems: Page[ProblemView]
    problem_filter: list[Filter]
    problem_total: int
    totals_agree: bool | None  # None: the file states no total
    has_blocking: bool
    sample: Page[dict[str, Any]]
    here: str  # the beginning of every query that leads back to this view
    place: Place | None

    @property
    def counts_more(self) -> bool:
        """Whether more is to be written than the sheet's own total says."""
        return int(self.figures.get("outstanding_fen", 0)) > int(self.figures.get("stated_total_fen") or 0)

    @property
    def sample_title(self) -> str:
        """Whether these are all lines or the first ones."""
        shown = self.sample.paginator.count
        every = self.figures.get("new_rows", 0) <= shown
        return "每一行这样记" if every else f"前 {shown} 笔这样记，其余照此类推"

    @property
    def writes_less(self) -> bool:
        """Of what the sheet holds only a part is new to the ledger: then it is said how much."""
        return bool(self.figures.get("new_charges", 0) != self.figures.get("charge_rows", 0))

    @property
    def nothing_owed(self) -> bool:
        """An arrears sheet in which households were found and not one charge: most likely the amount column was not recognised."""
        return self.figures.get("charge_rows") == 0 and self.figures.get("new_premises", 0) > 0

    @property
    def can_commit(self) -> bool:
        """There is something to write."""
        return bool(self.figures.get("new_rows") or self.figures.get("new_charges") or self.figures.get("new_premises"))


def page_of(batch: ImportBatch, query: QueryDict) -> ImportView:
    """Prepare the summary of ``batch`` as the address asks: ``code`` narrows the doubts to one kind, ``page`` and ``rows``
    are pages, ``at`` and ``did`` the place the clerk comes back to.
    """
    found = batch.summary
    codes = found.get("problem_counts", {})
    code = query.get("code", "") if query.get("code") in codes else ""  # none of that kind left: all others
    problems = [ProblemView(**problem) for problem in found.get("problems", [])]
    shown = [problem for problem in problems if not code or problem.code == code]
    stated = found.get("stated_total_fen")
    options = [Option(name, f"{_title(name, problems)}（{count}）") for name, count in codes.items()]
    place = import_place.place_in(query, len(shown), same_kind=code == query.get("code", ""))
    page = (place.number - 1) // PROBLEMS_PER_PAGE + 1 if place and place.number else query.get("page")
    tables = tables_of(batch.plans)
    numbered = [
        replace(
            problem,
            number=n,
            asked=place.asks if place and place.number == n else "",
            table=_table(problem, tables),
            is_head=problem.row > 0 and any((problem.sheet, problem.row) == (sheet, top) for sheet, top, _ in tables),
        )
        for n, problem in enumerate(shown, 1)
    ]
    samples = [_with_days(line) for line in found.get("sample", [])]
    return ImportView(
        figures=found,
        items=[{**item, "kind": FeeItemKind(item["kind"]).label} for item in found.get("by_item", [])],
        totals=found.get("totals", []),
        problems=Paginator(numbered, PROBLEMS_PER_PAGE).get_page(page),
        problem_filter=[Filter("code", "哪一类", options, value=code)],
        problem_total=sum(codes.values()),
        totals_agree=None if stated is None else stated == found.get("outstanding_fen"),
        sample=Paginator(samples, SAMPLES_PER_PAGE).get_page(query.get("rows")),
        has_blocking=any(problem.blocking for problem in problems),
        here=import_place.kept(query),
        place=place,
    )


def _table(problem: ProblemView, tables: list[tuple[str, int, str]]) -> str:
    """The id of the table a doubt is about: the last of the sheet that begins above it."""
    return next((name for sheet, top, name in reversed(tables) if sheet == problem.sheet and top <= problem.row), "")


def _with_days(line: dict[str, Any]) -> dict[str, Any]:
    """The stored summary holds days as text; a table shows them as days."""
    days = {key: dt.date.fromisoformat(line[key]) for key in ("paid_on", "on") if line.get(key)}
    return {**line, **days}


@dataclass(frozen=True)
class ImportLine:
    """One line of the list of imports. None: nothing that could be counted."""

    batch: ImportBatch
    premises: int | None
    fen: int | None


def line_of(batch: ImportBatch) -> ImportLine:
    """How much an import brought; service records and tickets are not money."""
    found = batch.summary
    if batch.state in (ImportState.READING, ImportState.REFUSED):
        return ImportLine(batch, None, None)
    money = {ImportKind.ARREARS: "outstanding_fen", ImportKind.PAYMENTS: "amount_fen"}.get(ImportKind(batch.kind))
    return ImportLine(batch, found.get("premises", 0), found.get(money, 0) if money else None)


def places(batch: ImportBatch) -> dict[str, Any]:
    """Addresses, notes and columns the page needs."""
    found, words = batch.summary, KINDS[ImportKind(batch.kind)]
    return {
        "words": words,
        "named_by_file": batch.kind == ImportKind.ARREARS and batch.estate_name == stem(batch.file_name)[:80],
        "figures_part": f"workbench/parts/import_figures_{words.parts}.html",
        "done_part": f"workbench/parts/import_done_{words.parts}.html",
        "imports_url": reverse("imports"),
        "mapping_url": reverse("import_mapping", args=[batch.pk]),
        "problems_url": reverse("import_problems", args=[batch.pk]),
        "doubts_url": f"{reverse('import', args=[batch.pk])}#doubts",
        "undo_url": reverse("import_undo", args=[batch.pk]),
        "limitation_url": reverse("limitation_board"),
        "households_url": reverse("households"),
        "today_url": reverse("today"),
        "numbers_url": reverse("numbers"),
        "new_premises_note": f"新建 {found.get('new_premises', 0):,} 户",
        "new_charges_note": f"{found.get('new_charges', 0):,} 笔是账上没有的",
        "rows_note": f"读了 {found.get('rows_read', 0):,} 行",
        "item_columns": ITEM_COLUMNS,
        "sample_columns": words.sample_columns,
        "method_columns": METHOD_COLUMNS,
        "total_columns": TOTAL_COLUMNS,
    }


def _title(code: str, problems: list[ProblemView]) -> str:
    """The first clauses of what is wrong, as the name of that kind of doubt; as many as it takes to say it."""
    message = title_of(code) or next((p.message for p in problems if p.code == code), code)
    name, *others = message.partition("。")[0].split("，")
    while others and len(name) < SAYS_IT:
        name = f"{name}，{others.pop(0)}"
    return name
