"""Forms of the operator's verification."""

from __future__ import annotations

from typing import Final

from django import forms

from jiefen.engine.practice_areas import areas
from jiefen.rules.regions import cities
from jiefen.web.portal.forms import PhoneField

_REQUIRED: Final = {"required": "请写明原因，律师会看到。"}


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label="原因", max_length=300, widget=forms.Textarea({"rows": 3}), error_messages=_REQUIRED)


class OwnerForm(forms.Form):
    """Whose phone, and how that was checked."""

    phone = PhoneField(label="本人的手机号", autocomplete="off")
    how = forms.CharField(
        label="怎样核对的身份", max_length=300, widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "请写明怎样核对的身份，例如打律所座机找到本人。"},
    )  # fmt: skip


class MatterForm(forms.Form):
    """A concluded matter and where it can be looked up."""

    area = forms.ChoiceField(
        label="领域", choices=[(each.name, each.name) for each in areas()], error_messages={"required": "请选领域。"}
    )
    cause_of_action = forms.CharField(label="案由", max_length=60, error_messages={"required": "请写案由。"})
    source = forms.CharField(
        label="出处", max_length=120, error_messages={"required": "请写出处，例如裁判文书的案号。"}
    )
    concluded_year = forms.IntegerField(
        label="结案年份", error_messages={"required": "请写结案年份。", "invalid": "请写四位年份。"}
    )


class FirmForm(forms.Form):
    """A law firm as its licence says."""

    name = forms.CharField(label="律所全称", max_length=120, error_messages={"required": "请写律所全称。"})
    code = forms.CharField(label="统一社会信用代码", max_length=40, error_messages={"required": "请写 18 位代码。"})
    corrects = forms.BooleanField(label="代码已登记时，按这里的名称和城市更正", required=False)
    city = forms.ChoiceField(
        label="城市", choices=[(city.name, f"{city.province} · {city.name}") for city in cities().values()],
        error_messages={"required": "请选城市。"},
    )  # fmt: skip


class SheetForm(forms.Form):
    """A list of lawyers."""

    file = forms.FileField(label="律师名单", error_messages={"required": "请选一个表格。"})


class ReviewForm(forms.Form):
    """A word to the lawyer about his text."""

    note = forms.CharField(label="请他怎样改", max_length=300, widget=forms.Textarea({"rows": 3}), required=False)
