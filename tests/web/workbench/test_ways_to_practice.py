"""From a household and from its rehearsal to a practice partner with the same thing on his mind."""

from __future__ import annotations

import html

import pytest
from django.urls import reverse

from jiefen.accounts.roles import Role
from jiefen.collection import actions
from jiefen.collection.actions import ObstacleDraft
from tests.factories.talks import AT, DAY, Talk, make_home, new_key
from tests.web.workbench.signed_in import on_the_day, sign_in, text_of

pytestmark = pytest.mark.django_db
__all__ = ["on_the_day"]


@pytest.fixture
def home():
    return make_home(10_000, 20_000)


def heard(home, code: str, at=AT):
    return home.talk(at=at, talk=Talk(owner_words="不交", obstacles=(ObstacleDraft(code),)))


def ways(client, home) -> list[str]:
    pages = [client.get(reverse(name, args=[home.id])) for name in ("household", "rehearsal")]
    found = [html.unescape(text_of(page)).split('"') for page in pages]
    return [next(part for part in parts if part.startswith(f"{reverse('practice')}?")) for parts in found]


def test_what_was_heard_last_is_practised(client, home):
    sign_in(client, home.premises.organisation)
    assert ways(client, home) == [f"/workbench/practice/?premises={home.id}"] * 2
    heard(home, "hardship", AT - DAY)
    wrong = heard(home, "distrust")
    assert ways(client, home) == [f"/workbench/practice/?premises={home.id}&obstacle=distrust"] * 2
    terms = {"draft": home.draft(), "client_key": new_key(), "by": home.steward, "at": AT}
    actions.correct_contact(attempt_id=wrong.pk, **terms)
    address = f"/workbench/practice/?premises={home.id}&obstacle=hardship"
    assert ways(client, home) == [address] * 2
    page = text_of(client.get(address))
    assert f'name="premises" value="{home.id}"' in page
    assert "这次借用一户的欠费金额" in page


def test_who_does_not_talk_with_owners_is_not_sent_there(client, home):
    sign_in(client, home.premises.organisation, Role.FINANCE)
    assert "先找人练一练" not in text_of(client.get(reverse("household", args=[home.id])))
