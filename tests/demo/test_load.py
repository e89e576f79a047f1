"""Loading: the same rows every time, sums that agree with the ledger's own, and every story visible in the database."""

from __future__ import annotations

import datetime as dt
import hashlib
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Sum

from jiefen.accounts.models import Organisation, User
from jiefen.accounts.queries import demo_is_loaded, organisation_for_command
from jiefen.audit.queries import verify_all
from jiefen.collection.models import (
    Aftercare,
    ContactAttempt,
    Conversation,
    Dispute,
    FollowUp,
    PromiseToPay,
    RepaymentPlan,
    WaiverRequest,
)
from jiefen.demo import load as loading
from jiefen.demo.cast import CAST
from jiefen.demo.document import as_markdown
from jiefen.demo.load import DemoAlreadyThere, DemoDoesNotAddUp, load
from jiefen.demo.months import at_hour
from jiefen.demo.places import ESTATES
from jiefen.estates.models import Building, Party, Premises
from jiefen.ledger.models import Allocation, Charge, ChargePosition, HouseholdPosition, Payment, Waiver, WriteOff
from jiefen.ledger.positions import differences
from jiefen.service_log.models import RepairTicket, ServiceRecord
from jiefen.shared import clock
from tests.factories.world import make_membership, make_organisation

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 23)
AT = at_hour(TODAY, 10)
SMALL = 40  # one door in forty, and the whole cast


class UndoError(Exception):
    """Rolls a load back."""


def small(**changes):
    return load(**{"today": TODAY, "at": AT, "one_in": SMALL} | changes)


def total(model, **which):
    return model.objects.filter(**which).aggregate(fen=Sum("amount_fen"))["fen"] or 0


def _said_and_agreed():
    """Every contact, talk and agreement, without ids; words as they are read, not as they are sealed."""
    where = "premises__label"
    return [
        ContactAttempt.objects.values_list(where, "at", "channel", "reached", "purpose", "note", "breach_rule"),
        Conversation.objects.values_list("attempt__premises__label", "owner_words", "questions_asked", "chosen_option"),
        PromiseToPay.objects.values_list(where, "amount_fen", "due_on", "state", "decided_at"),
        RepaymentPlan.objects.values_list(where, "principal_fen", "state", "agreement_text"),
        Dispute.objects.values_list(where, "reason", "state", "words"),
        WaiverRequest.objects.values_list(where, "amount_fen", "state", "reason"),
        Aftercare.objects.values_list(where, "due_from", "state", "words", "thanks_for"),
        FollowUp.objects.values_list(where, "due_on", "what", "done_at"),
    ]


def fingerprint():
    """Every ledger row, every household, every service and ticket, without ids."""
    digest = hashlib.sha256()
    queries = [
        Charge.objects.values_list(
            "premises__sort_key", "fee_item__name", "payer__name", "due_on", "amount_fen", "note"
        ),
        Payment.objects.values_list(
            "premises__sort_key", "paid_on", "method", "reference", "amount_fen", "recorded_at"
        ),
        Allocation.objects.values_list(
            "charge__premises__sort_key", "effective_on", "component", "amount_fen", "reason"
        ),
        Waiver.objects.values_list("charge__premises__sort_key", "effective_on", "amount_fen", "reason"),
        HouseholdPosition.objects.values_list(
            "premises__sort_key", "outstanding_fen", "prepaid_fen", "first_expiry_on"
        ),
        ServiceRecord.objects.values_list("estate__name", "building__name", "entrance", "done_on", "what"),
        RepairTicket.objects.values_list("premises__label", "what", "state", "opened_on", "closed_on"),
        Party.objects.values_list("name", "pinyin", "phone_index"),
        *_said_and_agreed(),
    ]
    for query in queries:
        digest.update(repr(sorted(query, key=repr)).encode())
    return digest.hexdigest()


def test_two_loads_are_identical():
    prints = []
    for _ in range(2):
        with pytest.raises(UndoError), transaction.atomic():
            small()
            prints.append(fingerprint())
            raise UndoError
    assert prints[0] == prints[1]
    assert not Organisation.objects.exists()


def test_positions_rows_and_report_agree():
    loaded = small()
    principal = {"component": "principal"}
    fees = total(Charge) - total(Charge, fee_item__kind="deposit")
    deposits = total(Allocation, charge__fee_item__kind="deposit")
    settled = total(Allocation, **principal) - deposits + total(Waiver, **principal) + total(WriteOff)
    stored = HouseholdPosition.objects.aggregate(owed=Sum("outstanding_fen"), prepaid=Sum("prepaid_fen"))
    assert stored["owed"] == fees - settled == loaded.outstanding_fen
    assert stored["owed"] == ChargePosition.objects.aggregate(owed=Sum("outstanding_fen"))["owed"]
    assert stored["prepaid"] == total(Payment) - total(Allocation) == loaded.prepaid_fen
    assert (loaded.charges, loaded.payments) == (Charge.objects.count(), Payment.objects.count())
    assert (loaded.service_records, loaded.tickets) == (ServiceRecord.objects.count(), RepairTicket.objects.count())
    assert differences(loaded.organisation_id, at=AT) == []
    assert verify_all()[1] == []


