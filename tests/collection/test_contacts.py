"""Contacts: written down once, with all that was decided in them; refused by name; evidence stays as it is."""

from __future__ import annotations

import pytest

from jiefen.collection.models import ContactAttempt, PromiseToPay
from tests.factories.talks import DAY, TODAY, PromiseDraft, Talk, make_home, new_key

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return make_home(10_000, 20_000)


def test_a_talk_with_a_promise_is_written_down_once(home):
    key = new_key()
    promise = PromiseDraft(10_000, TODAY + 7 * DAY)
    talk = Talk(owner_words="下周发工资就交", chosen_option="named_date")
    first = home.talk(key=key, talk=talk, promise=promise)
    again = home.talk(key=key, talk=talk, promise=promise)
    assert (again.pk, ContactAttempt.objects.count(), PromiseToPay.objects.count()) == (first.pk, 1, 1)
    assert first.conversation.owner_words == "下周发工资就交"
    home.pay(10_000)
    assert PromiseToPay.objects.get().state == "kept"
