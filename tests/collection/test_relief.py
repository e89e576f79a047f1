"""Disputes pause their own lines, breathing space pauses everything about money, vacancies are confirmed by somebody."""

from __future__ import annotations

import datetime as dt

import pytest

from jiefen.accounts.roles import Role
from jiefen.collection import actions
from jiefen.collection.actions import CollectionRefused, ContactBarred
from jiefen.collection.models import BreathingSpace, Dispute, Vacancy
from jiefen.collection.queries.commitments import facts_for
from jiefen.collection.states import MoveRefused
from jiefen.rules.approvals import ApprovalError
from jiefen.shared.errors import NotFound, NotPermitted
from tests.factories.talks import AT, DAY, TODAY, make_home
from tests.factories.world import make_actor, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return make_home(10_000, 20_000)


def call(home, at=AT, purpose="bill", charges=()):
    terms = {"channel": "phone", "purpose": purpose, "by": home.steward, "at": at, "charge_ids": charges}
    return actions.begin_contact(premises_id=home.id, **terms)


def barred(home, **more) -> str:
    with pytest.raises(ContactBarred) as found:
        call(home, **more)
    return found.value.rule


def dispute(home, *charges, **more):
    ids = [charge.pk for charge in charges]
    terms = {"reason": "area", "by": home.steward, "at": AT, **more}
    return actions.open_dispute(premises_id=home.id, charge_ids=ids, **terms)


def test_a_dispute_pauses_only_its_own_lines(home):
    first, second = home.charges
    row = dispute(home, first, words="面积多算 3 平")
    assert facts_for([home.id], today=TODAY)[home.id].disputed_charge_ids == {first.pk}
    assert barred(home, charges=[first.pk]) == "dispute"
    assert call(home, charges=[second.pk]).allowed
    dispute(home, second)
    assert barred(home) == "dispute", "now everything is disputed"
    actions.withdraw_dispute(dispute_id=row.pk, by=home.steward, at=AT)
    assert call(home, charges=[first.pk]).allowed


def test_a_dispute_is_answered_then_decided(home):
    row = dispute(home, home.charges[0])
    with pytest.raises(MoveRefused):
        actions.decide_dispute(dispute_id=row.pk, decision="upheld", by=home.manager, at=AT)
    actions.answer_dispute(dispute_id=row.pk, answer="按产权证面积重算", by=home.steward, at=AT)
    with pytest.raises(NotPermitted):
        actions.decide_dispute(dispute_id=row.pk, decision="upheld", by=home.steward, at=AT)
    with pytest.raises(CollectionRefused):
        actions.decide_dispute(dispute_id=row.pk, decision="withdrawn", by=home.manager, at=AT)
    actions.decide_dispute(dispute_id=row.pk, decision="upheld", by=home.manager, at=AT)
    found = Dispute.objects.get()
    assert (found.state, found.answer, found.answered_on, found.decided_on) == (
        "upheld", "按产权证面积重算", TODAY, TODAY,
    )  # fmt: skip
    assert home.id not in facts_for([home.id], today=TODAY)


def test_what_is_no_dispute(home):
    dispute(home, home.charges[0])
    other = make_home(100)
    for charges, more, code in (
        ((), {}, "no_charge"), ((home.charges[0],), {}, "disputed_already"), (other.charges, {}, "charge_unknown"),
        ((home.charges[1],), {"reason": "mood"}, "choice"),
    ):  # fmt: skip
        with pytest.raises(CollectionRefused) as refused:
            dispute(home, *charges, **more)
        assert refused.value.code == f"collection.{code}"
    with pytest.raises(CollectionRefused):
        actions.answer_dispute(dispute_id=Dispute.objects.get().pk, answer=" ", by=home.steward, at=AT)


def space(home, days=10, **more):
    terms = {
        "reason": "illness",
        "from_on": TODAY,
        "until_on": TODAY + days * DAY,
        "by": home.steward,
        "at": AT,
        **more,
    }
    return actions.request_breathing_space(premises_id=home.id, **terms)


def test_breathing_space_leaves_a_household_in_peace(home):
    assert call(home).allowed
    row = space(home)
    assert barred(home) == "breathing_space", "already while somebody decides"
    assert call(home, purpose="care").allowed
    with pytest.raises(NotPermitted):
        actions.grant_breathing_space(breathing_id=row.pk, by=home.steward, at=AT)
    actions.grant_breathing_space(breathing_id=row.pk, by=home.manager, at=AT, until_on=TODAY + 5 * DAY)
    assert facts_for([home.id], today=TODAY + 5 * DAY)[home.id].breathing_until == TODAY + 5 * DAY
    assert home.id not in facts_for([home.id], today=TODAY + 6 * DAY)
    actions.end_breathing_space(breathing_id=row.pk, reason="业主说可以谈了", by=home.steward, at=AT)
    assert call(home).allowed