def test_nothing_was_entered_after_the_load():
    small()
    for model in (Charge, Payment, Allocation, Waiver, WriteOff):
        assert not model.objects.filter(recorded_at__gt=AT).exists()
    assert not ServiceRecord.objects.filter(done_on__gt=TODAY).exists()
    assert ServiceRecord.objects.count() > 2000
    assert not RepairTicket.objects.filter(opened_on__gt=TODAY).exists()


def test_the_stories_can_be_seen():
    small()
    homes = {story.code: home_of(story) for story in CAST}
    position = {code: home.position for code, home in homes.items()}
    expiry = {code: found.first_expiry_on for code, found in position.items()}
    assert expiry["expiring"] == TODAY + dt.timedelta(days=20)
    assert expiry["ems_signed"] > TODAY + dt.timedelta(days=2 * 365)
    assert expiry["acknowledged"] > TODAY + dt.timedelta(days=2 * 365)
    assert expiry["mediation"] > TODAY + dt.timedelta(days=2 * 365)
    assert expiry["barred"] < TODAY
    assert TODAY < expiry["no_proof"] < TODAY + dt.timedelta(days=120)
    assert position["overpaid"].prepaid_fen > 200_000
    assert [position[code].outstanding_fen for code in ("thanked", "late_charge_paid", "written_off", "overpaid")] == [
        0
    ] * 4
    assert position["wrong_room"].last_paid_on == TODAY - dt.timedelta(days=11)
    assert Payment.objects.filter(premises__label="2栋2单元403", amount_fen__lt=0).count() == 1
    assert {charge.payer.name for charge in homes["sold"].charges.filter(position__due_on__lt="2025-12-31")} == {
        "贺长风"
    }
    assert homes["several_owners"].owner_name == "齐大勇、齐大梅、齐小勇"
    assert homes["do_not_contact"].do_not_contact
    assert not homes["developer"].is_delivered
    assert homes["leaking_roof"].repair_tickets.filter(state="open").count() == 1
    assert homes["fixed_waiting"].repair_tickets.get().state == "fixed"
    assert homes["unreachable"].ownerships.get().owner.phone == ""


def home_of(story):
    label = story.place if story.place[0] in "车商" else "{}栋{}单元{}".format(*story.place.split("-"))
    return Premises.objects.get(estate__name=ESTATES[story.estate].name, label=label)


def test_three_stewards_share_the_buildings_and_phones_decrypt():
    small()
    assert Building.objects.filter(steward=None).count() == 0
    assert Building.objects.values("steward").distinct().count() == 3
    assert Party.objects.order_by("pk").exclude(phone="").first().phone.startswith("1990000")
    assert User.objects.by_phone("13900001002").check_password("jiefen-demo")


def test_a_second_load_is_refused_and_changes_nothing():
    small()
    before = Charge.objects.count()
    with pytest.raises(DemoAlreadyThere):
        small()
    assert Charge.objects.count() == before


def test_a_load_that_does_not_add_up_leaves_nothing(monkeypatch):
    monkeypatch.setattr(loading.positions, "rebuild", lambda organisation_id, at: None)
    with pytest.raises(DemoDoesNotAddUp):
        small()
    assert not Organisation.objects.exists()


def run_command(*arguments):
    out = StringIO()
    call_command("load_demo", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_says_one_line_and_keeps_away_from_real_data(monkeypatch):
    def quick(*, today, at):
        return load(today=today, at=at, one_in=SMALL)

    monkeypatch.setattr("jiefen.demo.load.load", quick)
    said = run_command("--today", "2026-11-23")
    assert said.startswith("演示数据已就绪：和风细雨物业（演示公司），3 个小区 ")
    assert said.count("\n") == 1
    assert run_command("--if-empty") == "已有数据，没有改动。\n"
    with pytest.raises(CommandError, match=r"demo\.already_there"):
        run_command()


def test_a_first_start_that_was_stopped_half_way_leaves_nothing_behind(monkeypatch):
    def stopped(*, at):
        assert Organisation.objects.exists()
        raise KeyboardInterrupt

    monkeypatch.setattr("jiefen.demo.load.load", lambda *, today, at: load(today=today, at=at, one_in=SMALL))
    monkeypatch.setattr("jiefen.demo.load_articles.load_articles", stopped)
    with pytest.raises(KeyboardInterrupt):
        run_command("--today", "2026-11-23", "--if-empty")
    assert not Organisation.objects.exists(), "the next start finds nothing and loads all of it"


def test_an_installation_in_use_gets_no_demo():
    make_membership(make_organisation("真正的物业公司"))
    assert run_command("--if-empty") == "已有数据，没有改动。\n"
    assert not Premises.objects.exists()
    assert not demo_is_loaded()


def test_a_file_read_in_before_the_first_start_keeps_the_demo_from_nobody(monkeypatch):
    """A command made a company, but nobody could sign in there."""
    own = organisation_for_command("", at=clock.now())
    monkeypatch.setattr("jiefen.demo.load.load", lambda *, today, at: load(today=today, at=at, one_in=SMALL))
    assert "演示数据已就绪" in run_command("--today", "2026-11-23", "--if-empty")
    assert demo_is_loaded()
    assert organisation_for_command("", at=clock.now()) == own, "later files go where the first one went"


def test_the_document_tells_what_the_cast_holds():
    written = (Path(__file__).parents[2] / "docs" / "demo.md").read_text("utf-8")
    assert written == as_markdown() == run_command("--describe")
