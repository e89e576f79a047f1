from __future__ import annotations

from typing import Any

from django import forms
from django.template import engines


class Payment(forms.Form):
    payer = forms.CharField(label="付款人", help_text="和收据一致")
    method = forms.ChoiceField(label="方式", choices=[("cash", "现金"), ("bank", "转账")], widget=forms.RadioSelect)
    estate = forms.ChoiceField(label="小区", choices=[("1", "甲苑")], required=False)
    receipt = forms.BooleanField(label="开了收据", required=False)
    sheet = forms.FileField(label="附件", required=False)

    def clean(self) -> dict[str, Any]:
        raise forms.ValidationError("这笔款今天已经登记过。")


def show(source: str, form: forms.Form) -> str:
    return " ".join(engines["django"].from_string(source).render({"form": form}).split())


def test_a_field_ties_label_hint_and_error_to_its_control() -> None:
    html = show("{% field form.payer %}", Payment({}))
    assert 'for="id_payer"' in html and 'aria-describedby="id_payer_hint id_payer_error"' in html
    assert 'id="id_payer_hint"' in html and 'id="id_payer_error"' in html and 'aria-invalid="true"' in html


def test_a_field_at_rest_speaks_of_no_error() -> None:
    html = show('{% field form.payer hint="" suffix="元" %}', Payment())
    assert "error" not in html and 'aria-describedby="id_payer_hint"' in html and ">元</span>" in html


def test_what_is_not_required_says_so_and_selects_look_like_selects() -> None:
    html = show("{% field form.estate %}", Payment())
    assert "选填" in html and "field__input--select" in html and "field__control--select" in html


def test_chips_are_radios_in_a_fieldset() -> None:
    html = show("{% chips form.method %}", Payment({"method": "bank"}))
    assert html.startswith("<fieldset") and html.count('type="radio"') == 2 and html.count(" checked") == 1
    assert 'for="id_method_1"' in html


def test_checkbox_and_file_are_ordinary_inputs() -> None:
    assert 'type="checkbox"' in show("{% checkbox form.receipt %}", Payment())
    html = show('{% file_drop form.sheet accept=".xlsx" hint="不超过 200 MB" %}', Payment())
    assert 'type="file"' in html and 'accept=".xlsx"' in html and 'aria-describedby="id_sheet_hint"' in html


def test_the_summary_links_every_error_to_its_field() -> None:
    html = show("{% error_summary form %}", Payment({}))
    assert 'role="alert"' in html and "<li>这笔款今天已经登记过。</li>" in html
    assert '<a href="#id_payer">付款人：' in html and '<a href="#id_method_0">方式：' in html


def test_no_summary_without_errors() -> None:
    assert show("{% error_summary form %}", Payment()) == ""


def test_rows_and_actions_wrap_what_they_hold() -> None:
    html = show(
        '{% form_row %}{% field form.payer %}{% endform_row %}{% form_actions %}{% button "存" %}{% endform_actions %}',
        Payment(),
    )
    assert html.startswith('<div class="form-row">') and '<div class="form-actions">' in html
