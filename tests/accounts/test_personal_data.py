"""What lies in the database: nothing a thief of the file could read, nothing older than it has to be."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.hashers import identify_hasher
from django.db import connection

from jiefen.accounts.actions import send_code, sign_in_with_password
from jiefen.accounts.actions.forgetting import forget_old_sign_ins
from jiefen.accounts.models import SignInAttempt, SignInCode, User, index_of_phone
from jiefen.notify.actions import send
from jiefen.shared.crypto import Undecipherable, decrypt
from tests.accounts.conftest import PASSWORD, PHONE
from tests.factories.world import AT

pytestmark = pytest.mark.django_db


def everything_stored() -> str:
    with connection.cursor() as cursor:
        text = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            text += [str(row) for row in cursor.fetchall()]
    return "\n".join(text)


def test_no_phone_stands_in_clear_anywhere(member):
    sign_in_with_password(phone=PHONE, password=PASSWORD, address="203.0.113.7", at=AT)
    send_code(phone=PHONE, address="203.0.113.7", at=AT, send=send)
    stored = everything_stored()
    assert index_of_phone(PHONE) in stored
    for secret in (PHONE, PASSWORD, "203.0.113.7", "验证码"):
        assert secret not in stored


def test_equal_phones_have_equal_indexes_and_different_ciphertexts(member):
    assert index_of_phone("139 1111 2222") == index_of_phone("+8613911112222") == member.user.phone_index
    first = User.objects.values_list("phone", flat=True).get()
    member.user.save()
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM accounts_user")
        cipher = cursor.fetchone()[0]
    assert (first, decrypt(cipher, column="accounts_user.phone")) == (PHONE, PHONE)
    assert index_of_phone("13911112223") != member.user.phone_index


def test_a_ciphertext_moved_to_another_column_does_not_open(member):
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM accounts_user")
        cipher = cursor.fetchone()[0]
    with pytest.raises(Undecipherable):
        decrypt(cipher, column="notify_outgoingmessage.recipient")


def test_passwords_are_hashed_with_argon2(settings):
    settings.PASSWORD_HASHERS = ["jiefen.accounts.hashers.ThriftyArgon2"]
    user = User.objects.create_user(phone=PHONE, display_name="何苗", password=PASSWORD)
    assert identify_hasher(user.password).algorithm == "argon2"
    assert user.password.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert user.check_password(PASSWORD)


def test_a_hash_of_another_cost_is_renewed_at_the_next_sign_in(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    user = User.objects.create_user(phone=PHONE, display_name="何苗", password=PASSWORD)
    assert "m=102400" in user.password
    settings.PASSWORD_HASHERS = ["jiefen.accounts.hashers.ThriftyArgon2"]
    assert user.check_password(PASSWORD)
    assert "m=19456" in User.objects.get().password


def test_attempts_and_codes_are_forgotten_in_time(member):
    for days in (0, 29, 31):
        at = AT - dt.timedelta(days=days)
        SignInAttempt.objects.create(phone_index="a", address_index="b", at=at, kind="password", outcome="failed")
        SignInCode.objects.create(phone_index="a", code_index="c", sent_at=at, expires_at=at)
    forget_old_sign_ins(at=AT)
    assert SignInAttempt.objects.count() == 2
    assert SignInCode.objects.count() == 1
