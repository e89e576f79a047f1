"""Around the verification: matters that can be looked up, texts to review, firms, a sheet of many lawyers."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from jiefen.accounts.roles import Capability
from jiefen.lawyers.actions import cards, firms, imports, introductions
from jiefen.lawyers.queries import papers, registered_firms, waiting_introductions
from jiefen.rules.errors import RuleError
from jiefen.shared import clock
from jiefen.shared.files import delete_private, read_private, save_private
from jiefen.web.gate import signed_in
from jiefen.web.ops.forms import FirmForm, MatterForm, ReviewForm, SheetForm
from jiefen.web.ops.lawyer_words import trail
from jiefen.web.ops.shell import shell
from jiefen.web.session import actor_of
from jiefen.web.ui.parts import Column, Crumb

SHEET_KEY: Final = "ops_lawyer_sheet"  # in the session, between preview and confirmation: (file key, file name)
FIRM_COLUMNS: Final = [
    Column("name", "律所"), Column("code", "统一社会信用代码"), Column("city", "城市"), Column("lawyers", "律师", kind="count"),
    Column("space", "工作空间"),
]  # fmt: skip


@require_http_methods(["GET", "POST"])
@signed_in(Capability.VERIFY_LAWYERS)
def ops_matter_add(request: HttpRequest, lawyer_id: int) -> HttpResponse:
    """One matter somebody looked up, with its source."""
    who = papers(lawyer_id, by=actor_of(request), today=clock.today())
    form = MatterForm(request.POST or None, initial={"area": who.areas[0] if who.areas else ""})
    if form.is_valid():
        try:
            cards.verify_matter(lawyer_id=lawyer_id, by=actor_of(request), at=clock.now(), **form.cleaned_data)
        except RuleError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已登记，名片上的件数几分钟内更新。")
            return redirect("ops_lawyer", lawyer_id)
    crumbs = trail(who.name, lawyer_id, "登记案件")
    return _page(request, "ops/matter_add.html", "ops_lawyers", who=who, form=form, crumbs=crumbs)


@require_http_methods(["GET"])
@signed_in(Capability.VERIFY_LAWYERS)
def ops_introductions(request: HttpRequest) -> HttpResponse:
    """Lawyers' own words that wait for a look, with what is to be checked in them."""
    rows = [
        (row, introductions.looked_over(row.draft, clock.today()))
        for row in waiting_introductions(by=actor_of(request))
    ]
    crumbs = [*_crumbs("ops_lawyers", "律师核验"), Crumb("自述审核")]
    return _page(request, "ops/introductions.html", "ops_lawyers", rows=rows, form=ReviewForm(), crumbs=crumbs)


@require_POST
@signed_in(Capability.VERIFY_LAWYERS)
def ops_introduction_decide(request: HttpRequest, lawyer_id: int) -> HttpResponse:
    """Publish, or send back with a note."""
    is_fine = request.POST.get("decision") == "publish"
    try:
        introductions.review_introduction(
            lawyer_id=lawyer_id,
            is_fine=is_fine,
            note=request.POST.get("note", ""),
            by=actor_of(request),
            at=clock.now(),
        )
    except RuleError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "已发布。" if is_fine else "已退回，律师会看到你写的话。")
    return redirect("ops_introductions")


@require_http_methods(["GET", "POST"])
@signed_in(Capability.VERIFY_LAWYERS)
def ops_firms(request: HttpRequest) -> HttpResponse:
    """Registered firms by name, and the form for one more."""
    form = FirmForm(request.POST or None)
    if form.is_valid():
        try:
            messages.success(request, _write_firm(request, dict(form.cleaned_data)))
        except RuleError as error:
            form.add_error(None, str(error))
        else:
            return redirect("ops_firms")
    q = request.GET.get("q", "").strip()[:60]
    rows = [
        {**each, "url": reverse("ops_penalties", args=["firm", each["pk"]])}
        for each in registered_firms(by=actor_of(request), name=q)
    ]
    return _page(request, "ops/firms.html", "ops_firms", form=form, rows=rows, columns=FIRM_COLUMNS, q=q)


@require_http_methods(["GET", "POST"])
@signed_in(Capability.VERIFY_LAWYERS)
def ops_lawyer_import(request: HttpRequest) -> HttpResponse:
    """Choose a sheet, see what it would bring; nothing is written yet."""
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    preview = None
    if form.is_valid():
        file = form.cleaned_data["file"]
        data = file.read()
        try:
            preview = imports.preview_lawyers(data=data, file_name=file.name, by=actor_of(request), at=clock.now())
        except RuleError as error:
            form.add_error(None, str(error))
        else:
            _forget_sheet(request)
            request.session[SHEET_KEY] = (save_private(data), file.name[:120])
    crumbs = [*_crumbs("ops_lawyers", "律师核验"), Crumb("导入名单")]
    return _page(request, "ops/lawyer_import.html", "ops_lawyers", form=form, preview=preview, crumbs=crumbs)


@require_POST
@signed_in(Capability.VERIFY_LAWYERS)
def ops_lawyer_import_confirm(request: HttpRequest) -> HttpResponse:
    """Write the sheet that was looked at."""
    kept = request.session.get(SHEET_KEY)
    if not kept:
        messages.error(request, "没有等着确认的名单，请重新上传。")
        return redirect("ops_lawyer_import")
    done = imports.import_lawyers(data=read_private(kept[0]), file_name=kept[1], by=actor_of(request), at=clock.now())
    _forget_sheet(request)
    left = f"，{done.left_out} 行没有导入" if done.left_out else ""
    messages.success(request, f"已导入 {done.added} 位{left}。他们都在待核验里，核验后才会出现在名录。")
    return redirect("ops_lawyers")


def _write_firm(request: HttpRequest, given: dict[str, Any]) -> str:
    """Register, or correct what is registered under this code; returns what to say."""
    corrects, by, at = given.pop("corrects"), actor_of(request), clock.now()
    firm = firms.register_firm(by=by, at=at, **given)
    if firm.name == given["name"].strip():
        return "已登记。"
    if not corrects:
        return f"这个代码已登记为“{firm.name}”，没有改动。"
    firms.correct_firm(by=by, at=at, **given)
    return f"已更正为“{given['name'].strip()}”。"


def _forget_sheet(request: HttpRequest) -> None:
    kept = request.session.pop(SHEET_KEY, None)
    if kept:
        delete_private(kept[0])


def _crumbs(name: str, label: str) -> list[Crumb]:
    return [Crumb(label, reverse(name))]


def _page(request: HttpRequest, template: str, place: str, **context: Any) -> HttpResponse:
    return render(request, template, shell(request, place, today=clock.today(), **context))
