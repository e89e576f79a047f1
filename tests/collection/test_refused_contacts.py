"""What a rule stops leaves one trace, although everything it wanted to write is rolled back."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from jiefen.audit.models import Event
from jiefen.audit.queries import verify
from jiefen.collection import actions
from jiefen.collection.actions import CollectionRefused, ContactBarred
from jiefen.collection.models import ContactAttempt, RefusedContact
from jiefen.collection.queries.compliance import compliance
from jiefen.shared.errors import NotFound
from tests.factories.talks import AT, DAY, TODAY, Talk, make_home, new_key

pytestmark = pytest.mark.django_db
NINE_PM = AT.replace(hour=21)
OURS = {"initiated_by": "us", "at": NINE_PM, "now": NINE_PM}


@pytest.fixture
def home():
    return make_home(10_000, 20_000)


def ask(home, at=NINE_PM, by=None):
    with pytest.raises(ContactBarred):
        actions.begin_contact(premises_id=home.id, channel="phone", purpose="bill", by=by or home.steward, at=at)


def traces() -> list[Event]:
    return list(Event.objects.filter(code="collection.contact_refused").order_by("seq"))


def test_asking_is_an_attempt_each_time(home):
    ask(home)
    ask(home)
    assert RefusedContact.objects.count() == len(traces()) == 2
    event = traces()[0]
    assert (event.subject_type, event.subject_no, event.actor_no) == (
        "estates.premises", str(home.id), home.steward.membership_id,
    )  # fmt: skip
    assert event.data == {
        "refused": RefusedContact.objects.order_by("pk")[0].pk, "client_key": "", "rule": "quiet_hours",
        "attempted": "begin", "channel": "phone", "purpose": "bill",
    }  # fmt: skip
    assert verify(home.premises.organisation_id) is None


def test_the_trace_outlives_what_is_rolled_back_and_the_same_draft_leaves_one(home):
    key = new_key()
    for _ in range(3):  # a phone tries again
        with pytest.raises(ContactBarred):
            home.talk(key=key, talk=Talk(owner_words="别打了"), **OURS)
    assert not ContactAttempt.objects.exists()
    assert [(row.attempted, row.rule, row.client_key) for row in RefusedContact.objects.all()] == [
        ("record", "quiet_hours", key)
    ]
    assert len(traces()) == 1
    home.talk(key=key, admits_breach=True, **OURS)
    assert (ContactAttempt.objects.count(), RefusedContact.objects.count()) == (1, 1)


def test_the_same_key_refused_by_another_rule_is_another_attempt(home):
    key = new_key()
    with pytest.raises(ContactBarred):
        home.talk(key=key, **OURS)
    with pytest.raises(ContactBarred):
        home.talk(key=key, reached="tenant")
    assert sorted(RefusedContact.objects.values_list("rule", flat=True)) == ["quiet_hours", "third_party"]


def test_a_correction_that_a_rule_stops_is_noted(home):
    wrong = home.talk()
    draft = home.draft(initiated_by="us", at=NINE_PM)
    with pytest.raises(ContactBarred):
        actions.correct_contact(attempt_id=wrong.pk, draft=draft, client_key=new_key(), by=home.steward, at=NINE_PM)
    assert RefusedContact.objects.get().attempted == "correct"


def test_only_a_rule_of_contact_leaves_a_trace(home):
    with pytest.raises(CollectionRefused):
        home.talk(channel="pigeon")
    with pytest.raises(NotFound):
        actions.begin_contact(
            premises_id=make_home(100).id, channel="phone", purpose="bill", by=home.steward, at=NINE_PM
        )
    assert not RefusedContact.objects.exists()
    assert not traces()


def test_a_trace_is_never_changed(home):
    ask(home)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        RefusedContact.objects.update(rule="")


def test_they_are_counted_beside_the_breaches(home, django_assert_num_queries):
    other = make_home(5_000)
    ask(other)
    ask(home)
    ask(home, at=NINE_PM - DAY)
    with pytest.raises(ContactBarred):
        home.talk(reached="tenant", now=NINE_PM)
    home.talk(admits_breach=True, **OURS)
    with django_assert_num_queries(2):
        found = compliance(home.manager, today=TODAY)
    assert found.stopped == (("quiet_hours", 2), ("third_party", 1))
    assert (found.refused, found.admitted) == (3, 1)
    assert found.by_rule == [("quiet_hours", 1, 2), ("third_party", 0, 1)]
    assert compliance(home.manager, today=TODAY + 91 * DAY).refused == 0
    assert compliance(other.manager, today=TODAY).refused == 1
