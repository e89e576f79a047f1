"""Several tables in one query: rows come back as models, exact to the microsecond, decrypted, never silently empty."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiefen.collection.models import Attachment, ContactWish, FollowUp, PromiseToPay, Rehearsal
from jiefen.estates.models import Premises
from jiefen.shared.together import Part, read_together
from tests.factories.talks import AT, TODAY, make_home, new_key

pytestmark = pytest.mark.django_db
EXACT = AT + dt.timedelta(microseconds=123_456)


@pytest.fixture
def home():
    return make_home(10_000)


def promises(home, *fields: str, limit: int = 10) -> Part:
    return Part(PromiseToPay.objects.filter(premises_id=home.id).order_by("-pk"), ("id", *fields), limit)


def wishes(home, *fields: str) -> Part:
    return Part(ContactWish.objects.filter(premises_id=home.id).order_by("pk"), ("id", *fields), 10)


def follow_ups(home) -> Part:
    return Part(FollowUp.objects.filter(premises_id=home.id).order_by("pk"), ("id", "what", "due_on", "done_at"), 10)


def wish(home, words: str, kind: str = "no_visit") -> ContactWish:
    return ContactWish.objects.create(
        organisation_id=home.premises.organisation_id, premises=home.premises, kind=kind, words=words, set_at=EXACT
    )


def test_each_row_comes_back_as_its_model_in_one_query(home):
    promise, said = home.promise(5_000, at=EXACT), wish(home, "别来家里")
    parts = {"a": wishes(home, "words", "set_at", "from_hour"), "b": promises(home, "amount_fen", "due_on", "made_at")}
    with CaptureQueriesContext(connection) as captured:
        found = read_together({**parts, "none": follow_ups(home)})
        (one,), (other,) = found["a"], found["b"]
        assert (one, one.words, one.set_at, one.from_hour) == (said, "别来家里", EXACT, None)
        assert (other, other.amount_fen, other.made_at, other.due_on) == (promise, 5_000, EXACT, promise.due_on)
    assert (len(captured), found["none"]) == (1, [])


def test_the_order_of_the_parts_does_not_matter(home):
    """The first part gives the union its types: texts, days and moments must survive in any place."""
    wish(home, "晚上打")
    home.promise(5_000, at=EXACT)
    parts = {"f": follow_ups(home), "w": wishes(home, "words"), "p": promises(home, "made_at", "state")}
    for order in (("f", "w", "p"), ("p", "f", "w"), ("w", "p", "f")):
        found = read_together({name: parts[name] for name in order})
        assert (found["w"][0].words, found["p"][0].made_at, found["p"][0].state) == ("晚上打", EXACT, "open")


def test_only_the_first_rows_of_the_order(home):
    newest = [home.promise(fen, TODAY) for fen in (100, 200, 300)][1:]
    found = read_together({"p": promises(home, limit=2), "w": wishes(home)})["p"]
    assert {row.pk for row in found} == {row.pk for row in newest}


def test_a_field_that_was_not_asked_for_is_fetched_not_empty(home):
    wish(home, "别来家里")
    (row,) = read_together({"w": wishes(home), "p": promises(home)})["w"]
    with CaptureQueriesContext(connection) as captured:
        assert (row.words, row.kind) == ("别来家里", "no_visit")
    assert len(captured) == 2


@pytest.mark.parametrize(("model", "field"), [(Rehearsal, "values"), (Premises, "is_vacant")])
def test_what_no_column_holds_is_refused(model, field):
    with pytest.raises(TypeError, match=field):
        read_together({"x": Part(model.objects.order_by("pk"), ("id", field), 1)})


def test_times_of_day_and_a_part_without_a_limit(home):
    for hour in (9, 18):
        FollowUp.objects.create(
            organisation_id=home.premises.organisation_id, premises=home.premises, what="谈", due_on=TODAY,
            due_time=dt.time(hour, 30), kind="appointment",
        )  # fmt: skip
    timed = Part(FollowUp.objects.filter(premises_id=home.id), ("id", "due_time"), None)
    for parts in ({"t": timed, "p": promises(home)}, {"p": promises(home), "t": timed}):
        assert {row.due_time for row in read_together(parts)["t"]} == {dt.time(9, 30), dt.time(18, 30)}


def test_a_part_without_texts_beside_one_with_many(home):
    attempt = home.talk()
    Attachment.objects.create(
        organisation_id=home.premises.organisation_id, attempt=attempt, kind="photo", file_key="k", sha256="0" * 64,
        media_type="image/png", size_bytes=1, client_key=new_key(), recorded_at=EXACT,
    )  # fmt: skip
    files = Part(Attachment.objects.order_by("pk"), ("id", "attempt", "kind", "file_key", "media_type"), 5)
    found = read_together({"p": promises(home), "f": files})["f"]
    assert [(row.attempt_id, row.kind, row.media_type) for row in found] == [(attempt.pk, "photo", "image/png")]


def test_parts_that_can_have_no_rows(home):
    nothing = Part(FollowUp.objects.none(), ("id", "what"), 5)
    wish(home, "别来家里")
    assert [len(rows) for rows in read_together({"n": nothing, "w": wishes(home)}).values()] == [0, 1]
    assert read_together({"n": nothing}) == {"n": []}
