"""Forms of the entry pages. They read what was typed; whether it may be entered is for the actions to say."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Any, Final

from django import forms

from jiefen.ledger.actions.payments import BY_IMPORT, REFERENCE_LIMIT, TEXT_LIMIT
from jiefen.ledger.actions.posting import NOTE_LIMIT, REASON_LIMIT
from jiefen.ledger.models import Component, PaymentMethod
from jiefen.rules.money import InvalidAmount, parse_yuan

Choices = Iterable[tuple[str, str]]
METHODS: Final = [choice for choice in PaymentMethod.choices if choice[0] not in BY_IMPORT]
_BILLS_GONE: Final = {"invalid_choice": "选中的账单里有的已经付清或冲正了，请重新选择。"}
_ONE_LINE: Final = forms.TextInput({"autocomplete": "off"})


class YuanField(forms.CharField):
    """元 as a person types them → 分. Empty when not required: None."""

    widget = forms.TextInput({"inputmode": "decimal", "autocomplete": "off"})

    def clean(self, value: Any) -> Any:
        """分. Raises ValidationError with the sentence of rules.money."""
        text = super().clean(value)
        try:
            return parse_yuan(text) if text else None
        except InvalidAmount as error:
            raise forms.ValidationError(str(error)) from None


class DayField(forms.DateField):
    """A day by the browser's own picker; typed in full-width digits it is understood too."""

    def __init__(self, label: str) -> None:
        wrong = {"required": f"请填{label}。", "invalid": "请写成 2026-01-31 这样的日期。"}
        super().__init__(label=label, error_messages=wrong)
        self.widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")

    def to_python(self, value: Any) -> Any:
        """A date."""
        return super().to_python(unicodedata.normalize("NFKC", value) if isinstance(value, str) else value)


class BillsField(forms.TypedMultipleChoiceField):
    """Some of the household's bills; none chosen: []."""

    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(
            label=label,
            coerce=int,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            error_messages=_BILLS_GONE,
            **more,
        )


def text_field(label: str, limit: int, *, missing: str = "", **more: Any) -> forms.CharField:
    """One line of at most ``limit`` characters; required when there is a sentence for its absence."""
    words = {"required": missing, "max_length": f"最多 {limit} 个字，现在有 %(show_value)d 个。请写短些。"}
    return forms.CharField(
        label=label, max_length=limit, required=bool(missing), widget=_ONE_LINE, error_messages=words, **more
    )


def offer(form: forms.Form, name: str, choices: Any) -> None:
    """Give a field of this form its choices."""
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = choices


class PaymentForm(forms.Form):
    """Money received. ``bills``: choices (id, title) the payer may have named."""

    amount = YuanField(label="收到多少钱", max_length=40, error_messages={"required": "请写收到的金额。"})
    on = DayField("收款日期")
    method = forms.ChoiceField(
        label="怎么付的", choices=METHODS, widget=forms.RadioSelect, error_messages={"required": "请选一种收款方式。"}
    )
    payer_name = text_field("付款人", TEXT_LIMIT)
    reference = text_field("流水号", REFERENCE_LIMIT, help_text="银行或支付平台的单号，填了就不会重复登记")
    bills = BillsField("付款人指定抵哪几笔")
    is_second = forms.BooleanField(label="确实是另一笔", required=False)

    def __init__(self, bills: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "bills", list(bills))

    @property
    def asks_second(self) -> bool:
        """Whether the entry was, or had been, refused as the same payment twice."""
        return self.is_bound and ("is_second" in self.errors or bool(self["is_second"].value()))


class WriteOffForm(forms.Form):
    """How much of one bill, and why."""

    amount = YuanField(label="金额", max_length=40, error_messages={"required": "请写金额。"})
    note = text_field("原因", REASON_LIMIT, missing="请写明原因，以后查账时要看。")


class WaiverForm(WriteOffForm):
    """The same for a part of the debt."""

    component = forms.ChoiceField(
        label="减免哪一部分", choices=Component.choices, widget=forms.RadioSelect, initial=Component.PRINCIPAL,
        error_messages={"required": "请选减免本金还是违约金。"},
    )  # fmt: skip
    field_order = ("component", "amount", "note")


class NoteForm(forms.Form):
    """Why something is taken back."""

    note = text_field("原因", NOTE_LIMIT, missing="请写明原因，以后查账时要看。")


class LimitationEventForm(forms.Form):
    """What happened and how it can be proved. ``kinds`` and ``proofs``: grouped choices; ``bills`` as above."""

    kind = forms.ChoiceField(label="发生了什么", error_messages={"required": "请选发生了什么事。"})
    on = DayField("哪一天")
    proof = forms.ChoiceField(label="手里有什么证明", required=False)
    bills = BillsField("只涉及这几笔账单")
    note = text_field("备注", NOTE_LIMIT, help_text="例如快递单号、谁签收的、材料放在哪里")

    def __init__(self, kinds: Any, proofs: Any, bills: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = {"kind": [("", "请选择"), *kinds], "proof": [("", "没有材料"), *proofs], "bills": list(bills)}
        for name, offered in choices.items():
            offer(self, name, offered)


class ClosingForm(forms.Form):
    """The last month to close."""

    month = forms.ChoiceField(
        label="关到哪个月", error_messages={"invalid_choice": "这个月现在不能关：还没过完，或者已经关过。请重新选择。"}
    )

    def __init__(self, months: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "month", list(months))
