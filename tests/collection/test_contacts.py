"""Contacts: written down once with all that was decided in them, refused by name, and never changed."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from jiefen.accounts.roles import Role
from jiefen.audit.models import Event
from jiefen.collection import actions
from jiefen.collection.actions import (
    BreathingDraft,
    CollectionRefused,
    ContactBarred,
    DisputeDraft,
    FollowUpDraft,
    ObstacleDraft,
    PlanDraft,
    WaiverDraft,
    WishDraft,
    evidence,
)
from jiefen.collection.models import (
    BreathingSpace,
    ContactAttempt,
    ContactWish,
    Conversation,
    ConversationObstacle,
    Dispute,
    FollowUp,
    PromiseToPay,
    RepaymentPlan,
    WaiverRequest,
)
from jiefen.estates.models import Occupancy, Party
from jiefen.ledger.models import LimitationEvent
from jiefen.service_log.models import RepairTicket
from jiefen.shared.errors import NotFound, NotPermitted
from tests.factories.talks import AT, DAY, TODAY, PromiseDraft, Talk, make_home, new_key
from tests.factories.world import make_actor, make_organisation, make_premises

pytestmark = pytest.mark.django_db
NINE_PM = AT.replace(hour=21)


@pytest.fixture
def home():
    return make_home(10_000, 20_000)


def test_the_same_key_again_changes_nothing(home):
    key, promise = new_key(), PromiseDraft(10_000, TODAY + 7 * DAY)
    talk = Talk(owner_words="下周发工资就交", chosen_option="named_date")
    first = home.talk(key=key, talk=talk, promise=promise)
    again = home.talk(key=key.upper(), talk=talk, promise=promise)
    assert (again.pk, ContactAttempt.objects.count(), PromiseToPay.objects.count()) == (first.pk, 1, 1)
    assert Event.objects.filter(code="collection.contact_recorded").count() == 1
    with pytest.raises(CollectionRefused) as refused:
        home.talk(key="not-a-key")
    assert refused.value.code == "collection.client_key"


def test_everything_that_was_said_is_kept(home):
    row = home.talk(
        identity_check="callback_number", duration_s=240, note="门铃坏了",
        talk=Talk(
            owner_words="钱不是问题，\n楼道灯坏了半年没人管", mood="annoyed", questions_asked=("what_would_help", "您希望怎样"),
            have="楼道黑", want="灯亮", choice_words="先把灯修好", next_step_on=TODAY + DAY, next_step_what="带他看修好的灯",
            obstacles=(
                ObstacleDraft("no_perceived_service", "报修未结", 830, "suggested_confirmed"),
                ObstacleDraft("distrust"), ObstacleDraft("distrust"),
            ),
        ),
        tickets=("三楼楼道灯不亮",), wishes=(WishDraft("only_hours", from_hour=18, to_hour=20),),
        follow_ups=(FollowUpDraft("当面谈", TODAY + 2 * DAY, "appointment", dt.time(18, 30)),),
    )  # fmt: skip
    said = Conversation.objects.get(attempt=row)
    assert (said.owner_words, said.mood, said.have) == ("钱不是问题，\n楼道灯坏了半年没人管", "annoyed", "楼道黑")
    assert said.questions_asked == ["what_would_help", "您希望怎样"]
    heard = ConversationObstacle.objects.order_by("code").values_list("code", "suggested_p_x1000", "source")
    assert list(heard) == [("distrust", None, "by_hand"), ("no_perceived_service", 830, "suggested_confirmed")]
    assert RepairTicket.objects.get().what == "三楼楼道灯不亮"
    assert ContactWish.objects.get().from_hour == 18
    steps = FollowUp.objects.order_by("due_on").values_list("what", "kind", "due_on", "source_no")
    assert list(steps) == [
        ("带他看修好的灯", "next_step", TODAY + DAY, row.pk), ("当面谈", "appointment", TODAY + 2 * DAY, row.pk),
    ]  # fmt: skip


def test_the_owners_decisions_become_rows_of_the_conversation(home):
    first, second = (charge.pk for charge in home.charges)
    row = home.talk(
        talk=Talk(),
        dispute=DisputeDraft((first,), "area", "面积多算了"),
        plan=PlanDraft(2, TODAY + 7 * DAY, agreed_by="message"),
        breathing=BreathingDraft("illness", TODAY, TODAY + 10 * DAY),
        waivers=(WaiverDraft(second, 500, "停水三天", "principal"),),
    )
    talk = row.conversation
    assert Dispute.objects.get().conversation == talk
    plan = RepaymentPlan.objects.get()
    assert (plan.conversation, plan.principal_fen) == (talk, 20_000), "what is disputed stays out of the plan"
    assert BreathingSpace.objects.get().conversation == talk
    assert (WaiverRequest.objects.get().conversation, WaiverRequest.objects.get().state) == (talk, "requested")


@pytest.mark.parametrize(
    ("option", "code"),
    [
        ("named_date", "promise_missing"), ("part_now", "promise_missing"), ("pay_now_waive_late", "promise_missing"),
        ("dispute_line", "dispute_missing"), ("hardship", "breathing_missing"), ("instalments_6", "plan_missing"),
        ("pay_after_repair", "tickets_missing"), ("pay_never", "choice"),
    ],
)  # fmt: skip
def test_an_option_comes_with_what_it_needs(home, option, code):
    with pytest.raises(CollectionRefused) as refused:
        home.talk(talk=Talk(chosen_option=option))
    assert refused.value.code == f"collection.{code}"
    assert not ContactAttempt.objects.exists(), "all or nothing"


def test_a_repair_he_waits_for_already_is_the_repair(home):
    home.talk(tickets=("漏水",))
    assert home.talk(talk=Talk(chosen_option="pay_after_repair")).pk


def test_the_plan_is_the_one_he_chose(home):
    with pytest.raises(CollectionRefused) as refused:
        home.talk(talk=Talk(chosen_option="instalments_6"), plan=PlanDraft(3, TODAY + DAY))
    assert refused.value.code == "collection.months"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"channel": "pigeon"}, "choice"), ({"proof": "梦见的"}, "proof"), ({"reached": "dog"}, "choice"), ({"purpose": "threat"}, "choice"),
        ({"identity_check": "guess"}, "choice"), ({"initiated_by": "nobody"}, "choice"),
        ({"at": AT + DAY}, "in_future"), ({"at": AT.replace(tzinfo=None)}, "in_future"), ({"duration_s": -1}, "duration"),
        ({"reached": "nobody", "talk": Talk()}, "nobody"), ({"note": "长" * 2001}, "text_too_long"),
        ({"talk": Talk(mood="happy")}, "choice"), ({"talk": Talk(rehearsal_id=99)}, "rehearsal"),
        ({"talk": Talk(obstacles=(ObstacleDraft("laziness"),))}, "choice"),
        ({"talk": Talk(obstacles=(ObstacleDraft("distrust", suggested_p_x1000=1001),))}, "probability"),
    ],
)  # fmt: skip
def test_what_cannot_be_written_down(home, more, code):
    with pytest.raises(CollectionRefused) as refused:
        home.talk(**more)
    assert refused.value.code == f"collection.{code}"
    assert not ContactAttempt.objects.exists()


def test_a_barred_call_is_refused_by_name_or_admitted_as_a_breach(home):
    ours = {"initiated_by": "us", "at": NINE_PM, "purpose": "demand", "proof": "call_recording"}
    with pytest.raises(ContactBarred) as barred:
        home.talk(now=NINE_PM, **ours)
    assert (barred.value.code, barred.value.rule) == ("contact.quiet_hours", "quiet_hours")
    assert barred.value.earliest == AT.replace(hour=9) + DAY
    assert not ContactAttempt.objects.exists()
    row = home.talk(now=NINE_PM, **ours, admits_breach=True)
    assert row.breach_rule == "quiet_hours"
    assert not LimitationEvent.objects.exists(), "a breach never serves as a demand"
    assert Event.objects.get(code="collection.contact_recorded").data["breach"] == "quiet_hours"


def test_the_owner_may_reach_us_at_any_hour(home):
    assert home.talk(now=NINE_PM, at=NINE_PM).breach_rule == ""


def test_a_third_party_hears_of_no_bill(home):
    with pytest.raises(ContactBarred) as barred:
        home.talk(reached="tenant")
    assert barred.value.code == "contact.third_party"
    with pytest.raises(ContactBarred):
        home.talk(reached="other", purpose="care", talk=Talk(), promise=PromiseDraft(100, TODAY + DAY))
    assert home.talk(reached="tenant", purpose="care", talk=Talk(owner_words="请转告房东回电话")).breach_rule == ""
    assert home.talk(reached="other", admits_breach=True).breach_rule == "third_party"
    tenant = Party.objects.create(organisation=home.premises.organisation, name="租客")
    Occupancy.objects.create(
        organisation=home.premises.organisation, premises=home.premises, occupier=tenant, pays_fees=True
    )
    assert home.talk(reached="tenant").breach_rule == "", "who agreed to pay may hear of his own bill"


FAMILY = {"reached": "family", "initiated_by": "us"}


@pytest.mark.parametrize(
    "more",
    [
        {"purpose": "bill"}, {"purpose": "promise_check"}, {"purpose": "aftercare"}, {"purpose": "bill", "initiated_by": "owner"},
        {"purpose": "demand", "channel": "visit", "proof": "relative_signed"},
        {"purpose": "care", "talk": Talk(), "promise": PromiseDraft(100, TODAY + DAY)},
        {"purpose": "bill", "channel": "letter", "talk": Talk(), "promise": PromiseDraft(100, TODAY + DAY)},
    ],
)  # fmt: skip
def test_the_owners_family_hears_of_no_bill_either(home, more):
    with pytest.raises(ContactBarred, match="业主的家人") as barred:
        home.talk(**FAMILY | more)
    assert barred.value.rule == "third_party"
    admitted = home.talk(**FAMILY | more, admits_breach=True)
    assert admitted.breach_rule == "third_party"
    assert not LimitationEvent.objects.exists(), "and it never serves as a demand"


def test_what_the_family_may_hear_and_take(home):
    passed_on = home.talk(**FAMILY, purpose="care", talk=Talk(owner_words="我让他给你们回电话"))
    assert passed_on.breach_rule == ""
    sealed = home.talk(**FAMILY, purpose="demand", channel="letter", proof="relative_signed")
    assert sealed.breach_rule == ""
    event = LimitationEvent.objects.get()
    assert (event.kind, event.proof) == ("demand", "relative_signed")


@pytest.mark.parametrize(
    ("more", "counts"),
    [
        ({"reached": "owner", "channel": "phone", "proof": "call_recording"}, True),
        ({"reached": "nobody", "channel": "phone", "proof": "call_recording"}, False),
        ({"reached": "nobody", "channel": "visit", "proof": "door_photo"}, False),
        ({"reached": "nobody", "channel": "letter", "proof": "ems_signed"}, True),
        ({"reached": "nobody", "channel": "message", "proof": "sms_delivered"}, True),
        ({"reached": "tenant", "channel": "letter", "proof": "ems_signed"}, False),
    ],
)
def test_only_what_may_count_becomes_a_demand(home, more, counts):
    tenant = Party.objects.create(organisation=home.premises.organisation, name="租客")
    Occupancy.objects.create(
        organisation=home.premises.organisation, premises=home.premises, occupier=tenant, pays_fees=True
    )
    home.talk(initiated_by="us", purpose="demand", **more)
    assert LimitationEvent.objects.exists() is counts


def test_nobody_acknowledges_a_debt_in_the_owners_name(home):
    tenant = Party.objects.create(organisation=home.premises.organisation, name="租客")
    Occupancy.objects.create(
        organisation=home.premises.organisation, premises=home.premises, occupier=tenant, pays_fees=True
    )
    home.talk(reached="tenant", proof="call_recording", talk=Talk(), promise=PromiseDraft(100, TODAY + DAY))
    assert PromiseToPay.objects.exists()
    assert not LimitationEvent.objects.exists()


def test_a_demand_with_proof_of_arrival_starts_the_clocks_again(home):
    draft = home.draft(channel="letter", initiated_by="us", purpose="demand", proof="ems_signed")
    key = new_key()
    for _ in range(2):
        actions.record_contact(premises_id=home.id, draft=draft, client_key=key, by=home.steward, at=AT)
    event = LimitationEvent.objects.get()
    assert (event.kind, event.proof, event.on, event.covers.count()) == ("demand", "ems_signed", TODAY, 0)


def test_a_recorded_promise_is_an_acknowledgement_of_its_bills(home):
    home.talk(proof="call_recording", talk=Talk(), promise=PromiseDraft(100, TODAY + DAY, (home.charges[1].pk,)))
    event = LimitationEvent.objects.get()
    assert (event.kind, [each.charge_id for each in event.covers.all()]) == ("acknowledgement", [home.charges[1].pk])


def test_a_repair_asked_for_twice_is_one_ticket(home):
    home.talk(tickets=("灯不亮",))
    home.talk(tickets=("灯不亮",))
    assert RepairTicket.objects.count() == 1


def test_a_phone_without_network_may_tell_us_days_later(home):
    told_at = AT + 5 * DAY
    home.pay(10_000, on=TODAY + DAY)
    row = home.talk(
        now=told_at, talk=Talk(next_step_on=TODAY + DAY, next_step_what="回电话"),
        promise=PromiseDraft(10_000, TODAY + 2 * DAY), plan=PlanDraft(2, TODAY + 3 * DAY),
        breathing=BreathingDraft("illness", TODAY, TODAY + 4 * DAY),
        waivers=(WaiverDraft(home.charges[1].pk, 1, "x", "principal", "paid_in_full_by", TODAY + DAY),),
        follow_ups=(FollowUpDraft("上门", TODAY + DAY),),
    )  # fmt: skip
    assert (row.at, row.recorded_at) == (AT, told_at)
    assert PromiseToPay.objects.get().state == "kept", "what was paid before we heard of the promise counts"
    assert set(FollowUp.objects.values_list("due_on", flat=True)) == {TODAY + 5 * DAY}


def test_who_may(home):
    stranger, finance = make_actor(make_organisation()), make_actor(home.premises.organisation, Role.FINANCE)
    other_steward = make_actor(home.premises.organisation, Role.STEWARD)
    for by, error in ((stranger, NotFound), (other_steward, NotFound), (finance, NotPermitted)):
        with pytest.raises(error):
            home.talk(by=by)
        with pytest.raises(error):
            actions.begin_contact(premises_id=home.id, channel="phone", purpose="bill", by=by, at=AT)
    assert not ContactAttempt.objects.exists()


def test_a_key_used_for_another_household_is_refused(home):
    neighbour, key = make_premises(home.premises.estate, building="2栋"), new_key()
    home.talk(key=key)
    with pytest.raises(CollectionRefused) as refused:
        actions.record_contact(premises_id=neighbour.pk, draft=home.draft(), client_key=key, by=home.manager, at=AT)
    assert refused.value.code == "collection.key_taken"
    assert make_home(100).talk(key=key), "keys of other organisations are none of ours"


def test_evidence_is_never_changed(home):
    row = home.talk(talk=Talk(obstacles=(ObstacleDraft("distrust"),)))
    for rows in (ContactAttempt.objects, Conversation.objects, ConversationObstacle.objects):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            rows.update(organisation_id=row.organisation_id)
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            rows.all()._raw_delete(rows.db)


def test_the_hash_is_of_the_draft_as_it_came(home):
    key, talk = new_key(), Talk(owner_words="下周")
    row = home.talk(key=key, talk=talk)

    def digest(draft, **more):
        told = {"premises_id": home.id, "client_key": key, "corrects_no": None, **more}
        return evidence.digest(evidence.facts_of(draft, **told))

    draft = home.draft(talk=talk)
    assert row.content_sha256 == digest(draft)
    in_utc = dataclasses.replace(draft, at=AT.astimezone(dt.UTC))
    assert digest(in_utc) == row.content_sha256, "the same instant"
    assert digest(dataclasses.replace(draft, reached="family")) != row.content_sha256
    assert digest(draft, corrects_no=1) != row.content_sha256


def test_a_correction_is_a_new_row(home):
    wrong = home.talk(reached="nobody")
    key, right = new_key(), home.draft(reached="owner", talk=Talk(owner_words="明天回电"))
    fixed = actions.correct_contact(attempt_id=wrong.pk, draft=right, client_key=key, by=home.steward, at=AT)
    again = actions.correct_contact(attempt_id=wrong.pk, draft=right, client_key=key, by=home.steward, at=AT)
    assert (fixed.corrects_id, again.pk, ContactAttempt.objects.count()) == (wrong.pk, fixed.pk, 2)
    with pytest.raises(CollectionRefused) as refused:
        actions.correct_contact(attempt_id=wrong.pk, draft=right, client_key=new_key(), by=home.steward, at=AT)
    assert refused.value.code == "collection.corrected_already"
    with pytest.raises(CollectionRefused) as refused:
        promising = dataclasses.replace(right, promise=PromiseDraft(1, TODAY))
        actions.correct_contact(attempt_id=fixed.pk, draft=promising, client_key=new_key(), by=home.steward, at=AT)
    assert refused.value.code == "collection.correction_only"
    with pytest.raises(NotFound):
        stranger = make_actor(make_organisation())
        actions.correct_contact(attempt_id=fixed.pk, draft=right, client_key=new_key(), by=stranger, at=AT)
