"""Form components over Django's bound fields."""

from __future__ import annotations

from typing import Any

from django.forms import BaseForm, BoundField, Select, Textarea
from django.template.loader import render_to_string

from jiefen.web.ui.library import register

WIDTHS = {"": "", "s": "field__input--s", "m": "field__input--m", "l": "field__input--l"}


def _frame(bound: BoundField, hint: str) -> dict[str, Any]:
    """Label, hint and errors with the ids that tie them to the control."""
    said = hint or str(bound.help_text or "")
    base = bound.auto_id or bound.html_name
    return {
        "field": bound,
        "label": bound.label,
        "hint": said,
        "hint_id": f"{base}_hint" if said else "",
        "error_id": f"{base}_error" if bound.errors else "",
        "errors": list(bound.errors),
        "optional": not bound.field.required,
    }


def _described_by(frame: dict[str, Any]) -> str:
    return " ".join(filter(None, (frame["hint_id"], frame["error_id"])))


def _control(bound: BoundField, frame: dict[str, Any], css: str, **more: Any) -> str:
    attrs = {"class": css.strip(), **more}
    described = _described_by(frame)
    return bound.as_widget(attrs={**attrs, "aria-describedby": described} if described else attrs)


@register.inclusion_tag("ui/parts/field.html")
def field(bound: BoundField, hint: str = "", width: str = "", prefix: str = "", suffix: str = "") -> dict[str, Any]:
    """One labelled control; input, select or textarea by the form's widget. Width s, m, l or the whole column."""
    widget = bound.field.widget
    kind = "select" if isinstance(widget, Select) else "textarea" if isinstance(widget, Textarea) else "input"
    frame = _frame(bound, hint)
    control = _control(bound, frame, f"field__input field__input--{kind} {WIDTHS[width]}")
    return {**frame, "control": control, "prefix": prefix, "suffix": suffix, "select": kind == "select"}


@register.inclusion_tag("ui/parts/chips.html")
def chips(bound: BoundField, hint: str = "") -> dict[str, Any]:
    """Radio buttons or checkboxes as chips in a fieldset."""
    frame = _frame(bound, hint)
    return {**frame, "choices": list(bound), "described_by": _described_by(frame)}


@register.inclusion_tag("ui/parts/checkbox.html")
def checkbox(bound: BoundField, hint: str = "") -> dict[str, Any]:
    """One yes-or-no box with its label beside it."""
    frame = _frame(bound, hint)
    return {**frame, "control": _control(bound, frame, "check__box")}


@register.inclusion_tag("ui/parts/file_drop.html")
def file_drop(
    bound: BoundField, accept: str = "", hint: str = "", invite: str = "把文件拖到这里，或者"
) -> dict[str, Any]:
    """A file input in a roomy area; dragging works where scripts run."""
    frame = _frame(bound, hint)
    more = {"accept": accept} if accept else {}
    return {**frame, "control": _control(bound, frame, "drop__input", **more), "invite": invite}


@register.inclusion_tag("ui/parts/error_summary.html")
def error_summary(form: BaseForm | None, title: str = "有几处需要改一下") -> dict[str, Any]:
    """All errors of a form, each linked to its field; nothing when there are none."""
    if form is None or not form.is_bound:
        return {"title": title, "problems": []}
    problems = [{"target": "", "text": text} for text in form.non_field_errors()]
    for bound in form:
        target = bound.id_for_label or f"{bound.auto_id}_0"
        problems += [{"target": target, "text": f"{bound.label}：{text}"} for text in bound.errors]
    return {"title": title, "problems": problems}


@register.simple_block_tag
def form_row(content: str) -> str:
    """Two or three fields side by side on a desk."""
    return render_to_string("ui/parts/box.html", {"css": "form-row", "content": content})


@register.simple_block_tag
def form_actions(content: str) -> str:
    """The buttons under a form."""
    return render_to_string("ui/parts/box.html", {"css": "form-actions", "content": content})
