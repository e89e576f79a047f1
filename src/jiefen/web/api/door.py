"""Who may call the API: whoever is signed in, with the same session, the same capabilities and CSRF as the pages."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError
from ninja.security import APIKeyCookie

from jiefen.accounts.actors import Actor
from jiefen.collection.refusals import ContactBarred
from jiefen.rules.errors import RuleError
from jiefen.web.errors import status_of
from jiefen.web.gate import signed_in
from jiefen.web.session import actor_or_none


class SignedIn(APIKeyCookie):
    """The session cookie of a person who works in an organisation and has a password of his own."""

    param_name = settings.SESSION_COOKIE_NAME

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        """The actor, or None: then the answer is 401."""
        actor = actor_or_none(request)
        return None if actor is None or actor.must_change_password else actor


api = NinjaAPI(
    title="解纷 Jiefen", version="1", auth=SignedIn(), docs_url=None, docs_decorator=signed_in(), urls_namespace="api"
)  # fmt: skip


def actor_in(request: HttpRequest) -> Actor:
    """The actor the door let in."""
    actor = actor_or_none(request)
    if actor is None:
        raise RuntimeError("operation without the door")
    return actor


@api.exception_handler(RuleError)
def refused(request: HttpRequest, error: RuleError) -> HttpResponse:
    """A refusal by name: code, the sentence for the person, a reference, and for contacts the rule and earliest."""
    answer: dict[str, Any] = {"code": error.code, "message": str(error), "reference": secrets.token_hex(4)}
    if isinstance(error, ContactBarred):
        answer |= {"rule": error.rule, "earliest": error.earliest}
    response = api.create_response(request, answer, status=status_of(error))
    response["X-Refusal"] = error.code
    return response


@api.exception_handler(AuthenticationError)
def not_signed_in(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """401 in a sentence."""
    answer = {"code": "api.not_signed_in", "message": "请先登录，再调用接口。"}
    return api.create_response(request, answer, status=401)


@api.exception_handler(ValidationError)
def malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """422 with the fields that are wrong; nothing was written."""
    fields = [{"field": ".".join(map(str, each["loc"][1:])), "problem": each["msg"]} for each in error.errors]
    answer = {"code": "api.malformed", "message": "有几个字段不对，什么都没有写入。", "fields": fields}
    return api.create_response(request, answer, status=422)
