"""What an option tells the owner is what is written down when he chooses it: amounts, days, relief, repairs, pauses."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from jiefen.accounts.queries import actor_of_membership
from jiefen.accounts.roles import Role
from jiefen.collection import actions
from jiefen.collection.models import (
    BreathingSpace,
    ContactAttempt,
    DisputedCharge,
    PromiseToPay,
    RepaymentPlan,
    WaiverRequest,
)
from jiefen.ledger.actions.payments import record_payment
from jiefen.ledger.models import Waiver
from jiefen.ledger.queries.accounts import accounts_of
from jiefen.ledger.queries.late_charges import late_charge_of
from jiefen.rules.money import format_yuan
from jiefen.rules.plan_options import PlanOptionCode
from jiefen.service_log.actions import close_ticket, fix_ticket
from jiefen.service_log.models import RepairTicket
from jiefen.shared import clock
from jiefen.web.workbench.talks.offers import talk_facts
from tests.factories.arrears import give_to, make_debtor
from tests.factories.talks import know_payments
from tests.factories.world import AT, make_actor, make_estate, make_organisation
from tests.web.workbench.signed_in import on_the_day, sign_in
from tests.web.workbench.test_talks import said

pytestmark = pytest.mark.django_db
__all__ = ["on_the_day"]
TODAY, DAY = AT.date(), dt.timedelta(days=1)


class Told:
    """A household, its steward, and what the page tells it."""

    def __init__(self, client, fen=200_000, **estate):
        found = make_estate(make_organisation(), "云栖里", **{"late_charge_daily_rate": "0.0005", **estate})
        know_payments(found.organisation)
        self.client, self.home = client, make_debtor(found, "101", (2026, 8), (2026, 9), fen=fen, owner="李强")
        member = sign_in(client, found.organisation, Role.STEWARD)
        give_to(member, found)
        self.steward, self.manager = actor_of_membership(member), make_actor(found.organisation, Role.MANAGER)

    def way(self, code):
        """The option as the page offers it today."""
        return next(way for way in talk_facts(self.home, today=TODAY).ways if way.option.code == code)

    def choose(self, code, **more):
        """As the page fills itself in, and what is typed besides."""
        way = self.way(code)
        body = {"option": code, "initiated_by": "owner", "amount": way.amount, "on": way.on, "until": way.until, **more}
        answer = self.client.post(reverse("talk", args=[self.home.pk]), said(**body))
        assert answer.status_code == 302, (answer.status_code, answer.context["form"].errors)
        return way.option

    def late(self, on=TODAY):
        """分 of late charge claimed and open."""
        found = [late_charge_of(each, as_of=on) for each in accounts_of(self.home.pk)]
        return sum(each.open_fen for each in found if each)

    def pay(self, fen, on=TODAY):
        at = dt.datetime.combine(on, dt.time(12), AT.tzinfo)
        terms = {"method": "transfer", "by": self.manager, "at": at}
        return record_payment(premises_id=self.home.pk, amount_fen=fen, paid_on=on, **terms)

    def repair(self, fixed, confirmed=None):
        (ticket,) = RepairTicket.objects.all()
        terms = {"ticket_id": ticket.pk, "by": self.steward}
        at = dt.datetime.combine(fixed, dt.time(11), AT.tzinfo)
        if ticket.state == "open":
            fix_ticket(what_was_done="换了管", fixed_on=fixed, at=at, **terms)
        if confirmed:
            at = dt.datetime.combine(confirmed, dt.time(11), AT.tzinfo)
            close_ticket(confirmation="signed", at=at, **terms)

    def night(self, on):
        return actions.judge_waivers(organisation_id=self.home.organisation_id, today=on, at=AT + (on - TODAY))


@pytest.fixture
def told(client):
    return Told(client)


def waivers():
    return list(WaiverRequest.objects.order_by("pk").values_list("state", "condition", "is_whole"))


def test_pay_now(told):
    option = told.choose("pay_now_waive_late")
    promise = PromiseToPay.objects.get()
    assert (promise.amount_fen, promise.due_on) == (option.now_fen, TODAY)
    assert f"{format_yuan(option.waived_fen)} 元违约金不收" in option.consequence_owner
    assert sum(WaiverRequest.objects.values_list("amount_fen", flat=True)) == option.waived_fen == told.late()
    told.pay(option.now_fen)
    assert (PromiseToPay.objects.get().state, told.late(TODAY + 60 * DAY)) == ("kept", 0), "这几笔就都结清了"


def test_pay_now_meant_for_friday_gives_up_what_grows_until_friday(told):
    option = told.choose("pay_now_waive_late", on=str(TODAY + 4 * DAY))
    assert told.late(TODAY + 4 * DAY) > option.waived_fen
    told.pay(option.now_fen, TODAY + 4 * DAY)
    assert (told.late(TODAY + 60 * DAY), {row[0] for row in waivers()}) == (0, {"applied"})


def test_after_repair_without_a_day_keeps_what_it_says(told):
    option = told.choose("pay_after_repair", ticket="厨房漏水")
    assert f"{format_yuan(option.waived_fen)} 元违约金不收" in option.consequence_owner
    assert not PromiseToPay.objects.exists()
    assert sum(WaiverRequest.objects.values_list("amount_fen", flat=True)) == option.waived_fen > 0
    assert waivers() == [("approved", "after_repair", True)] * 2
    assert told.night(TODAY + 50 * DAY) == [], "as long as the repair takes"
    told.repair(TODAY + 50 * DAY, TODAY + 51 * DAY)
    assert told.night(TODAY + 58 * DAY) == [], "seven days from his word, the last one included"
    told.pay(option.total_fen, TODAY + 58 * DAY)
    assert (told.late(TODAY + 90 * DAY), {row[0] for row in waivers()}) == (0, {"applied"})
    assert sum(Waiver.objects.values_list("amount_fen", flat=True)) > option.waived_fen, "what grew meanwhile as well"


def test_after_repair_too_late_the_late_charge_comes_back(told):
    option = told.choose("pay_after_repair", ticket="厨房漏水")
    told.repair(TODAY, TODAY)
    told.pay(option.total_fen, TODAY + 8 * DAY)
    assert ({row[0] for row in waivers()}, told.late(TODAY + 8 * DAY) > 0) == ({"lapsed"}, True)


def test_fixed_is_not_confirmed(told):
    told.choose("pay_after_repair", ticket="厨房漏水")
    told.repair(TODAY)
    assert told.night(TODAY + 30 * DAY) == []
    assert {row[0] for row in waivers()} == {"approved"}


def test_he_may_pay_before_it_is_repaired(told):
    option = told.choose("pay_after_repair", ticket="厨房漏水")
    told.pay(option.total_fen, TODAY + 3 * DAY)
    assert (told.late(TODAY + 30 * DAY), {row[0] for row in waivers()}) == (0, {"applied"})


def test_a_day_he_named_does_not_end_it_before_the_repair(told):
    option = told.choose("pay_after_repair", ticket="厨房漏水", on=str(TODAY + 5 * DAY), amount="4000")
    assert told.night(TODAY + 20 * DAY) == []
    told.repair(TODAY + 20 * DAY, TODAY + 20 * DAY)
    told.pay(option.total_fen, TODAY + 27 * DAY)
    assert {row[0] for row in waivers()} == {"applied"}


def test_after_repair_an_earlier_day_stands_no_more(told):
    told.choose("named_date")
    told.choose("pay_after_repair", ticket="厨房漏水")
    assert PromiseToPay.objects.get().state == "superseded", "修好之前我们不谈付款"


@pytest.mark.parametrize("months", [3, 6, 12])
def test_instalments(told, months):
    option = told.choose(f"instalments_{months}", agreed_by="signed")
    plan = RepaymentPlan.objects.get()
    lines = list(plan.instalments.order_by("no").values_list("due_on", "amount_fen"))
    assert lines == [(each.due_on, each.amount_fen) for each in option.schedule]
    assert (plan.total_fen, plan.late_charge_waived_fen) == (option.total_fen, option.waived_fen)
    assert (plan.state == "awaiting_approval") == option.needs_approval
    assert not WaiverRequest.objects.exists(), "the plan keeps what it gives up itself"


def test_part_now_promises_nothing_away(told):
    option = told.choose("part_now")
    promise = PromiseToPay.objects.get()
    assert (promise.amount_fen, promise.due_on) == (option.now_fen, TODAY)
    assert "违约金照旧计算" in option.consequence_owner
    assert not WaiverRequest.objects.exists()


def test_a_named_date_says_that_the_late_charge_runs_on(told):
    option = told.choose("named_date")
    promise = PromiseToPay.objects.get()
    assert (promise.amount_fen, promise.due_on) == (option.total_fen, option.due_on)
    assert f"其中 {format_yuan(told.late())} 元违约金算到今天，付清之前照旧计算" in option.consequence_owner
    assert not WaiverRequest.objects.exists()


def test_without_a_late_charge_a_named_date_does_not_speak_of_one(client):
    told = Told(client, late_charge_daily_rate="")
    assert "违约金" not in told.choose("named_date").consequence_owner
    assert "违约金" not in told.way("pay_now_waive_late").option.consequence_owner


def test_a_dispute_pauses_its_line_and_gives_nothing_away(told):
    bill = accounts_of(told.home.pk)[0].charge.pk
    told.choose("dispute_line", bills=[str(bill)], dispute_reason="area")
    assert list(DisputedCharge.objects.values_list("charge_id", flat=True)) == [bill]
    assert (PromiseToPay.objects.count(), WaiverRequest.objects.count()) == (0, 0)
    rest = told.way("pay_now_waive_late").option
    assert (rest.now_fen, "有异议的 2,000.00 元不在里面" in rest.consequence_owner) == (200_000, True)


def test_only_what_is_not_disputed_is_given_up(told):
    first, second = (each.charge.pk for each in accounts_of(told.home.pk))
    told.choose("dispute_line", bills=[str(first)], dispute_reason="area")
    option = told.choose("pay_after_repair", ticket="漏水")
    assert list(WaiverRequest.objects.values_list("charge_id", "amount_fen")) == [(second, option.waived_fen)]


def test_hardship_asks_for_the_days_it_names(told):
    option = told.choose("hardship", breathing_reason="illness")
    row = BreathingSpace.objects.get()
    assert (row.from_on, row.until_on, row.state) == (TODAY, option.due_on, "requested")
    assert option.needs_approval
    assert not WaiverRequest.objects.exists()


@pytest.mark.parametrize("code", ["pay_now_waive_late", "pay_after_repair"])
def test_approval_goes_by_the_sum_of_the_bills(client, code):
    """Two bills, each small enough for the steward, together not."""
    told = Told(client, fen=2_000_000)
    option = told.choose(code, ticket="漏水")
    amounts = list(WaiverRequest.objects.values_list("amount_fen", flat=True))
    assert max(amounts) <= 20_000 < sum(amounts)
    assert (option.needs_approval, {row[0] for row in waivers()}) == (True, {"requested"})
    for row in WaiverRequest.objects.all():
        actions.approve_waiver(request_id=row.pk, by=told.manager, at=AT)
    told.pay(option.total_fen)
    assert told.late(TODAY + 9 * DAY) == 0


def test_what_was_given_up_within_the_year_counts_for_the_words_too(told):
    told.pay(1)
    charge = accounts_of(told.home.pk)[0].charge.pk
    assert not told.way("pay_now_waive_late").option.needs_approval
    terms = {"charge_id": charge, "reason": "x", "by": told.steward, "at": AT}
    small = told.late() // 4
    actions.request_waiver(premises_id=told.home.pk, amount_fen=small, **terms)
    option = told.choose("pay_now_waive_late")
    assert option.needs_approval == any(row[0] == "requested" for row in waivers())


def test_another_choice_takes_the_place_of_the_first(told):
    told.choose("pay_now_waive_late", on=str(TODAY + DAY))
    told.choose("pay_now_waive_late", on=str(TODAY + 3 * DAY))
    assert [row[0] for row in waivers()] == ["lapsed", "lapsed", "approved", "approved"]
    told.choose("pay_after_repair", ticket="漏水")
    assert [row[:2] for row in waivers()[4:]] == [("approved", "after_repair")] * 2
    told.choose("named_date")
    assert {row[0] for row in waivers()} == {"lapsed"}, "a named date says that the late charge runs on"
    assert PromiseToPay.objects.filter(state="open").count() == 1


def test_a_request_in_hand_keeps_no_talk_from_being_written_down(told):
    charge = accounts_of(told.home.pk)[0].charge.pk
    terms = {"charge_id": charge, "reason": "x", "by": told.steward, "at": AT}
    actions.request_waiver(
        premises_id=told.home.pk, amount_fen=5, condition="paid_in_full_by", condition_on=TODAY + DAY, **terms
    )
    told.choose("pay_after_repair", ticket="漏水")
    assert ContactAttempt.objects.count() == 1
    assert [row.charge_id == charge for row in WaiverRequest.objects.order_by("pk")] == [True, False]


def test_the_api_records_the_same(told):
    option = told.way("pay_after_repair").option
    draft = actions.ContactDraft(
        channel="phone", at=AT, reached="owner", initiated_by="owner", identity_check="known_voice",
        talk=actions.Talk(chosen_option=PlanOptionCode.PAY_AFTER_REPAIR), tickets=("漏水",),
    )  # fmt: skip
    key = "11111111-1111-4111-8111-111111111111"
    for _ in range(2):
        actions.record_contact(premises_id=told.home.pk, draft=draft, client_key=key, by=told.steward, at=clock.now())
    assert sum(WaiverRequest.objects.values_list("amount_fen", flat=True)) == option.waived_fen
