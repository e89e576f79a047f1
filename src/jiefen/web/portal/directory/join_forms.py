"""Forms of joining: the phone's code and name, the card's facts, the licence."""

from __future__ import annotations

from typing import Final

from django import forms

from jiefen.engine.practice_areas import areas
from jiefen.lawyers.actions.cards import MOST_AREAS
from jiefen.lawyers.evidence import LIMIT, kind_of
from jiefen.rules.errors import RuleError
from jiefen.rules.licence_no import parse_firm_code, parse_licence_no
from jiefen.rules.regions import cities
from jiefen.shared import clock
from jiefen.web.portal.forms import CodeForm

_AREAS: Final = [(area.name, area.name) for area in areas()]


def city_choices() -> list[tuple[str, str | list[tuple[str, str]]]]:
    """Cities in groups of provinces, by name."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for city in cities().values():
        groups.setdefault(city.province, []).append((city.name, city.name))
    return [("", "请选择"), *groups.items()]


class NameAndCodeForm(CodeForm):
    """Who he is and that the phone is his."""

    field_order = ("code", "name")
    name = forms.CharField(label="姓名", max_length=40, error_messages={"required": "请写执业证上的姓名。"})


class FactsForm(forms.Form):
    """Where he practises and in what."""

    firm_name = forms.CharField(
        label="律所全称", max_length=120, error_messages={"required": "请按执业许可证写律所全称。"}
    )
    firm_code = forms.CharField(
        label="律所统一社会信用代码", max_length=40, error_messages={"required": "请写律所的统一社会信用代码，18 位。"}
    )
    city = forms.ChoiceField(label="执业城市", choices=city_choices, error_messages={"required": "请选执业城市。"})
    areas = forms.MultipleChoiceField(
        label="主要领域", choices=_AREAS, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": f"请选 1 到 {MOST_AREAS} 个领域。"},
    )  # fmt: skip

    def clean_firm_code(self) -> str:
        """A law firm's code with the right check character."""
        try:
            return parse_firm_code(self.cleaned_data["firm_code"])
        except RuleError as error:
            raise forms.ValidationError(str(error)) from None

    def clean_areas(self) -> list[str]:
        """Not more than a card carries."""
        chosen: list[str] = self.cleaned_data["areas"]
        if len(chosen) > MOST_AREAS:
            raise forms.ValidationError(f"最多选 {MOST_AREAS} 个领域，主要的放在名片最前。")
        return chosen


class LicenceForm(forms.Form):
    """The licence: number, first year, a photograph or scan."""

    number = forms.CharField(
        label="执业证号", max_length=40, widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": "请写执业证号，17 位数字（旧证 12 位）。"},
    )  # fmt: skip
    first_year = forms.IntegerField(
        label="首次执业年份", min_value=1979, max_value=2100, required=False,
        error_messages={"invalid": "请写四位年份，例如 2012。"},
    )  # fmt: skip
    evidence = forms.FileField(
        label="执业证照片或扫描件",
        error_messages={
            "required": "请选一张执业证的照片或扫描件。", "empty": "这个文件是空的，请重新选一张照片或扫描件。",
        },
    )  # fmt: skip

    def clean_number(self) -> str:
        """A number with the right layout: said at the field, before the copy is read."""
        try:
            return parse_licence_no(self.cleaned_data["number"], today=clock.today()).number
        except RuleError as error:
            raise forms.ValidationError(str(error)) from None

    def clean_evidence(self) -> bytes:
        """The copy's content, told by what it is and not by its name."""
        data: bytes = self.cleaned_data["evidence"].read(LIMIT + 1)
        try:
            kind_of(data)
        except RuleError as error:
            raise forms.ValidationError(str(error)) from None
        return data
