"""Whose stream goes on: colleagues who still work there and still hold their seat."""

from __future__ import annotations

import pytest

from jiefen.accounts.models import Membership, User
from jiefen.chat.actions.marks import typing
from jiefen.chat.actions.threads import leave
from jiefen.chat.refusals import ReadOnlySeat
from jiefen.live.people import no_longer_there
from tests.factories.conversations import again, make_talk
from tests.factories.world import AT

pytestmark = pytest.mark.django_db


def test_who_was_deactivated_and_who_left(django_assert_num_queries):
    (client, stays), (_, leaves), (_, ended) = make_talk(), make_talk(), make_talk()
    leave(by=leaves, reason="transferred", at=AT)
    Membership.objects.filter(pk=ended.ref).update(is_active=False)
    members = {stays.ref, leaves.ref, ended.ref}
    with django_assert_num_queries(2):
        found = no_longer_there(members, {client.pk, stays.pk, leaves.pk, ended.pk})
    assert found == ({ended.ref}, {leaves.pk})
    User.objects.filter(pk=Membership.objects.get(pk=stays.ref).user_id).update(is_active=False)
    assert no_longer_there({stays.ref}, set()) == ({stays.ref}, set())


def test_who_may_not_write_is_not_seen_writing():
    client, lawyer = make_talk()
    assert typing(by=client) == f'["thread:{client.thread_id}","typing",{{"seat":{client.pk}}}]'
    leave(by=lawyer, reason="transferred", at=AT)
    with pytest.raises(ReadOnlySeat):
        typing(by=again(lawyer))
