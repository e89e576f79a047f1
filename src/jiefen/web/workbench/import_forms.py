"""Forms of the import pages."""

from __future__ import annotations

from typing import Any

from django import forms

from jiefen.ledger.imports import items
from jiefen.ledger.imports.hostile import MAX_BYTES
from jiefen.ledger.imports.mapped import PARTS, part_names
from jiefen.ledger.imports.parse import FORCED
from jiefen.ledger.imports.plan import CONFIRMED, ColumnPlan, SheetPlan
from jiefen.ledger.imports.preview import FIELD_NAMES
from jiefen.ledger.models import ImportKind

REPEATS = "sheet_repeats"
UNKNOWN = "unknown"
MEASURES = {
    "outstanding": "欠费金额",
    "receivable": "应收金额",
    "received": "已收金额",
    "offset": "预交冲抵",
    "waived": "减免",
    "late_charge": "违约金（滞纳金）",
}


class UploadForm(forms.Form):
    """A sheet, what it holds, and where it belongs if it does not say."""

    file = forms.FileField(
        label="表格文件",
        help_text=f"Excel（.xlsx、.xls）或文本（.csv、.txt），不超过 {MAX_BYTES // 1024 // 1024} MB",
        error_messages={"required": "请先选一个表格文件。", "empty": "这个文件是空的，请检查后再选。"},
        max_length=160,
    )
    kind = forms.ChoiceField(label="表里是什么", choices=ImportKind.choices, initial=ImportKind.ARREARS)
    estate_name = forms.CharField(
        label="小区名称", required=False, max_length=80, help_text="表里写了小区就不用填；欠费表没写时用文件名。"
    )

    def clean_file(self) -> Any:
        """Refuse an oversized file before it is read into memory."""
        upload = self.cleaned_data["file"]
        if upload.size > MAX_BYTES:
            raise forms.ValidationError(
                f"这个文件有 {upload.size // 1024 // 1024} MB，超过了 {MAX_BYTES // 1024 // 1024} MB。"
                "请按小区或年份拆成几个文件，分别导入。"
            )
        return upload


class CorrectionForm(forms.Form):
    """One cell and its new content."""

    sheet = forms.CharField(max_length=100)
    row = forms.IntegerField(min_value=1)
    column = forms.IntegerField(min_value=0)
    value = forms.CharField(max_length=200, required=False)


class EstateForm(forms.Form):
    """The estate a sheet does not name."""

    estate_name = forms.CharField(max_length=80)


class AcceptForm(forms.Form):
    """A doubt taken as it stands."""

    sheet = forms.CharField(max_length=100)
    row = forms.IntegerField(min_value=0)
    code = forms.CharField(max_length=40)
    reason = forms.CharField(max_length=200)


def role_choices(kind: str) -> list[tuple[str, str]]:
    """What a column can be: plain fields, then the kinds of amount of an arrears sheet."""
    if kind in PARTS:
        return list(part_names(kind).items())
    plain = [(code, name) for code, name in FIELD_NAMES.items() if code not in ("", "amount", "unknown")]
    return [*plain, *((f"amount:{code}", name) for code, name in MEASURES.items())]


def role_of(column: ColumnPlan, kind: str) -> str:
    """The choice that describes a column now."""
    if column.field == "amount" and kind not in PARTS:
        return f"amount:{column.measure or 'outstanding'}"
    if column.field in ("", "unknown"):
        return "ignore" if kind in PARTS else UNKNOWN
    return column.field


def _choices_of(column: ColumnPlan, kind: str) -> list[tuple[str, str]]:
    """Of a column nobody knew what to do with: that it is so, beside everything it can be."""
    open_question = [(UNKNOWN, "没有认出，先不使用")] if role_of(column, kind) == UNKNOWN else []
    return [*open_question, *role_choices(kind)]


def _is_repeat(plan: SheetPlan) -> bool:
    """Whether the sheet was left out as the copy of another and nobody has said otherwise."""
    return plan.skip_code == REPEATS and plan.why != FORCED


WHY = {"表头": "表头就是这样写的", "表头相近": "和常见的表头相近", "": "没有认出；用得上就选一项"}


def _why(column: ColumnPlan) -> str:
    """Why the column was read so, as a sentence under its name."""
    return WHY.get(column.why, column.why)