def test_breathing_space_refused_or_over(home):
    row = space(home)
    with pytest.raises(CollectionRefused) as refused:
        space(home)
    assert refused.value.code == "collection.breathing_exists"
    actions.refuse_breathing_space(breathing_id=row.pk, reason="已经缓过两次", by=home.manager, at=AT)
    assert (BreathingSpace.objects.get().state, BreathingSpace.objects.get().decision) == ("refused", "已经缓过两次")
    again = space(home)
    actions.grant_breathing_space(breathing_id=again.pk, by=home.manager, at=AT)
    over = TODAY + 11 * DAY
    terms = {"organisation_id": home.premises.organisation_id, "at": AT + 11 * DAY}
    assert actions.end_what_is_over(today=over - DAY, **terms) == 0
    assert actions.end_what_is_over(today=over, **terms) == 1
    assert actions.end_what_is_over(today=over, **terms) == 0
    assert BreathingSpace.objects.get(pk=again.pk).state == "ended"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"reason": "lazy"}, "choice"), ({"until_on": TODAY - DAY, "from_on": TODAY - DAY}, "past_day"),
        ({"from_on": TODAY + 20 * DAY}, "order"),
    ],
)  # fmt: skip
def test_what_is_no_breathing_space(home, more, code):
    with pytest.raises(CollectionRefused) as refused:
        space(home, **more)
    assert refused.value.code == f"collection.{code}"


def test_a_long_breathing_space_is_for_the_company_to_grant(home):
    row = space(home, days=92)
    with pytest.raises(ApprovalError):
        actions.grant_breathing_space(breathing_id=row.pk, by=home.manager, at=AT)
    assert actions.grant_breathing_space(breathing_id=row.pk, by=home.admin, at=AT).state == "granted"


def test_a_vacancy_is_applied_for_confirmed_and_ended(home):
    row = actions.apply_vacancy(
        premises_id=home.id, from_on=dt.date(2026, 3, 1), notice_on=dt.date(2026, 3, 2), by=home.steward, at=AT
    )
    with pytest.raises(CollectionRefused):
        actions.apply_vacancy(premises_id=home.id, from_on=TODAY, by=home.steward, at=AT)
    for percent, rule in ((101, "条例"), (-1, "条例"), (60, " ")):
        with pytest.raises(CollectionRefused):
            actions.confirm_vacancy(vacancy_id=row.pk, percent=percent, rule_ref=rule, by=home.manager, at=AT)
    with pytest.raises(NotPermitted):
        actions.confirm_vacancy(vacancy_id=row.pk, percent=70, rule_ref="x", by=home.steward, at=AT)
    actions.confirm_vacancy(vacancy_id=row.pk, percent=70, rule_ref="镇江市规定", by=home.manager, at=AT)
    facts = facts_for([home.id], today=TODAY)[home.id]
    assert (facts.vacancy_state, facts.vacancy_percent) == ("confirmed", 70)
    actions.end_vacancy(vacancy_id=row.pk, until_on=TODAY, by=home.steward, at=AT)
    assert (Vacancy.objects.get().state, Vacancy.objects.get().until_on) == ("ended", TODAY)
    second = actions.apply_vacancy(premises_id=home.id, from_on=TODAY, by=home.steward, at=AT)
    actions.refuse_vacancy(vacancy_id=second.pk, reason="有人居住", by=home.manager, at=AT)
    assert Vacancy.objects.latest("pk").decision == "有人居住"


def test_others_know_nothing_of_it(home):
    stranger, finance = make_actor(make_organisation()), make_actor(home.premises.organisation, Role.FINANCE)
    row, calm = dispute(home, home.charges[0]), space(home)
    empty = actions.apply_vacancy(premises_id=home.id, from_on=TODAY, by=home.steward, at=AT)
    for act, more in (
        (actions.answer_dispute, {"dispute_id": row.pk, "answer": "x"}),
        (actions.withdraw_dispute, {"dispute_id": row.pk}),
        (actions.end_breathing_space, {"breathing_id": calm.pk, "reason": "x"}),
        (actions.end_vacancy, {"vacancy_id": empty.pk, "until_on": TODAY}),
        (actions.open_dispute, {"premises_id": home.id, "charge_ids": [home.charges[1].pk], "reason": "area"}),
        (actions.apply_vacancy, {"premises_id": home.id, "from_on": TODAY}),
    ):
        with pytest.raises(NotFound):
            act(by=stranger, at=AT, **more)
        with pytest.raises(NotPermitted):
            act(by=finance, at=AT, **more)
    for act, more in (
        (actions.grant_breathing_space, {"breathing_id": calm.pk}),
        (actions.refuse_breathing_space, {"breathing_id": calm.pk, "reason": "x"}),
        (actions.confirm_vacancy, {"vacancy_id": empty.pk, "percent": 1, "rule_ref": "x"}),
        (actions.refuse_vacancy, {"vacancy_id": empty.pk, "reason": "x"}),
        (actions.decide_dispute, {"dispute_id": row.pk, "decision": "upheld"}),
    ):
        with pytest.raises(NotFound):
            act(by=make_actor(make_organisation()), at=AT, **more)
