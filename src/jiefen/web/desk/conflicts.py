"""/desk/conflicts/: the firm's conflict book, for its own lawyers."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from jiefen.accounts.roles import Capability
from jiefen.lawyers.access import get_conflict_party_for, has_own_firm, own_firm
from jiefen.lawyers.actions import conflicts
from jiefen.lawyers.models import PartySide
from jiefen.lawyers.queries import conflict_book
from jiefen.rules.errors import RuleError
from jiefen.shared import clock
from jiefen.shared.errors import NotFound
from jiefen.web.desk.shell import shell
from jiefen.web.gate import signed_in
from jiefen.web.session import actor_of
from jiefen.web.ui.parts import Column, Crumb

MOST_SHOWN: Final = 300
COLUMNS: Final = [
    Column("name", "姓名或名称"), Column("side", "立场"), Column("reference", "本所案号"), Column("lawyer", "谁办的"),
    Column("added_on", "登记"), Column("state", "状态"), Column("action", "操作", kind="action"),
]  # fmt: skip


class PartyForm(forms.Form):
    """One party."""

    name = forms.CharField(label="姓名或单位全称", max_length=120, error_messages={"required": "请写姓名或单位全称。"})
    side = forms.ChoiceField(
        label="立场", choices=PartySide.choices, widget=forms.RadioSelect, error_messages={"required": "请选立场。"}
    )
    id_number = forms.CharField(label="证件号或统一社会信用代码", max_length=40, required=False)
    reference = forms.CharField(label="本所案号", max_length=40, required=False)
    is_mine = forms.BooleanField(label="是我办的，转所时跟着我走", required=False, initial=True)


class SheetForm(forms.Form):
    """A list of parties."""

    file = forms.FileField(label="当事人名册", error_messages={"required": "请选一个表格。"})


@require_http_methods(["GET", "POST"])
@signed_in(Capability.ANSWER_QUESTIONS)
def desk_conflicts(request: HttpRequest) -> HttpResponse:
    """The book and the form for one more line."""
    if request.method == "GET" and not has_own_firm(actor_of(request)):
        return render(request, "desk/conflicts_closed.html", shell(request, "desk_conflicts"))
    form = PartyForm(request.POST or None)
    if form.is_valid():
        given = dict(form.cleaned_data)
        is_mine = given.pop("is_mine")
        try:
            conflicts.add_party(party=conflicts.Party(**given), is_mine=is_mine, by=actor_of(request), at=clock.now())
        except NotFound:
            raise
        except RuleError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已登记。从现在起，和这位当事人对立的问题不会派到本所。")
            return redirect("desk_conflicts")
    return _page(request, form=form, sheet=SheetForm())


@require_http_methods(["POST"])
@signed_in(Capability.ANSWER_QUESTIONS)
def desk_conflicts_import(request: HttpRequest) -> HttpResponse:
    """Many lines from a sheet; what was left out is listed with its row."""
    sheet = SheetForm(request.POST, request.FILES)
    if not sheet.is_valid():
        return _page(request, form=PartyForm(), sheet=sheet)
    file = sheet.cleaned_data["file"]
    try:
        done = conflicts.import_parties(data=file.read(), file_name=file.name, by=actor_of(request), at=clock.now())
    except NotFound:
        raise
    except RuleError as error:
        sheet.add_error(None, str(error))
        return _page(request, form=PartyForm(), sheet=sheet)
    return _page(request, form=PartyForm(), sheet=SheetForm(), done=done)


@require_http_methods(["POST"])
@signed_in(Capability.ANSWER_QUESTIONS)
def desk_conflict_end(request: HttpRequest, party_id: int) -> HttpResponse:
    """The engagement is over."""
    conflicts.end_party(party_id=party_id, by=actor_of(request), at=clock.now())
    messages.success(request, "已标为了结，还会再回避一年。")
    return redirect("desk_conflicts")


@require_http_methods(["GET", "POST"])
@signed_in(Capability.ANSWER_QUESTIONS)
def desk_conflict_remove(request: HttpRequest, party_id: int) -> HttpResponse:
    """Look once more, then take back a mistake."""
    row = get_conflict_party_for(actor_of(request), party_id)
    if request.method == "POST":
        conflicts.remove_party(party_id=party_id, by=actor_of(request), at=clock.now())
        messages.success(request, "已删去这一条。")
        return redirect("desk_conflicts")
    crumbs = [Crumb("冲突名册", reverse("desk_conflicts")), Crumb("删去")]
    context = shell(
        request, "desk_conflicts", crumbs=crumbs, party=row, confirm_label="删去", cancel_url=reverse("desk_conflicts")
    )
    return render(request, "desk/conflict_remove.html", context)


def _page(request: HttpRequest, **context: Any) -> HttpResponse:
    firm, q = own_firm(actor_of(request)), request.GET.get("q", "").strip()[:120]
    lines = conflict_book(firm.pk, name=q)
    context = {"done": None, **context}
    return render(
        request, "desk/conflicts.html",
        shell(
            request, "desk_conflicts", firm=firm, q=q, lines=lines[:MOST_SHOWN], count=len(lines), today=clock.today(),
            columns=COLUMNS,
            **context,
        ),
    )  # fmt: skip
