"""Writing an article: one form that saves, previews, takes pictures and hands in. Works by plain POST."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from jiefen.accounts.roles import Capability
from jiefen.articles.access import get_own_article
from jiefen.articles.actions.drafts import save_draft, start_draft
from jiefen.articles.actions.pictures import add_picture
from jiefen.articles.actions.submitting import submit
from jiefen.articles.drawing import MOST_BYTES
from jiefen.articles.models import Article
from jiefen.articles.queries.desk import last_review, outdated, pictures_of
from jiefen.articles.refusals import DraftRefused
from jiefen.articles.states import OPEN_REVIEWS, PUBLIC, ArticleState, ReviewState
from jiefen.rules.article_terms import number
from jiefen.rules.errors import RuleError
from jiefen.shared import clock
from jiefen.shared.errors import NotFound
from jiefen.web.desk.articles.forms import ArticleForm, initial_of
from jiefen.web.desk.articles.preview import picture_address, preview_of
from jiefen.web.desk.shell import shell
from jiefen.web.gate import signed_in
from jiefen.web.session import actor_of
from jiefen.web.ui.parts import Crumb

SAVE, PREVIEW, PICTURE, SUBMIT = "save", "preview", "picture", "submit"
SAID: Final = {SAVE: "已保存。", PICTURE: "图片已放进正文。"}


@require_POST
@signed_in(Capability.WRITE_ARTICLES)
def start_article(request: HttpRequest) -> HttpResponse:
    """An empty draft, open in the editor."""
    return redirect("desk_article", start_draft(by=actor_of(request), at=clock.now()).pk)


@require_http_methods(["GET", "POST"])
@signed_in(Capability.WRITE_ARTICLES)
def edit_article(request: HttpRequest, pk: int) -> HttpResponse:
    """The editor. Whatever is refused, what was typed stays in the form."""
    article = get_own_article(actor_of(request), pk)
    if request.method != "POST":
        return _page(request, article, ArticleForm(initial=initial_of(article)))
    form, wanted = ArticleForm(request.POST, request.FILES), request.POST.get("action", SAVE)
    if not form.is_valid():
        return _page(request, article, form)
    try:
        article = save_draft(article_id=pk, **form.draft(), by=actor_of(request), at=clock.now())
        return _go_on(request, article, form, wanted)
    except NotFound:
        raise
    except RuleError as error:
        form.add_error(None, str(error))
        return _page(request, article, _again(form, article), stops=getattr(error, "findings", ()))


@require_POST
@signed_in(Capability.WRITE_ARTICLES)
def autosave_article(request: HttpRequest, pk: int) -> HttpResponse:
    """Saves while one writes; answers with the number the next save must name."""
    form = ArticleForm(request.POST)
    try:
        article = save_draft(article_id=pk, **form.draft(), by=actor_of(request), at=clock.now())
    except NotFound:
        raise
    except RuleError as error:
        return JsonResponse({"sentence": str(error)}, status=409)
    return JsonResponse({"save_no": article.save_no, "saved": f"{clock.now():%H:%M} 已保存"})


@require_POST
@signed_in(Capability.WRITE_ARTICLES)
def preview_article(request: HttpRequest, pk: int) -> HttpResponse:
    """The preview alone, for htmx."""
    get_own_article(actor_of(request), pk)
    preview = preview_of(pk, ArticleForm(request.POST).draft(), today=clock.today())
    return render(request, "desk/articles/parts/preview.html", {"preview": preview, "today": clock.today()})


def _go_on(request: HttpRequest, article: Article, form: ArticleForm, wanted: str) -> HttpResponse:
    """After saving: what the button asked for."""
    at = clock.now()
    if wanted == SUBMIT:
        submit(
            article_id=article.pk, by=actor_of(request), at=at, publish_at=form.moment,
            reason=form.cleaned_data["reason"],
        )  # fmt: skip
        messages.success(request, "已提交，审核结果会显示在这里。")
        return redirect("desk_articles")
    if wanted == PICTURE:
        _insert_picture(request, article, form)
    if wanted == PREVIEW:
        return _page(request, article, ArticleForm(initial={**form.cleaned_data, **initial_of(article)}), preview=True)
    messages.success(request, SAID.get(wanted, SAID[SAVE]))
    return redirect("desk_article", article.pk)


def _insert_picture(request: HttpRequest, article: Article, form: ArticleForm) -> None:
    """Keep the picture and put it into the text after the paragraph the cursor stands in (else at the end)."""
    upload = form.cleaned_data["picture"]
    if upload is None:
        raise DraftRefused("请先选一张图片。")
    data = upload.read(MOST_BYTES + 1)
    actor, at = actor_of(request), clock.now()
    picture = add_picture(article_id=article.pk, data=data, alt=form.cleaned_data["alt"], by=actor, at=at)
    words = picture.alt.replace("[", "（").replace("]", "）")
    body, cursor = article.body, form.cleaned_data["cursor"]
    place = body.find("\n\n", cursor) if cursor is not None and 0 <= cursor < len(body) else -1
    place = len(body) if place < 0 else place
    text = f"{body[:place].rstrip()}\n\n![{words}](picture:{picture.pk})\n\n{body[place:].lstrip()}".strip() + "\n"
    draft = {**form.draft(), "body": text, "save_no": article.save_no}
    save_draft(article_id=article.pk, **draft, by=actor, at=at)


def _again(form: ArticleForm, article: Article) -> ArticleForm:
    """The same form once more; when the draft was saved before the refusal, under its new number."""
    if article.save_no == form.draft()["save_no"] + 1:
        form.data = {**{name: form.data.get(name, "") for name in form.data}, "save_no": str(article.save_no)}
    return form


def _page(
    request: HttpRequest, article: Article, form: ArticleForm, *, preview: bool = False, stops: Any = ()
) -> HttpResponse:
    form.fields["title"].required = form.fields["body"].required = True  # only for the label: drafts may be unfinished
    review = last_review(article.pk)
    draft = {**initial_of(article), "area": article.area, "topic": article.topic}
    context = shell(
        request, "desk_articles", form=form, article=article, state_name=ArticleState(article.state).label,
        review=review, is_open=bool(review and review.state in OPEN_REVIEWS),
        is_returned=bool(review and review.state == ReviewState.RETURNED), is_public=article.state in PUBLIC,
        was_public=article.live_id is not None, stops=stops,
        outdated=outdated(actor_of(request), article_id=article.pk),
        preview=preview_of(article.pk, draft, today=clock.today()) if preview else None,
        pictures=[(row, picture_address(row.pk, row.fingerprint, min(map(int, row.files)))) for row in pictures_of(article.pk)],
        crumbs=[Crumb("文章", reverse("desk_articles")), Crumb(article.title or "新文章")], today=clock.today(),
        longest_lead=number("lead_characters", clock.today()),
    )  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, "desk/articles/editor.html", context, status=status)
