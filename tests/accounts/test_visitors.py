"""People who ask without an account."""

import datetime as dt

import pytest
from django.http import HttpResponse

from jiefen.accounts.actions.forgetting import forget_old_sign_ins
from jiefen.accounts.models import Visitor
from jiefen.accounts.visitors import COOKIE, REMEMBERED_FOR, new_visitor, visitor_with
from jiefen.web.visitor import remember, visitor_of, welcome
from tests.factories.world import AT

pytestmark = pytest.mark.django_db


def test_the_secret_finds_its_visitor_and_is_not_kept():
    number, token = new_visitor(at=AT)
    assert visitor_with(token) == number
    assert token not in str(Visitor.objects.values())


@pytest.mark.parametrize("token", ["", "x", "x" * 65, "验" * 10])
def test_a_wrong_secret_finds_nobody(token):
    new_visitor(at=AT)
    assert visitor_with(token) is None


def test_a_browser_is_welcomed_once(rf):
    request = rf.get("/")
    number, token = welcome(request, at=AT)
    answer = remember(HttpResponse(), token)
    request.COOKIES[COOKIE] = answer.cookies[COOKIE].value
    assert answer.cookies[COOKIE]["httponly"]
    assert visitor_of(request) == number
    assert welcome(request, at=AT) == (number, "")
    assert COOKIE not in remember(HttpResponse(), "").cookies


def test_a_visitor_is_forgotten_when_no_browser_can_hold_him_any_more():
    new_visitor(at=AT)
    forget_old_sign_ins(at=AT + REMEMBERED_FOR)
    assert Visitor.objects.count() == 1
    forget_old_sign_ins(at=AT + REMEMBERED_FOR + dt.timedelta(seconds=1))
    assert Visitor.objects.count() == 0