class Tables:
    """A sheet's tables in the order of the page: the first, those under it, then those beside it with theirs."""

    def __init__(self, plan: SheetPlan) -> None:
        self.plan, self.below = plan, plan.tables_below()
        self.right = [Tables(table) for table in plan.tables_beside()]

    def all(self) -> list[SheetPlan]:
        """Every plan once."""
        return [self.plan, *self.below, *(plan for part in self.right for plan in part.all())]

    def names(self) -> list[str]:
        """The sheet's own name; of several tables which one from the left, and in which row it begins."""
        found = [self.plan.sheet + (" · 从左数第 1 张表" if self.right else "")]
        found += [f"{found[0]} · 第 {table.top} 行起的表" for table in self.below]
        for at, part in enumerate(self.right, 2):
            found += [
                name.replace(part.plan.sheet, f"{self.plan.sheet} · 从左数第 {at} 张表", 1) for name in part.names()
            ]
        return found

    def to_json(self) -> dict[str, Any]:
        """The whole sheet with what was said of each table. What was said of one holds for others of its layout below it."""
        for teacher in [table.to_json() for table in self.below if table.taught]:
            self.below = [table if table.taught else table.taught_by(teacher) for table in self.below]
        self.plan.below = [table.to_json() for table in self.below]
        self.plan.right = [part.to_json() for part in self.right]
        return self.plan.to_json()


def tables_of(plans: list[dict[str, Any]]) -> list[tuple[str, int, str]]:
    """(sheet, first row or 0, id on the mapping page) of every table."""
    tables = [table for plan in plans for table in Tables(SheetPlan.from_json(plan)).all()]
    return [(table.sheet, table.top, f"table-{number}") for number, table in enumerate(tables)]


class MappingForm(forms.Form):
    """What each column of each sheet is. Field names: ``role-<sheet>-<column>`` and ``item-<sheet>-<column>``."""

    def __init__(self, plans: list[SheetPlan], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheets_of_tables = [Tables(plan) for plan in plans]
        self.tables = [plan for sheet in self.sheets_of_tables for plan in sheet.all()]
        for number, plan in enumerate(self.tables):
            self.fields[f"skip-{number}"] = forms.BooleanField(
                label="不导入这张工作表" if plan in plans else "不导入这张表",
                required=False,
                initial=plan.skip or _is_repeat(plan),
            )
            for column in plan.own_columns():
                key = f"{number}-{column.index}"
                self.fields[f"role-{key}"] = forms.ChoiceField(
                    label=column.label or "（无表头）",
                    choices=_choices_of(column, plan.kind),
                    initial=role_of(column, plan.kind),
                )
                if plan.kind not in PARTS:
                    self.fields[f"item-{key}"] = forms.CharField(
                        label="费用项", required=False, max_length=60, initial=column.item
                    )

    def corrected(self) -> list[dict[str, Any]]:
        """The plans with the clerk's choices, as JSON documents."""
        for number, plan in enumerate(self.tables):
            left_out = self.cleaned_data[f"skip-{number}"]
            said = [plan.skip and not left_out]
            if plan.skip_code == REPEATS and not plan.skip:
                plan.why = "" if left_out else FORCED
            else:
                plan.skip = left_out
            said += [self._correct(number, column, plan.kind) for column in plan.own_columns()]
            plan.taught = plan.taught or (any(said) and plan.top > 0)
        return [sheet.to_json() for sheet in self.sheets_of_tables]

    def _correct(self, number: int, column: ColumnPlan, kind: str) -> bool:
        """Take the clerk's choice, True if it is another; a column left as it was keeps its meaning and its reason."""
        role = self.cleaned_data[f"role-{number}-{column.index}"]
        measure = role.partition(":")[2]
        item = items.item_name(self.cleaned_data.get(f"item-{number}-{column.index}", "")) if measure else ""
        if role == role_of(column, kind) and (not measure or item == column.item):
            return False
        column.field, column.measure, column.item = role.partition(":")[0], measure, item
        column.confidence, column.why = 1.0, CONFIRMED
        return True

    def sheets(self) -> list[tuple[str, str, Any, list[tuple[str, Any, Any]]]]:
        """For the template: (id, name, skip field, [(why it was read so, role field, item field or None)]). Of tables side by side
        each shows its own columns.
        """
        names = [name for sheet in self.sheets_of_tables for name in sheet.names()]
        return [
            (
                f"table-{n}",
                name,
                self[f"skip-{n}"],
                [(_why(c), self[f"role-{n}-{c.index}"], self._item(n, c)) for c in plan.own_columns()],
            )
            for n, (name, plan) in enumerate(zip(names, self.tables, strict=True))
        ]

    def _item(self, number: int, column: ColumnPlan) -> Any:
        name = f"item-{number}-{column.index}"
        return self[name] if name in self.fields else None
