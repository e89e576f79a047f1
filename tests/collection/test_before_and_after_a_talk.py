"""Rehearsals, wishes, follow-ups and attachments: each happy, refused, a stranger's, and twice."""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest

from jiefen.accounts.roles import Role
from jiefen.collection import actions
from jiefen.collection.actions import CollectionRefused, ContactBarred
from jiefen.collection.models import Attachment, ContactWish, FollowUp, Rehearsal
from jiefen.estates.models import Premises
from jiefen.shared.errors import NotFound, NotPermitted
from jiefen.shared.files import read_private
from tests.factories.talks import AT, DAY, TODAY, Talk, make_home, new_key
from tests.factories.world import make_actor, make_organisation, make_premises

pytestmark = pytest.mark.django_db
PHOTO = b"\xff\xd8\xff a small photo"


@pytest.fixture
def home():
    return make_home(10_000)


@pytest.fixture
def strangers(home):
    return (make_actor(make_organisation()), NotFound), (
        make_actor(home.premises.organisation, Role.FINANCE),
        NotPermitted,
    )


def rehearse(home, key=None, by=None):
    return actions.start_rehearsal(premises_id=home.id, client_key=key or new_key(), by=by or home.steward, at=AT)


def test_a_rehearsal_is_kept_with_its_talk(home):
    key = new_key()
    row = rehearse(home, key)
    assert rehearse(home, key).pk == row.pk
    values = [{"kind": "record", "number": "12", "words": "修好了单元门", "secret": "x"}, {"words": "擦电梯"}]
    for side in ("他怕钱白花", "他怕漏雨没人管"):
        actions.finish_rehearsal(
            rehearsal_id=row.pk, owner_side=side, values=values, picture="一起看修好的门", aim="约好付款日",
            by=home.steward, at=AT,
        )  # fmt: skip
    found = Rehearsal.objects.get()
    assert (found.owner_side, found.aim, found.finished_at) == ("他怕漏雨没人管", "约好付款日", AT)
    assert found.values[0] == {"kind": "record", "number": 12, "words": "修好了单元门"}
    assert found.values[1] == {"kind": "", "number": None, "words": "擦电梯"}
    assert home.talk(talk=Talk(rehearsal_id=row.pk)).conversation.rehearsal == found
    with pytest.raises(CollectionRefused) as refused:
        actions.finish_rehearsal(rehearsal_id=row.pk, owner_side="", values=[], by=home.steward, at=AT)
    assert refused.value.code == "collection.rehearsal_used"


def test_a_rehearsal_belongs_to_its_household(home, strangers):
    row, key = rehearse(home), new_key()
    neighbour = make_premises(home.premises.estate, building="2栋")
    actions.start_rehearsal(premises_id=neighbour.pk, client_key=key, by=home.manager, at=AT)
    with pytest.raises(CollectionRefused) as refused:
        rehearse(home, key)
    assert refused.value.code == "collection.key_taken"
    for by, error in strangers:
        with pytest.raises(error):
            rehearse(home, by=by)
        with pytest.raises(error):
            actions.finish_rehearsal(rehearsal_id=row.pk, owner_side="x", values=[], by=by, at=AT)


def wish(home, kind, by=None, **more):
    return actions.set_contact_wish(premises_id=home.id, kind=kind, by=by or home.steward, at=AT, **more)


def barred(home, channel="phone", at=AT):
    try:
        actions.begin_contact(premises_id=home.id, channel=channel, purpose="bill", by=home.steward, at=at)
    except ContactBarred as found:
        return found.rule
    return ""


def test_do_not_contact_stands_on_the_premises(home):
    row = wish(home, "do_not_contact", words="别再打了")
    assert Premises.objects.get(pk=home.id).do_not_contact
    assert barred(home) == "do_not_contact"
    with pytest.raises(NotPermitted):
        actions.lift_contact_wish(wish_id=row.pk, reason="他又说可以", by=home.steward, at=AT)
    assert Premises.objects.get(pk=home.id).do_not_contact
    with pytest.raises(CollectionRefused):
        actions.lift_contact_wish(wish_id=row.pk, reason="", by=home.manager, at=AT)
    lifted = actions.lift_contact_wish(wish_id=row.pk, reason="他又说可以", by=home.manager, at=AT)
    assert (lifted.lift_reason, lifted.lifted_by_no) == ("他又说可以", home.manager.membership_id)
    assert not Premises.objects.get(pk=home.id).do_not_contact
    with pytest.raises(CollectionRefused) as refused:
        actions.lift_contact_wish(wish_id=row.pk, reason="x", by=home.manager, at=AT)
    assert refused.value.code == "collection.lifted_already"


