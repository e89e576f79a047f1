"""Signing in with a code: six digits, five minutes, once, few tries, and silence about who has an account."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection

from jiefen.accounts.actions import SignInFailed, send_code, sign_in_with_code, sign_in_with_password
from jiefen.accounts.attempts import TooManyAttempts
from jiefen.accounts.models import SignInCode
from tests.accounts.conftest import PASSWORD, PHONE
from tests.factories.world import AT

pytestmark = pytest.mark.django_db
STRANGER = "13955556666"
MINUTE = dt.timedelta(minutes=1)


def ask(send, phone=PHONE, address="203.0.113.7", at=AT):
    return send_code(phone=phone, address=address, at=at, send=send)


def enter(code, phone=PHONE, at=AT):
    return sign_in_with_code(phone=phone, code=code, address="203.0.113.7", at=at)


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def refusal(action, *args, **how) -> tuple[str, str]:
    with pytest.raises((SignInFailed, TooManyAttempts)) as caught:
        action(*args, **how)
    return caught.value.code, str(caught.value)


def test_the_code_is_sent_and_signs_in_once(member, send):
    asked = ask(send)
    message = send.sent[-1]
    assert asked.expires_at == message["expires_at"] == AT + 5 * MINUTE
    assert (message["recipient"], message["purpose"], message["withheld"]) == (PHONE, "sign_in_code", False)
    assert len(send.last_code) == 6
    assert enter(send.last_code, at=AT + 4 * MINUTE) == member.user
    assert refusal(enter, send.last_code, at=AT + 4 * MINUTE)[0] == "sign_in.failed"


def test_after_five_minutes_the_code_is_dead(member, send):
    ask(send)
    assert refusal(enter, send.last_code, at=AT + 5 * MINUTE)[0] == "sign_in.failed"


def test_only_the_newest_code_counts(member, send):
    ask(send)
    first = send.last_code
    ask(send, at=AT + MINUTE)
    assert first == send.last_code or refusal(enter, first, at=AT + MINUTE)[0] == "sign_in.failed"
    assert enter(send.last_code, at=AT + MINUTE) == member.user


def test_after_five_wrong_tries_the_right_code_is_no_use(member, send):
    ask(send)
    for _ in range(5):
        assert refusal(enter, other_than(send.last_code))[0] == "sign_in.failed"
    assert refusal(enter, send.last_code)[0] == "rate.locked"
    assert refusal(enter, send.last_code, at=AT + 16 * MINUTE)[0] == "sign_in.failed"


def test_the_codes_own_counter_holds_even_if_the_lock_out_is_forgiven(member, send):
    ask(send)
    for number in range(5):
        refusal(enter, other_than(send.last_code))
        if number == 2:
            sign_in_with_password(phone=PHONE, password=PASSWORD, address="203.0.113.7", at=AT)
    assert SignInCode.objects.get().tries == 5
    assert refusal(enter, send.last_code)[0] == "sign_in.failed"


def test_a_code_for_one_phone_is_no_code_for_another(member, send):
    ask(send)
    assert refusal(enter, send.last_code, phone=STRANGER)[0] == "sign_in.failed"


def test_one_code_a_minute_and_five_an_hour(member, send):
    ask(send)
    assert refusal(ask, send, at=AT + MINUTE / 2) == ("rate.code_minute", "验证码刚刚发过，请 30 秒后再要一条。")
    for minute in range(1, 5):
        ask(send, at=AT + minute * MINUTE)
    code, sentence = refusal(ask, send, at=AT + 6 * MINUTE)
    assert (code, sentence) == ("rate.code_hour", "这个号码一小时内已要过 5 次，请 54 分钟后再试，或用密码登录。")
    assert ask(send, at=AT + 60 * MINUTE)
    assert len(send.sent) == 6


def test_twenty_codes_an_hour_from_one_address(member, send):
    for number in range(20):
        ask(send, phone=f"138000000{number:02d}")
    assert refusal(ask, send)[0] == "rate.code_address"
    assert ask(send, address="198.51.100.9")


def test_while_locked_no_code_is_sent(member, send):
    for _ in range(5):
        refusal(sign_in_with_password, phone=PHONE, password="wrong", address="203.0.113.7", at=AT)
    assert refusal(ask, send)[0] == "rate.locked"
    assert send.sent == []


def test_a_stranger_gets_the_same_answer_and_no_message(member, send):
    ask(send, phone=STRANGER)
    assert send.sent[-1]["withheld"] is True
    assert refusal(enter, "000000", phone=STRANGER) == refusal(enter, "000000", phone=PHONE)
    assert refusal(ask, send, phone=STRANGER)[0] == "rate.code_minute"


def test_codes_are_stored_as_keyed_hashes(member, send):
    ask(send)
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone_index, code_index FROM accounts_signincode")
        phone_index, code_index = cursor.fetchone()
    assert len(phone_index) == len(code_index) == 32
    assert send.last_code not in code_index
    assert PHONE not in phone_index
