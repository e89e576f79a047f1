"""What stands with a household: the same as the facts in bulk, by the ledger, and gone when it is over."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiefen.collection import actions
from jiefen.collection.models import PromiseToPay, RepaymentPlan
from jiefen.collection.queries.happenings import Happened, Ref
from jiefen.collection.queries.household import household_of
from jiefen.collection.queries.money_in import plan_progress, promise_progress
from jiefen.ledger.actions.corrections import reverse_payment
from jiefen.ledger.queries.receipts import receipts_for, receipts_in
from jiefen.ledger.queries.statement import statement_of
from tests.collection.test_facts_in_bulk import busy
from tests.factories.talks import AT, DAY, TODAY, Talk, make_home, new_key

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return make_home(10_000, 20_000)


def standing(home, today: dt.date = TODAY):
    return household_of(home.premises, today=today).standing


def kinds(home, today: dt.date = TODAY) -> list[str]:
    return [each.kind for each in standing(home, today)]


def test_everything_that_stands_what_to_know_first_before_the_rest(home):
    busy(home)
    actions.plan_follow_up(premises_id=home.id, what="带钥匙上门", due_on=TODAY + DAY, by=home.steward, at=AT)
    assert kinds(home) == [
        "wish", "breathing", "dispute", "ticket", "promise", "plan", "waiver", "vacancy", "aftercare", "follow-up",
    ]  # fmt: skip


def test_what_is_over_is_gone(home):
    busy(home)
    found = {each.kind: each.row for each in standing(home)}
    who = {"by": home.admin, "at": AT}
    actions.lift_contact_wish(wish_id=found["wish"].pk, reason="业主说可以了", **who)
    actions.withdraw_promise(promise_id=found["promise"].pk, **who)
    actions.cancel_plan(plan_id=found["plan"].pk, reason="重新谈", **who)
    actions.withdraw_dispute(dispute_id=found["dispute"].pk, **who)
    actions.refuse_vacancy(vacancy_id=found["vacancy"].pk, reason="有人住", **who)
    actions.refuse_waiver(request_id=found["waiver"].pk, reason="不合条件", **who)
    assert kinds(home) == ["breathing", "ticket", "aftercare"]
    assert kinds(home, TODAY + 30 * DAY) == ["ticket"], "a breathing space and an aftercare end by their days"


def test_nothing_stands(home):
    assert standing(home) == ()


def progress_in_bulk(home):
    promise = promise_progress(PromiseToPay.objects.filter(premises_id=home.id, state="open"), today=TODAY)
    plan = plan_progress(RepaymentPlan.objects.filter(premises_id=home.id, state="active"), today=TODAY)
    return [each.paid_fen for each in promise], [(each.paid_fen, each.instalments) for each in plan]


def progress_on_the_page(home):
    found = [each.progress for each in standing(home) if each.progress]
    promise = [each.paid_fen for each in found if not hasattr(each, "instalments")]
    return promise, [(each.paid_fen, each.instalments) for each in found if hasattr(each, "instalments")]


@settings(max_examples=8, deadline=None)
@given(moneys=st.lists(st.tuples(st.integers(1, 6_000), st.integers(-3, 0), st.booleans()), max_size=4))
def test_progress_is_that_of_the_nightly_judgement(moneys):
    home = make_home(10_000, 20_000)
    home.plan(3, first_due_on=TODAY + DAY)
    home.promise(9_999, TODAY + 2 * DAY)
    for fen, ago, is_reversed in moneys:
        row = home.pay(fen, on=TODAY + ago * DAY)
        if is_reversed:
            reverse_payment(payment_id=row.pk, note="重复", by=home.manager, at=AT + 3 * DAY)
    assert progress_on_the_page(home) == progress_in_bulk(home)


def test_receipts_of_a_statement_are_those_of_the_books(home):
    first, _, gone = home.pay(1_000, on=TODAY - DAY), home.pay(500), home.pay(300)
    reverse_payment(payment_id=gone.pk, note="重复", by=home.manager, at=AT + DAY)
    in_books = receipts_for([home.id], since=dt.date.min)[home.id]
    assert receipts_in(statement_of(home.id, today=TODAY)) == in_books
    assert next(iter(in_books)).payment_id == first.pk


def talks(home):
    return [each for each in household_of(home.premises, today=TODAY).timeline if each.kind == Happened.TALK]


def rehearsed(home, aim: str = "约好付款日"):
    row = actions.start_rehearsal(premises_id=home.id, client_key=new_key(), by=home.steward, at=AT)
    terms = {"owner_side": "他怕钱白花", "values": [], "aim": aim, "by": home.steward, "at": AT}
    return actions.finish_rehearsal(rehearsal_id=row.pk, **terms)


@pytest.mark.parametrize(
    ("option", "words", "said"),
    [
        ("named_date", "", "谈账单\n预演时想谈成：约好付款日\n他选了：说好一个日子"),
        ("", "先想想", "谈账单\n预演时想谈成：约好付款日\n他选了：先想想"),
        ("", "", "谈账单\n预演时想谈成：约好付款日\n他选了：还没定"),
    ],
)
def test_the_aim_stands_beside_what_he_chose(home, option, words, said):
    promise = home_promise(option)
    talk = Talk(rehearsal_id=rehearsed(home).pk, chosen_option=option, choice_words=words)
    home.talk(talk=talk, promise=promise)
    assert [each.detail for each in talks(home)] == [said]


def home_promise(option: str):
    return actions.PromiseDraft(5_000, TODAY + DAY) if option else None


def test_a_corrected_contact_is_told_once_and_keeps_its_photo(home, settings, tmp_path):
    settings.PRIVATE_FILES = tmp_path
    wrong = home.talk(talk=Talk(owner_words="下周付"))
    terms = {"client_key": new_key(), "by": home.steward, "at": AT}
    photo = actions.attach(attempt_id=wrong.pk, kind="photo", data=b"x", media_type="image/png", **terms)
    draft = home.draft(reached="family", purpose="care", talk=Talk(owner_words="下个月付"))
    right = actions.correct_contact(attempt_id=wrong.pk, draft=draft, **{**terms, "client_key": new_key()})
    (told,) = talks(home)
    assert (told.what, told.detail) == ("业主联系我们，联系到同住家人", "“下个月付”")
    assert told.refs == (Ref("file", photo.pk, "照片"), Ref("contact", right.pk, "更正这条记录"))
