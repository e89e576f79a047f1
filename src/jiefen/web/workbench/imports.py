"""导入: hand over a sheet, look at what was understood, correct or accept doubts, confirm, undo."""

from __future__ import annotations

from functools import wraps

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jiefen.accounts.roles import Capability
from jiefen.ledger.access import get_import_for
from jiefen.ledger.actions import imports as actions
from jiefen.ledger.imports import pipeline
from jiefen.ledger.imports.kinds.base import undone_words
from jiefen.ledger.imports.plan import SheetPlan
from jiefen.ledger.models import ImportBatch, ImportKind
from jiefen.ledger.queries.imports import recent_imports, work_on
from jiefen.ledger.states import ImportState
from jiefen.rules.errors import RuleError
from jiefen.shared import clock
from jiefen.shared.errors import DomainError
from jiefen.web.gate import View, signed_in
from jiefen.web.session import actor_of
from jiefen.web.ui.parts import Step
from jiefen.web.workbench.import_forms import AcceptForm, CorrectionForm, EstateForm, MappingForm, UploadForm
from jiefen.web.workbench.import_place import back_to, look_again
from jiefen.web.workbench.import_view import LIST_COLUMNS, line_of, page_of, places
from jiefen.web.workbench.shell import shell

BUSY = (ImportState.READING, ImportState.COMMITTING)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "POST"])
@signed_in(Capability.IMPORT)
def imports(request: HttpRequest) -> HttpResponse:
    """The upload form and what was imported before."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            batch = actions.upload(
                by=actor_of(request), file_name=upload.name, data=upload.read(), at=clock.now(),
                kind=form.cleaned_data["kind"], estate_name=form.cleaned_data["estate_name"],
            )  # fmt: skip
            if batch.state == ImportState.COMMITTED:
                messages.info(request, "这个文件以前导入过，内容已经在账上。这一次什么都没有变。")
            return redirect("import", batch.pk)
        except RuleError as error:
            form.add_error("file", str(error))
    page = Paginator(recent_imports(actor_of(request).organisation_id), 20).get_page(request.GET.get("page"))
    lines = [line_of(batch) for batch in page.object_list]
    context = shell(request, "imports", form=form, page=page, lines=lines, columns=LIST_COLUMNS, today=clock.today())
    return render(request, "workbench/imports.html", context, status=422 if form.errors else 200)


def _steps(batch: ImportBatch) -> list[Step]:
    """上传 → 核对 → 入账, with the current one marked."""
    now = {ImportState.READING: 0, ImportState.REFUSED: 0, ImportState.PREVIEWED: 1}.get(ImportState(batch.state), 2)
    done = batch.state in (ImportState.COMMITTED, ImportState.UNDONE)
    names = ("上传", "核对", "入账")
    return [
        Step(name, "done" if done or number < now else "current" if number == now else "todo")
        for number, name in enumerate(names)
    ]


@require_GET
@signed_in(Capability.IMPORT)
def import_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One import, whatever state it is in."""
    batch = get_import_for(actor_of(request), pk)
    work = work_on(batch)
    context = shell(
        request, "imports", batch=batch, work=work, steps=_steps(batch), today=clock.today(),
        busy=batch.state in BUSY and work.is_running, stuck=batch.state in BUSY and not work.is_running,
        view=page_of(batch, request.GET), again=look_again(request.GET),
        can_undo=actor_of(request).can(Capability.UNDO_IMPORT), **places(batch),
    )  # fmt: skip
    return render(request, "workbench/import.html", context)


@require_GET
@signed_in(Capability.IMPORT)
def import_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The progress bar alone, asked for every second; tells htmx to reload the page when the work is over."""
    batch = get_import_for(actor_of(request), pk)
    work = work_on(batch)
    response = render(request, "workbench/import_progress.html", {"batch": batch, "work": work})
    if batch.state not in BUSY or not work.is_running:
        response["HX-Refresh"] = "true"
    return response


def _unless_stale(view: View) -> View:
    """A second click, a second tab or a page left open: the person sees how the import stands now, not an error page."""

    @wraps(view)
    def guarded(request: HttpRequest, pk: int) -> HttpResponse:
        try:
            return view(request, pk)
        except actions.WrongMoment as late:
            messages.info(request, str(late))
            return redirect("import", pk)

    return guarded


@require_POST
@signed_in(Capability.IMPORT)
@_unless_stale
def import_commit(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm: write into the ledger in the background."""
    actions.commit(by=actor_of(request), batch=get_import_for(actor_of(request), pk), at=clock.now())
    return redirect("import", pk)