def test_wishes_are_heard_by_the_rules(home):
    wish(home, "no_phone")
    assert (barred(home), barred(home, "message")) == ("channel_refused", "")
    wish(home, "only_hours", from_hour=18, to_hour=20)
    assert barred(home, "message") != ""
    assert barred(home, "message", AT.replace(hour=18)) == ""
    wish(home, "only_hours", from_hour=9, to_hour=24)
    assert barred(home, "message") == ""
    standing = ContactWish.objects.filter(lifted_at=None).values_list("kind", "to_hour")
    assert sorted(standing) == [("no_phone", None), ("only_hours", 24)]


def test_what_is_no_wish(home, strangers):
    for kind, more, code in (
        ("sing", {}, "choice"), ("only_hours", {}, "hours"), ("only_hours", {"from_hour": 9, "to_hour": 9}, "hours"),
        ("only_hours", {"from_hour": 9, "to_hour": 25}, "hours"),
    ):  # fmt: skip
        with pytest.raises(CollectionRefused) as refused:
            wish(home, kind, **more)
        assert refused.value.code == f"collection.{code}"
    row = wish(home, "no_visit")
    for by, error in strangers:
        with pytest.raises(error):
            wish(home, "no_phone", by=by)
        with pytest.raises(error):
            actions.lift_contact_wish(wish_id=row.pk, reason="x", by=by, at=AT)


def follow_up(home, by=None, **more):
    terms = {"what": "带他看修好的门", "due_on": TODAY + DAY, "by": by or home.steward, "at": AT, **more}
    return actions.plan_follow_up(premises_id=home.id, **terms)


def test_follow_ups_are_moved_and_done_once(home, strangers):
    row = follow_up(home)
    moved = actions.move_follow_up(
        follow_up_id=row.pk, due_on=TODAY + 2 * DAY, due_time=dt.time(9, 30), by=home.steward, at=AT
    )
    assert (moved.due_on, moved.due_time) == (TODAY + 2 * DAY, dt.time(9, 30))
    for by, error in strangers:
        with pytest.raises(error):
            actions.finish_follow_up(follow_up_id=row.pk, by=by, at=AT)
        with pytest.raises(error):
            follow_up(home, by=by)
    done = actions.finish_follow_up(follow_up_id=row.pk, by=home.steward, at=AT)
    assert (done.done_at, done.done_by_no) == (AT, home.steward.membership_id)
    for act, more in ((actions.finish_follow_up, {}), (actions.move_follow_up, {"due_on": TODAY})):
        with pytest.raises(CollectionRefused) as refused:
            act(follow_up_id=row.pk, by=home.steward, at=AT, **more)
        assert refused.value.code == "collection.done_already"
    for more, code in (
        ({"what": ""}, "text_missing"),
        ({"due_on": TODAY - DAY}, "past_day"),
        ({"kind": "x"}, "choice"),
    ):
        with pytest.raises(CollectionRefused) as refused:
            follow_up(home, **more)
        assert refused.value.code == f"collection.{code}"
    assert FollowUp.objects.count() == 1


def test_an_appointment_opens_its_hour(home):
    follow_up(home, kind="appointment", due_on=TODAY, due_time=dt.time(20, 30))
    assert barred(home, at=AT.replace(hour=20, minute=30)) == ""
    assert barred(home, at=AT.replace(hour=21, minute=45)) == "quiet_hours"


def attach(home, attempt, key=None, by=None, **more):
    terms = {"kind": "photo", "data": PHOTO, "media_type": "image/jpeg", "by": by or home.steward, "at": AT, **more}
    return actions.attach(attempt_id=attempt.pk, client_key=key or new_key(), **terms)


def test_an_attachment_is_encrypted_and_kept_once(home, settings, tmp_path):
    settings.PRIVATE_FILES = tmp_path
    attempt, key = home.talk(), new_key()
    row = attach(home, attempt, key)
    assert attach(home, attempt, key).pk == row.pk
    assert (row.sha256, row.size_bytes) == (hashlib.sha256(PHOTO).hexdigest(), len(PHOTO))
    assert read_private(row.file_key) == PHOTO
    stored = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert (len(stored), PHOTO in stored[0].read_bytes()) == (1, False)
    with pytest.raises(CollectionRefused) as refused:
        attach(home, home.talk(), key)
    assert refused.value.code == "collection.key_taken"


def test_what_is_not_attached(home, strangers, settings, tmp_path):
    settings.PRIVATE_FILES = tmp_path
    attempt = home.talk()
    for more, code in (
        ({"media_type": "text/html"}, "media_type"), ({"data": b""}, "file_size"), ({"kind": "film"}, "choice"),
        ({"kind": "voice"}, "media_type"), ({"data": b"x" * (15 * 2**20 + 1)}, "file_size"),
    ):  # fmt: skip
        with pytest.raises(CollectionRefused) as refused:
            attach(home, attempt, **more)
        assert refused.value.code == f"collection.{code}"
    for by, error in strangers:
        with pytest.raises(error):
            attach(home, attempt, by=by)
    assert not Attachment.objects.exists()
    assert attach(home, attempt, kind="voice", media_type="audio/webm;codecs=opus").media_type == "audio/webm"
