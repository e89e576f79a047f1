"""The few fields that steps ask for. Whether an answer will do is for the actions to say."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any, Final

from django import forms

from jiefen.collection.models import AgreedBy
from jiefen.collection.states import DisputeState
from jiefen.service_log.models import Confirmation
from jiefen.web.workbench.entries.forms import DayField, YuanField, text_field
from jiefen.web.workbench.talks.forms import MomentField

Field = Callable[[], forms.Field]
_AREA: Final = {"rows": 3, "autocomplete": "off"}
SATISFIED: Final = (("yes", "满意"), ("no", "不满意"), ("", "没联系上"))
DECISIONS: Final = (
    (DisputeState.UPHELD, "成立"),
    (DisputeState.SETTLED, "协商解决"),
    (DisputeState.REJECTED, "不成立"),
)


def line(label: str, *, help_text: str = "", missing: str = "") -> Field:
    """One line; required when there is a sentence for its absence."""
    return lambda: text_field(label, 200, missing=missing, help_text=help_text)


def area(label: str, *, help_text: str = "") -> Field:
    """Several lines, optional: the action asks where it needs them."""
    return lambda: forms.CharField(
        label=label, required=False, max_length=2000, widget=forms.Textarea(_AREA), help_text=help_text
    )


def day(label: str, *, required: bool = True) -> Field:
    """A date."""

    def made() -> forms.Field:
        field = DayField(label)
        field.required = required
        return field

    return made


def yuan(label: str) -> Field:
    """元 as typed → 分."""
    return lambda: YuanField(label=label, max_length=40, error_messages={"required": f"请写{label}。"})


def hour(label: str) -> Field:
    """0 to 24, optional."""
    wrong = dict.fromkeys(("invalid", "min_value", "max_value"), "请写 0 到 24 的整点。")
    return lambda: forms.IntegerField(label=label, min_value=0, max_value=24, required=False, error_messages=wrong)


def moment(label: str) -> Field:
    """Day and time, in Chinese time."""

    def made() -> forms.Field:
        field = MomentField(label)
        field.required = True
        field.error_messages["required"] = f"请填{label}。"
        return field

    return made


def tick(label: str) -> Field:
    """A box to tick."""
    return lambda: forms.BooleanField(label=label, required=False)


def hidden_key() -> forms.Field:
    """The key by which the same entry sent twice is one."""
    return forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


def percent(label: str) -> Field:
    """1 to 100."""
    wrong = {"required": "请写百分之几。", "invalid": "请写 1 到 100 的整数。"}
    return lambda: forms.IntegerField(label=label, min_value=1, max_value=100, error_messages=wrong)


def radios(label: str, choices: Any, *, required: bool = True) -> Field:
    """Chips of which one is chosen."""
    wrong = {"required": f"请选{label}。", "invalid_choice": f"请重新选{label}。"}
    return lambda: forms.ChoiceField(
        label=label, choices=choices, required=required, widget=forms.RadioSelect, error_messages=wrong
    )


def select(label: str) -> Field:
    """One of many; the page offers the choices."""
    wrong = {"required": f"请选{label}。", "invalid_choice": f"{label}已经不在了，请重新选。"}
    return lambda: forms.ChoiceField(label=label, error_messages=wrong)


REASON: Final = line("原因", missing="请写明原因，以后的人要看得懂。")
AGREED_BY: Final = radios("业主怎么答应的", AgreedBy.choices)
DECISION: Final = radios("异议的结果", DECISIONS)
CONFIRMATION: Final = radios("业主怎么确认的", Confirmation.choices)


class StepForm(forms.Form):
    """The form of one step."""

    def __init__(self, fields: dict[str, Field], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, make in fields.items():
            self.fields[name] = make()
