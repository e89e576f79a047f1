"""The audit chain: what it seals, what it notices, what the database refuses."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from jiefen.audit.actions import record
from jiefen.audit.models import ChainHead, Event
from jiefen.audit.queries import Break, events_about, verify, verify_all
from tests.factories.world import AT

pytestmark = pytest.mark.django_db


def write(count: int, organisation_id: int = 7) -> None:
    for number in range(count):
        record(
            organisation_id=organisation_id,
            by=3,
            at=AT,
            code="ledger.noted",
            subject=("charge", number),
            data={"n": number},
        )


def without_triggers() -> None:
    """What an attacker with the database file in his hands would do first."""
    on = " ON audit_event" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for verb in ("update", "delete"):
            cursor.execute(f"DROP TRIGGER audit_event_no_{verb}{on}")


def test_an_untouched_chain_verifies():
    write(5)
    write(2, organisation_id=8)
    assert verify_all() == (7, [])
    assert list(Event.objects.filter(organisation_no=7).order_by("seq").values_list("seq", flat=True)) == [
        1,
        2,
        3,
        4,
        5,
    ]


@pytest.mark.parametrize(
    "change", [{"code": "ledger.other"}, {"data": {"n": 99}}, {"actor_no": 4}, {"subject_no": "x"}]
)
def test_an_altered_event_is_found(change):
    write(4)
    without_triggers()
    Event.objects.filter(seq=2).update(**change)
    assert verify(7) == Break(7, 2, "altered")


def test_a_removed_event_is_found():
    write(4)
    without_triggers()
    Event.objects.filter(seq=3).delete()
    assert verify(7) == Break(7, 3, "missing")


def test_a_cut_off_tail_is_found():
    write(4)
    without_triggers()
    Event.objects.filter(seq=4).delete()
    assert verify(7) == Break(7, 4, "truncated")


@pytest.mark.parametrize("statement", ["UPDATE audit_event SET code = 'x'", "DELETE FROM audit_event"])
def test_the_database_refuses_to_rewrite_history(statement):
    write(1)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Event.objects.get().code == "ledger.noted"


def test_a_rolled_back_action_leaves_no_event():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        write(1)
        raise ZeroDivisionError
    assert Event.objects.count() == 0
    assert ChainHead.objects.count() == 0


def test_events_about_one_thing_newest_first():
    write(2)
    record(organisation_id=7, by=None, at=AT, code="ledger.reversed", subject=("charge", 1))
    found = events_about(organisation_id=7, subject_type="charge", subject_no=1)
    assert [event.code for event in found] == ["ledger.reversed", "ledger.noted"]
    assert not events_about(organisation_id=8, subject_type="charge", subject_no=1)
