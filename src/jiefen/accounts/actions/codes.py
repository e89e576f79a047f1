"""Signing in with a six-digit code sent to the phone."""

from __future__ import annotations

import datetime as dt
import hmac
import secrets
from dataclasses import dataclass
from typing import Protocol

from django.db import transaction
from django.db.models import F

from jiefen.accounts import attempts, limits
from jiefen.accounts.actions.noting import note
from jiefen.accounts.actions.sign_in import fail, note_unknown, welcome
from jiefen.accounts.actors import Actor
from jiefen.accounts.models import Membership, SignInCode, User, index_of_phone
from jiefen.accounts.phones import normalised_phone
from jiefen.audit.actions import PLATFORM
from jiefen.shared.crypto import blind_index

PURPOSE = "sign_in_code"


class Send(Protocol):
    """``notify.actions.send``: accounts stands below notify, so the surface hands it in."""

    def __call__(
        self, *, organisation_id: int, recipient: str, body: str, purpose: str, at: dt.datetime,
        expires_at: dt.datetime | None = None, withheld: bool = False,
    ) -> int:  # fmt: skip
        """Write the message; returns its id."""


@dataclass(frozen=True)
class CodeRequest:
    """What came of asking for a code; the same for known and unknown numbers."""

    message_id: int
    expires_at: dt.datetime


def send_code(*, phone: str, address: str, at: dt.datetime, send: Send) -> CodeRequest:
    """Send a fresh code; earlier ones stop working. Raises InvalidPhone, TooManyAttempts.

    For a number without an account the same rows are written, but the message is withheld.
    """
    plain = normalised_phone(phone)
    phone_index = index_of_phone(plain)
    attempt = attempts.reserve(phone_index=phone_index, address=address, kind=limits.CODE_SENT, at=at)
    known = User.objects.filter(phone_index=phone_index, is_active=True).exists()
    code = f"{secrets.randbelow(10**limits.CODE_DIGITS):0{limits.CODE_DIGITS}d}"
    expires_at = at + limits.CODE_LIVES
    with transaction.atomic():
        SignInCode.objects.create(
            phone_index=phone_index, code_index=_index_of_code(code, phone_index), sent_at=at, expires_at=expires_at
        )
        message_id = send(
            organisation_id=PLATFORM, recipient=plain, body=f"【解纷】登录验证码 {code}，5 分钟内有效。不要告诉别人。",
            purpose=PURPOSE, at=at, expires_at=expires_at, withheld=not known,
        )  # fmt: skip
        note_unknown(attempt, "accounts.code_requested")
    return CodeRequest(message_id, expires_at)


def sign_in_with_code(*, phone: str, code: str, address: str, at: dt.datetime) -> User:
    """The user this phone and code belong to. Raises like ``sign_in_with_password``; must not run in a transaction."""
    phone_index = index_of_phone(phone)
    attempt = attempts.reserve(phone_index=phone_index, address=address, kind=limits.CODE, at=at)
    user = User.objects.filter(phone_index=phone_index, is_active=True).first()
    right = use_code(phone_index, code, at)
    if user is None or not right:
        fail(attempt, "验证码不对或已过期，请核对最新的一条，也可以重新获取。")
    _join(user, at)
    return welcome(user, attempt)


def _join(user: User, at: dt.datetime) -> None:
    """The code proved the phone: let him into the organisations that wait for it, under a password only he can set."""
    with transaction.atomic():
        waiting = list(Membership.objects.filter(user=user, awaits_code=True))
        if not waiting:
            return
        Membership.objects.filter(pk__in=[member.pk for member in waiting]).update(is_active=True, awaits_code=False)
        user.set_unusable_password()
        user.password_is_temporary = False
        user.save(update_fields=["password", "password_is_temporary"])
        for member in waiting:
            note(Actor(member.organisation_id, member.pk, member.role), member, at, "member_joined")


def use_code(phone_index: str, code: str, at: dt.datetime) -> bool:
    """Whether this is the newest code of the phone; then it is used up. The try is counted before comparing, the use is compare-and-set."""
    newest = SignInCode.objects.filter(phone_index=phone_index).order_by("-sent_at", "-pk").first()
    if newest is None:
        return False
    open_codes = SignInCode.objects.filter(pk=newest.pk, used_at=None, expires_at__gt=at)
    if not open_codes.filter(tries__lt=limits.CODE_TRIES).update(tries=F("tries") + 1):
        return False
    if not hmac.compare_digest(newest.code_index, _index_of_code(code, phone_index)):
        return False
    return bool(open_codes.update(used_at=at))


def _index_of_code(code: str, phone_index: str) -> str:
    """A keyed hash bound to the phone: without the installation's key a million guesses tell nothing."""
    return blind_index(code, purpose=f"{PURPOSE}:{phone_index}")
