"""Signing in with a phone number and a password; what both ways of signing in share.

Known and unknown numbers get the same sentences, the same counting and the same one password hash.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, NoReturn

from django.db import transaction

from jiefen.accounts import attempts, limits
from jiefen.accounts.models import Membership, SignInAttempt, User, index_of_phone
from jiefen.audit.actions import PLATFORM, record
from jiefen.shared.errors import DomainError

UNUSABLE = "!"  # no hash: Django computes one and answers no, as it does for a wrong password
LONGEST_PASSWORD = 128


class SignInFailed(DomainError):
    """The phone number and the secret do not belong together; it does not say which of them is wrong."""

    code = "sign_in.failed"


class WithoutOrganisation(DomainError):
    """He is who he says, but works for nobody here any more. Said only after the secret was right."""

    code = "sign_in.without_organisation"

    def __init__(self) -> None:
        super().__init__("你的账号目前不属于任何公司。请联系公司的管理员，把你加回来就能登录。")


def sign_in_with_password(*, phone: str, password: str, address: str, at: dt.datetime) -> User:
    """The user this phone and password belong to. Raises InvalidPhone, TooManyAttempts, SignInFailed,
    WithoutOrganisation. Must not run inside a transaction: a failed attempt has to stay written.
    """
    phone_index = index_of_phone(phone)
    attempt = attempts.reserve(phone_index=phone_index, address=address, kind=limits.PASSWORD, at=at)
    user = User.objects.filter(phone_index=phone_index).first()
    right = password_is_right(user, password)
    if user is None or not right or not user.is_active:
        fail(attempt, "手机号或密码不对，请核对后再试。")
    return welcome(user, attempt)


def password_is_right(user: User | None, password: str) -> bool:
    """Exactly one password hash is computed, whoever asks for whomever. An overlong password is hashed cut short."""
    return (user or User(password=UNUSABLE)).check_password(password[:LONGEST_PASSWORD])


def welcome(user: User, attempt: SignInAttempt) -> User:
    """Note the success; refuse people who belong to no organisation any more."""
    organisations = Membership.objects.filter(user=user, is_active=True).values_list("organisation_id", "pk")
    with transaction.atomic():
        attempts.succeed(attempt)
        for organisation_id, membership_id in organisations:
            record(
                organisation_id=organisation_id, by=membership_id, at=attempt.at, code="accounts.signed_in",
                subject=("accounts.user", user.pk), data={"kind": attempt.kind},
            )  # fmt: skip
    if not organisations:
        raise WithoutOrganisation
    return user


def fail(attempt: SignInAttempt, sentence: str) -> NoReturn:
    """Note the failure on the platform's chain and say how many tries are left."""
    note_unknown(attempt, "accounts.sign_in_failed", {"kind": attempt.kind})
    left = attempts.tries_left(attempt.phone_index, attempt.at)
    after = f"再有 {left} 次不对，会停 15 分钟。" if left else "已连续 5 次没有对上，请 15 分钟后再试。"
    raise SignInFailed(sentence + after)


def note_unknown(attempt: SignInAttempt, code: str, data: dict[str, Any] | None = None) -> None:
    """An audit event about an attempt by somebody we do not know yet. It names the attempt's row, not the phone."""
    record(organisation_id=PLATFORM, by=None, at=attempt.at, code=code, subject=attempt, data=data)
