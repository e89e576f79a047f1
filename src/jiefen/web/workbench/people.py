"""人员: who works here and in which role."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiefen.accounts import actions
from jiefen.accounts.access import get_member_for
from jiefen.accounts.phones import InvalidPhone, normalised_phone
from jiefen.accounts.queries import Colleague, colleague, colleagues
from jiefen.accounts.roles import ASSIGNABLE, Capability
from jiefen.collection.actions import set_learning_consent
from jiefen.collection.queries.learning import consents
from jiefen.rules.errors import RuleError
from jiefen.shared import clock
from jiefen.web.gate import signed_in
from jiefen.web.session import actor_of
from jiefen.web.ui.parts import Column, Crumb
from jiefen.web.ui.words import masked_phone
from jiefen.web.workbench.shell import shell

COLUMNS = [
    Column("name", "姓名"),
    Column("phone", "手机号"),
    Column("role", "角色"),
    Column("state", "状态", kind="badge"),
]
ROLES = [(role.value, role.label) for role in ASSIGNABLE]
MISSING_ROLE = {"required": "请选一个角色。"}


class RoleForm(forms.Form):
    """One role."""

    role = forms.ChoiceField(label="角色", choices=ROLES, widget=forms.RadioSelect, error_messages=MISSING_ROLE)


class AddForm(RoleForm):
    """Whom to add."""

    field_order = ("display_name", "phone", "role")
    display_name = forms.CharField(label="姓名", max_length=40, error_messages={"required": "请写姓名。"})
    phone = forms.CharField(
        label="手机号",
        max_length=40,
        widget=forms.TextInput({"type": "tel", "autocomplete": "off", "inputmode": "tel"}),
        error_messages={"required": "请写手机号。"},
    )

    def clean_phone(self) -> str:
        """Eleven digits."""
        try:
            return normalised_phone(self.cleaned_data["phone"])
        except InvalidPhone as error:
            raise forms.ValidationError(str(error)) from None


@require_safe
@signed_in(Capability.MANAGE_PEOPLE)
def people(request: HttpRequest) -> HttpResponse:
    """The list."""
    mine = actor_of(request).organisation_id
    rows = [_row(one) for one in colleagues(mine)]
    return _page(request, "people", "", columns=COLUMNS, rows=rows, learns=consents(mine))


@require_POST
@signed_in(Capability.MANAGE_PEOPLE)
def learning(request: HttpRequest) -> HttpResponse:
    """Whether the suggester may learn from the stewards' corrections."""
    is_given = request.POST.get("is_given") == "yes"
    set_learning_consent(is_given=is_given, by=actor_of(request), at=clock.now())
    said = "已允许：更正可以导出来训练建议。" if is_given else "已收回：更正不再导出。"
    messages.success(request, said)
    return redirect("people")


@require_http_methods(["GET", "POST"])
@signed_in(Capability.MANAGE_PEOPLE)
def person_add(request: HttpRequest) -> HttpResponse:
    """Add a colleague, or let a former one back in."""
    form = AddForm(request.POST or None)
    if form.is_valid():
        try:
            added = actions.add_member(by=actor_of(request), at=clock.now(), **form.cleaned_data)
        except RuleError as error:
            form.add_error(None, str(error))
        else:
            return _page(request, "person_added", "已添加", name=form.cleaned_data["display_name"], added=added)
    return _page(request, "person_add", "添加同事", form=form)


@require_http_methods(["GET", "POST"])
@signed_in(Capability.MANAGE_PEOPLE)
def person(request: HttpRequest, membership_id: int) -> HttpResponse:
    """One colleague: his role, and the ways to a new password or out."""
    who = _colleague(request, membership_id)
    form = RoleForm(request.POST or None, initial={"role": who.role})
    if form.is_valid():
        try:
            role = form.cleaned_data["role"]
            actions.change_role(by=actor_of(request), membership_id=membership_id, role=role, at=clock.now())
        except RuleError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{who.name}的角色已保存。")
            return redirect("people")
    return _page(request, "person", who.name, who=who, form=form)


@require_http_methods(["GET", "POST"])
@signed_in(Capability.MANAGE_PEOPLE)
def person_deactivate(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Look once more, then end a colleague's access."""
    who = _colleague(request, membership_id)
    if request.method == "POST":
        actions.deactivate_member(by=actor_of(request), membership_id=membership_id, at=clock.now())
        messages.success(request, f"{who.name}已停用，现在起不能再登录这里。")
        return redirect("people")
    return _confirm(request, "person_deactivate", who, "停用")


@require_http_methods(["GET", "POST"])
@signed_in(Capability.MANAGE_PEOPLE)
def person_password(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Look once more, then show a one-time password, once."""
    who = _colleague(request, membership_id)
    if request.method == "POST":
        password = actions.issue_password(by=actor_of(request), membership_id=membership_id, at=clock.now())
        return _page(request, "person_password_shown", who.name, name=who.name, password=password)
    return _confirm(request, "person_password", who, "生成一次性密码")


def _colleague(request: HttpRequest, membership_id: int) -> Colleague:
    return colleague(get_member_for(actor_of(request), membership_id))


def _row(one: Colleague) -> dict[str, Any]:
    waiting = ("等他用验证码登录一次", "attention") if one.awaits_code else ("已停用", "neutral")
    return {
        "name": one.name,
        "phone": masked_phone(one.phone),
        "role": one.role_name,
        "state": ("在用", "success") if one.is_active else waiting,
        "url": reverse("person", args=[one.membership_id]),
    }


def _confirm(request: HttpRequest, template: str, who: Colleague, label: str) -> HttpResponse:
    back = reverse("person", args=[who.membership_id])
    return _page(request, template, who.name, who=who, confirm_label=label, cancel_url=back)


def _page(request: HttpRequest, template: str, here: str, **context: Any) -> HttpResponse:
    """``here``: the last breadcrumb, the name of the open page."""
    crumbs = [Crumb("人员", reverse("people")), Crumb(here)]
    return render(request, f"workbench/{template}.html", shell(request, "people", crumbs=crumbs, **context))
