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
    "late_charge": "违约金(滞纳金)",
}


class UploadForm(forms.Form):
    """A sheet, what it holds, and where it belongs if it does not say."""

    file = forms.FileField(
        label="表格文件",
        help_text=f"Excel(.xlsx、.xls)或文本(.csv、.txt)，不超过 {MAX_BYTES // 1024 // 1024} MB",
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


def first_tables(plans: list[dict[str, Any]]) -> dict[str, str]:
    """Sheet → the id of its first table on the mapping page."""
    found, number = {}, 0
    for plan in plans:
        found[plan["sheet"]] = f"table-{number}"
        number += 1 + len(plan.get("right", []))
    return found


class MappingForm(forms.Form):
    """What each column of each sheet is. Field names: ``role-<sheet>-<column>`` and ``item-<sheet>-<column>``."""

    def __init__(self, plans: list[SheetPlan], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plans = plans
        self.beside = [plan.tables_beside() for plan in plans]
        self.tables = [table for plan, beside in zip(plans, self.beside, strict=True) for table in (plan, *beside)]
        for number, plan in enumerate(self.tables):
            self.fields[f"skip-{number}"] = forms.BooleanField(
                label="不导入这张工作表" if plan in plans else "不导入这张表",
                required=False,
                initial=plan.skip or _is_repeat(plan),
            )
            for column in plan.own_columns():
                key = f"{number}-{column.index}"
                self.fields[f"role-{key}"] = forms.ChoiceField(
                    label=column.label or "(无表头)",
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
            if plan.skip_code == REPEATS and not plan.skip:
                plan.why = "" if left_out else FORCED
            else:
                plan.skip = left_out
            for column in plan.own_columns():
                self._correct(number, column, plan.kind)
        for plan, beside in zip(self.plans, self.beside, strict=True):
            plan.right = [table.to_json() for table in beside]
        return [plan.to_json() for plan in self.plans]

    def _correct(self, number: int, column: ColumnPlan, kind: str) -> None:
        """Take the clerk's choice; a column left as it was keeps its meaning and its reason."""
        role = self.cleaned_data[f"role-{number}-{column.index}"]
        measure = role.partition(":")[2]
        item = items.item_name(self.cleaned_data.get(f"item-{number}-{column.index}", "")) if measure else ""
        if role == role_of(column, kind) and (not measure or item == column.item):
            return
        column.field, column.measure, column.item = role.partition(":")[0], measure, item
        column.confidence, column.why = 1.0, CONFIRMED

    def sheets(self) -> list[tuple[str, str, Any, list[tuple[str, Any, Any]]]]:
        """For the template: (id, name, skip field, [(why it was read so, role field, item field or None)]). Of tables side by side
        each shows its own columns.
        """
        return [
            (
                f"table-{n}",
                name,
                self[f"skip-{n}"],
                [(_why(c), self[f"role-{n}-{c.index}"], self._item(n, c)) for c in plan.own_columns()],
            )
            for n, (name, plan) in enumerate(zip(self._names(), self.tables, strict=True))
        ]

    def _names(self) -> list[str]:
        """A sheet's own name; of tables side by side which one from the left."""
        return [
            f"{plan.sheet} · 从左数第 {at} 张表" if beside else plan.sheet
            for plan, beside in zip(self.plans, self.beside, strict=True)
            for at in range(1, len(beside) + 2)
        ]

    def _item(self, number: int, column: ColumnPlan) -> Any:
        name = f"item-{number}-{column.index}"
        return self[name] if name in self.fields else None