@require_POST
@signed_in(Capability.IMPORT)
@_unless_stale
def import_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up an import that was not confirmed."""
    actions.discard(by=actor_of(request), batch=get_import_for(actor_of(request), pk), at=clock.now())
    messages.success(request, "已放弃这次导入，账目没有变化。")
    return redirect("imports")


@require_POST
@signed_in(Capability.IMPORT)
@_unless_stale
def import_retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Start again after an accident."""
    actions.retry(by=actor_of(request), batch=get_import_for(actor_of(request), pk), at=clock.now())
    return redirect("import", pk)


@require_http_methods(["GET", "POST"])
@signed_in(Capability.UNDO_IMPORT)
@_unless_stale
def import_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Look once more, then reverse everything the import wrote."""
    batch = get_import_for(actor_of(request), pk)
    refused: DomainError | None = None
    if batch.state != ImportState.COMMITTED:
        raise actions.WrongMoment(actions.STANDS[batch.state])
    if request.method == "POST":
        try:
            done = actions.undo_import(by=actor_of(request), batch=batch, at=clock.now())
        except actions.WrongMoment:
            raise
        except DomainError as error:
            refused = error
        else:
            messages.success(request, f"已撤销：{undone_words(done)}")
            return redirect("import", pk)
    context = shell(
        request, "imports", batch=batch, confirm_label="撤销这次导入", cancel_url=reverse("import", args=[pk]),
        is_ledger=batch.kind in (ImportKind.ARREARS, ImportKind.PAYMENTS), refused=refused,
    )  # fmt: skip
    return render(request, "workbench/import_undo.html", context, status=409 if refused else 200)


@require_POST
@signed_in(Capability.IMPORT)
@_unless_stale
def import_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Another value for one cell, then read again."""
    batch, form = get_import_for(actor_of(request), pk), CorrectionForm(request.POST)
    if not form.is_valid():
        return redirect(back_to(pk, request.GET, "value"))
    actions.correct_cell(by=actor_of(request), batch=batch, at=clock.now(), **form.cleaned_data)
    return redirect(back_to(pk, request.GET, "corrected"))


@require_POST
@signed_in(Capability.IMPORT)
@_unless_stale
def import_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a doubtful line as it stands, with a reason."""
    batch, form = get_import_for(actor_of(request), pk), AcceptForm(request.POST)
    if not form.is_valid():
        return redirect(back_to(pk, request.GET, "reason"))
    actions.accept_problem(by=actor_of(request), batch=batch, at=clock.now(), **form.cleaned_data)
    return redirect(back_to(pk, request.GET, "accepted"))


@require_POST
@signed_in(Capability.IMPORT)
@_unless_stale
def import_estate(request: HttpRequest, pk: int) -> HttpResponse:
    """Another estate than the file's name, then compare again."""
    batch, form = get_import_for(actor_of(request), pk), EstateForm(request.POST)
    if not form.is_valid():
        return redirect(back_to(pk, request.GET, "estate"))
    actions.name_estate(by=actor_of(request), batch=batch, at=clock.now(), **form.cleaned_data)
    return redirect(back_to(pk, request.GET, "named"))


@require_GET
@signed_in(Capability.IMPORT)
def import_problems(request: HttpRequest, pk: int) -> HttpResponse:
    """The clerk's own workbook with a 问题 column."""
    batch = get_import_for(actor_of(request), pk)
    response = HttpResponse(pipeline.problems_workbook(batch, today=clock.today()), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="import-{batch.pk}-problems.xlsx"'
    return response


def _no_mapping(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """While the sheet is being read (again) there is nothing to choose yet, and afterwards nothing any more: the page says so,
    and while it is read it looks again by itself.
    """
    work = work_on(batch)
    context = shell(
        request, "imports", batch=batch, work=work, busy=batch.state in BUSY and work.is_running,
        is_open=batch.state in (*BUSY, ImportState.PREVIEWED),
    )  # fmt: skip
    return render(
        request, "workbench/import_mapping_later.html", context, status=409 if request.method == "POST" else 200
    )


@require_http_methods(["GET", "POST"])
@signed_in(Capability.IMPORT)
@_unless_stale
def import_mapping(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what each column is; remembered for the next sheet of this layout."""
    batch = get_import_for(actor_of(request), pk)
    if batch.state != ImportState.PREVIEWED or not batch.plans:
        return _no_mapping(request, batch)
    form = MappingForm([SheetPlan.from_json(plan) for plan in batch.plans], request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.change_mapping(by=actor_of(request), batch=batch, plans=form.corrected(), at=clock.now())
        return redirect(back_to(pk, request.GET, "mapped"))
    context = shell(request, "imports", batch=batch, form=form, back=back_to(pk, request.GET))
    return render(request, "workbench/import_mapping.html", context, status=422 if form.errors else 200)
