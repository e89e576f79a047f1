"""A reader's complaint: writing it, seeing what becomes of it, taking it back, appealing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiefen.articles.access import get_grievance_by_link, get_grievance_for_reader, get_public_article
from jiefen.articles.actions import grievances
from jiefen.articles.models import ContentGrievance
from jiefen.articles.queries.grievances import told_to
from jiefen.articles.readers import address_index
from jiefen.articles.telling import recipient_of, secret_of
from jiefen.articles.words import KINDS
from jiefen.rules.article_terms import number
from jiefen.rules.errors import RuleError
from jiefen.shared import clock
from jiefen.shared.errors import NotFound
from jiefen.web.errors import status_of
from jiefen.web.portal.articles.doors import status_address
from jiefen.web.portal.articles.lines import address_of_article
from jiefen.web.portal.articles.reader import known_reader, reader_who_acts
from jiefen.web.session import address_of
from jiefen.web.visitor import remember


class GrievanceForm(forms.Form):
    """What is wrong, in the reader's words."""

    kind = forms.ChoiceField(
        label="哪一类问题", choices=tuple(KINDS.items()), widget=forms.RadioSelect,
        error_messages={"required": "请选一下是哪一类问题。"},
    )  # fmt: skip
    text = forms.CharField(
        label="具体哪里有问题", max_length=grievances.LONGEST,
        widget=forms.Textarea({"rows": 5}), error_messages={"required": "请写清楚哪里有问题，几句话就好。"},
    )  # fmt: skip
    contact = forms.CharField(label="怎么联系您", max_length=120, required=False)


class AppealForm(forms.Form):
    """Why the decision is not right."""

    text = forms.CharField(
        label="不同意哪一点，为什么", max_length=grievances.LONGEST,
        widget=forms.Textarea({"rows": 4}), error_messages={"required": "请写明不同意的是哪一点、为什么。"},
    )  # fmt: skip


@never_cache
@require_http_methods(["GET", "POST"])
def complain(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Write a complaint about a public article."""
    article = get_public_article(pk)
    form = GrievanceForm(request.POST if request.method == "POST" else None)
    status, token = 200, ""
    if request.method == "POST" and form.is_valid():
        at = clock.now()
        reader, token = reader_who_acts(request, at=at)
        try:
            filed = grievances.file_grievance(
                article_id=pk, reader=reader, address_index=address_index(address_of(request), clock.day_of(at)),
                **form.cleaned_data, at=at,
            )  # fmt: skip
            return remember(redirect(status_address(filed.pk)), token)
        except NotFound:
            raise
        except RuleError as error:
            form.add_error(None, str(error))
            status = status_of(error)
    context = {
        "form": form, "title": article.live.title if article.live else "",
        "back_url": address_of_article(pk, article.slug), "hours": number("acknowledge_hours", clock.today()),
    }  # fmt: skip
    return remember(render(request, "portal/articles/complain.html", context, status=status), token)


@never_cache
@require_safe
def complaint(request: HttpRequest, pk: int, secret: str = "") -> HttpResponse:
    """What became of it: for the browser or person it came from, and for whoever has its secret address."""
    return _page(request, pk, secret, AppealForm())


@require_POST
def withdraw_complaint(request: HttpRequest, pk: int, secret: str = "") -> HttpResponse:
    """Let it be."""
    row = _complaint(request, pk, secret)
    grievances.withdraw_grievance(grievance_id=pk, reader=row.reader, at=clock.now())
    messages.success(request, "投诉已撤回。")
    return redirect(status_address(pk))


@never_cache
@require_POST
def appeal_complaint(request: HttpRequest, pk: int, secret: str = "") -> HttpResponse:
    """Ask for a second look."""
    form, row = AppealForm(request.POST), _complaint(request, pk, secret)
    if not form.is_valid():
        return _page(request, pk, secret, form, status=422)
    try:
        grievances.appeal_as_complainant(
            grievance_id=pk, text=form.cleaned_data["text"], reader=row.reader, at=clock.now(),
            page=request.build_absolute_uri(status_address(pk)),
        )  # fmt: skip
    except NotFound:
        raise
    except RuleError as error:
        form.add_error(None, str(error))
        return _page(request, pk, secret, form, status=status_of(error))
    messages.success(request, "申诉已收到，会由平台再看一遍。")
    return redirect(status_address(pk))


def _complaint(request: HttpRequest, pk: int, secret: str) -> ContentGrievance:
    return get_grievance_by_link(secret, pk) if secret else get_grievance_for_reader(known_reader(request), pk)


def _page(request: HttpRequest, pk: int, secret: str, form: AppealForm, status: int = 200) -> HttpResponse:
    row = _complaint(request, pk, secret)
    context: dict[str, Any] = {
        "told": told_to("complainant", row, now=clock.now()),
        "article_url": address_of_article(row.article_id, row.article.slug),
        "form": form,
        "today": clock.today(),
        "status_url": request.build_absolute_uri(status_address(pk)),
        "will_be_told": bool(recipient_of(row.contact)),
        "withdraw_url": reverse("article_complaint_withdraw_link", args=[pk, secret_of(pk)]),
        "appeal_url": reverse("article_complaint_appeal_link", args=[pk, secret_of(pk)]),
    }
    # The address is the key: the site's Referrer-Policy (same-origin) keeps it from other sites. "no-referrer" would send
    # "Origin: null" with the forms, which the check against forgery refuses.
    return render(request, "portal/articles/complaint.html", context, status=status)
