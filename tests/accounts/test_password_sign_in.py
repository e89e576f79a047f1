"""Signing in with a password: who gets in, who waits, and that nothing tells who has an account."""

from __future__ import annotations

import datetime as dt
from unittest import mock

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from jiefen.accounts.actions import SignInFailed, sign_in_with_password
from jiefen.accounts.actions.sign_in import WithoutOrganisation
from jiefen.accounts.attempts import TooManyAttempts, network_of
from jiefen.accounts.models import Membership, SignInAttempt
from jiefen.audit.models import Event
from tests.accounts.conftest import PASSWORD, PHONE
from tests.factories.world import AT

pytestmark = pytest.mark.django_db
STRANGER = "13955556666"
MINUTE = dt.timedelta(minutes=1)


def enter(phone=PHONE, password=PASSWORD, address="203.0.113.7", at=AT):
    return sign_in_with_password(phone=phone, password=password, address=address, at=at)


def fail(times, phone=PHONE, at=AT, address="203.0.113.7"):
    for number in range(times):
        with pytest.raises(SignInFailed):
            enter(phone, "wrong", address, at + number * MINUTE / 60)


def refusal(**how) -> tuple[str, str]:
    with pytest.raises((SignInFailed, TooManyAttempts)) as caught:
        enter(**how)
    return caught.value.code, str(caught.value)


def test_the_right_password_signs_in_however_the_phone_is_written(member):
    assert enter(phone="+86 139 1111 2222") == member.user
    assert list(SignInAttempt.objects.values_list("kind", "outcome")) == [("password", "succeeded")]
    event = Event.objects.get(organisation_no=member.organisation_id)
    assert (event.code, event.actor_no, event.data) == ("accounts.signed_in", member.pk, {"kind": "password"})


@pytest.mark.parametrize("password", ["", "wrong", PASSWORD + " ", PASSWORD.upper(), "x" * 100_000])
def test_any_other_password_does_not(member, password):
    code, sentence = refusal(password=password)
    assert code == "sign_in.failed"
    assert sentence == "手机号或密码不对，请核对后再试。再有 4 次不对，会停 15 分钟。"


def test_a_failed_attempt_stays_written_and_on_the_platform_chain(member):
    fail(1)
    assert SignInAttempt.objects.get().outcome == "failed"
    assert Event.objects.get().code == "accounts.sign_in_failed"
    assert PHONE not in str(Event.objects.values().get())


def test_five_failures_lock_even_the_right_password_for_fifteen_minutes(member):
    fail(5)
    code, sentence = refusal(at=AT + 5 * MINUTE)
    assert code == "rate.locked"
    assert sentence == "连续 5 次没有对上，为保护账号先停一停，请 11 分钟后再试。"
    assert enter(at=AT + 15 * MINUTE + dt.timedelta(seconds=4)) == member.user


def test_knocking_while_locked_does_not_prolong_the_lock(member):
    fail(5)
    for minute in range(1, 15):
        assert refusal(at=AT + minute * MINUTE)[0] == "rate.locked"
    assert enter(at=AT + 16 * MINUTE) == member.user


def test_a_success_starts_the_count_again(member):
    fail(4)
    enter(at=AT + MINUTE)
    fail(4, at=AT + 2 * MINUTE)
    assert enter(at=AT + 3 * MINUTE) == member.user


def test_known_and_unknown_numbers_get_the_same_answers_up_to_the_lock_and_beyond(member):
    answers = {
        phone: [refusal(phone=phone, password="wrong", address=address) for _ in range(7)]
        for phone, address in ((PHONE, "203.0.113.1"), (STRANGER, "203.0.113.2"))
    }
    assert answers[PHONE] == answers[STRANGER]
    assert [code for code, _ in answers[PHONE]] == ["sign_in.failed"] * 5 + ["rate.locked"] * 2


@pytest.mark.parametrize("who", ["right", "wrong", "unknown", "inactive", "codes only"])
def test_whoever_asks_exactly_one_hash_is_computed(member, who):
    if who == "inactive":
        member.user.is_active = False
        member.user.save()
    if who == "codes only":
        member.user.set_unusable_password()
        member.user.save()
    phone, password = (STRANGER if who == "unknown" else PHONE), (PASSWORD if who == "right" else "wrong")
    with mock.patch.object(MD5PasswordHasher, "encode", autospec=True, side_effect=MD5PasswordHasher.encode) as encode:
        if who == "right":
            enter(phone, password)
        else:
            assert refusal(phone=phone, password=password)[0] == "sign_in.failed"
    assert encode.call_count == 1


def test_known_and_unknown_numbers_cost_the_same_queries(member):
    fail(1, phone="13800000001")  # the first event ever also opens the chain
    counts = []
    for phone in (PHONE, STRANGER):
        with CaptureQueriesContext(connection) as queries:
            refusal(phone=phone, password="wrong")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_one_address_may_fail_thirty_times_whatever_the_phones(member):
    for number in range(6):
        fail(5, phone=f"1380000000{number}")
    code, sentence = refusal(at=AT + MINUTE)
    assert (code, sentence) == ("rate.address", "这个网络试错的次数太多，请 15 分钟后再试。")
    assert enter(address="198.51.100.9", at=AT + MINUTE) == member.user


def test_an_address_is_an_ipv4_address_or_an_ipv6_network():
    assert network_of("2001:db8:1:2:aaaa::1") == network_of("2001:db8:1:2:bbbb::2") == "2001:db8:1:2::/64"
    assert network_of("::ffff:203.0.113.7") == network_of("203.0.113.7") == "203.0.113.7"
    assert network_of("") == network_of("nonsense") == "unknown"


def test_who_belongs_nowhere_any_more_is_told_so_but_only_with_the_right_password(member):
    Membership.objects.update(is_active=False)
    assert refusal(password="wrong")[0] == "sign_in.failed"
    with pytest.raises(WithoutOrganisation):
        enter()


def test_a_surrounding_transaction_could_forget_the_attempt_and_is_refused(member):
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        enter()
