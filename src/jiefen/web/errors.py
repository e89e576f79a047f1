"""How a refusal becomes a page: the right status, the sentence, the way on, and a reference code."""

from __future__ import annotations

import logging
import secrets

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render

from jiefen.rules.errors import RuleError
from jiefen.shared.errors import NotFound, NotPermitted
from jiefen.web.session import GetResponse

log = logging.getLogger("jiefen.web")
ONLY_FORMS = "这个地址只收提交的内容，不能直接打开。请回到原来的页面，再点一次按钮。"


class RefusalMiddleware:
    """Turns a DomainError that no view handled into an error page with the sentence it carries; and says in words that an
    address only takes forms, where a browser would show an empty page (reloaded, typed, or kept as a bookmark).
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass through; process_exception does the work. A program that asked (htmx, fetch) gets the bare answer."""
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and request.accepts("text/html") and request.method == "GET":
            page = refusal_page(request, ONLY_FORMS, status=response.status_code, code="only_forms")
            page["Allow"] = response["Allow"]
            return page
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """None (Django goes on) for anything that is not a refusal."""
        if not isinstance(error, RuleError):
            return None
        return refusal_page(request, str(error), status=status_of(error), code=error.code)


def status_of(error: RuleError) -> int:
    """The HTTP status of a refusal."""
    if isinstance(error, NotFound):
        return 404
    if isinstance(error, NotPermitted):
        return 403
    return 429 if error.code.startswith("rate.") else 409


def refusal_page(request: HttpRequest, sentence: str, *, status: int, code: str) -> HttpResponse:
    """The page a person sees when something was refused."""
    reference = secrets.token_hex(4)
    log.info("refused %s %s %s ref=%s", status, code, request.path, reference)
    context = {"sentence": sentence, "status": status, "code": code, "reference": reference}
    response = render(request, "ui/refusal.html", context, status=status)
    response["X-Refusal"] = code  # for scripts and logs; the page itself speaks in sentences
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came back without its token: usually a page left open over night."""
    return refusal_page(
        request, "这个页面放得太久了，请刷新后再提交一次。您填的内容还在浏览器里。", status=403, code="csrf"
    )
