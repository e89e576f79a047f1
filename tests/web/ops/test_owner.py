"""The page on which an operator hands a card to the lawyer himself."""

from __future__ import annotations

import pytest

from jiefen.accounts.models import User
from jiefen.lawyers.models import Lawyer
from tests.factories.lawyers import licence_no, make_operator, make_verified
from tests.lawyers.test_handing_over import HOW, PHONE, _imported
from tests.web.ops.test_verification import _own_columns, ops
from tests.web.workbench.signed_in import on_the_day, text_of

__all__ = ["_own_columns", "on_the_day", "ops"]
pytestmark = pytest.mark.django_db


def test_the_card_of_a_list_is_handed_over_from_its_page(ops) -> None:
    card = _imported(licence_no())
    assert "还没有交给本人" in text_of(ops.get(f"/ops/lawyers/{card.pk}/"))
    page = ops.get(f"/ops/lawyers/{card.pk}/owner/")
    assert b'autocomplete="off"' in page.content
    done = ops.post(f"/ops/lawyers/{card.pk}/owner/", {"phone": PHONE, "how": HOW}, follow=True)
    words = text_of(done)
    assert "已交给秦川" in words
    assert "交给本人" in words
    assert "还没有交给本人" not in words
    assert Lawyer.objects.get(pk=card.pk).user == User.objects.by_phone(PHONE)


def test_what_is_wrong_is_said_and_what_was_typed_stays(ops) -> None:
    card = _imported(licence_no())
    for given, words in (
        ({"phone": "12", "how": HOW}, "手机号"),
        ({"phone": PHONE, "how": ""}, "怎样核对的身份"),
    ):
        page = ops.post(f"/ops/lawyers/{card.pk}/owner/", given)
        assert words in text_of(page)
        assert given["phone"].encode() in page.content
    owned, _ = make_verified(make_operator())
    refused = ops.post(f"/ops/lawyers/{owned.pk}/owner/", {"phone": PHONE, "how": HOW})
    assert "已经有主人" in text_of(refused)
    assert Lawyer.objects.get(pk=card.pk).user is None


def test_it_is_for_operators(client) -> None:
    card = _imported(licence_no())
    _, actor = make_verified(make_operator())
    client.force_login(User.objects.get(memberships=actor.membership_id))
    assert client.get(f"/ops/lawyers/{card.pk}/owner/").status_code in (403, 404)
