"""Changing one's own password; giving a colleague a new one."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Final

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from jiefen.accounts import attempts, limits
from jiefen.accounts.access import get_member_for
from jiefen.accounts.actions.noting import note
from jiefen.accounts.actions.sign_in import LONGEST_PASSWORD, fail, password_is_right
from jiefen.accounts.actors import Actor
from jiefen.accounts.models import Membership, User
from jiefen.accounts.roles import Capability
from jiefen.shared.errors import DomainError

LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike
# By the codes of Django's validators, whose own sentences are only partly translated.
WEAKNESSES: Final = {
    "password_too_short": "新密码至少要 8 个字符。",
    "password_too_common": "这个密码太常见，容易被猜中，请换一个。",
    "password_entirely_numeric": "密码不能全是数字，请加几个字母。",
}
GROUPS: Final = 3
GROUP: Final = 4


class WeakPassword(DomainError):
    """The new password is too easy to guess; the sentence says in what way."""

    code = "password.weak"


class PersonElsewhere(DomainError):
    """The person also works for another organisation: nobody here may set his password."""

    code = "password.person_elsewhere"

    def __init__(self) -> None:
        super().__init__("这个账号的密码只能由本人修改。请他用手机验证码登录后，自己设一个新密码。")


def one_time_password() -> str:
    """Twelve letters and digits in three groups, easy to read out over the phone (about 59 bits)."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))


def change_password(*, by: Actor, current: str, new: str, address: str, at: dt.datetime) -> User:
    """Set one's own password; every other session of that person ends. Raises SignInFailed when ``current`` is wrong
    (it counts as an attempt to sign in), TooManyAttempts, WeakPassword. Must not run inside a transaction.

    Who has only ever signed in with codes has no password yet, and needs none to set his first.
    """
    mine = Membership.objects.filter(organisation_id=by.organisation_id).select_related("user")
    user = mine.get(pk=by.membership_id or 0).user
    _confirm(user, current, address, at)
    _check_strength(user, current, new)
    with transaction.atomic():
        user.set_password(new)
        user.password_is_temporary = False
        user.save(update_fields=["password", "password_is_temporary"])
        note(by, user, at, "password_changed")
    return user


def issue_password(*, by: Actor, membership_id: int, at: dt.datetime) -> str:
    """A one-time password for a colleague who lost his; shown once, to be changed at the next sign-in.

    Raises NotPermitted, NotFound, PersonElsewhere.
    """
    by.require(Capability.MANAGE_PEOPLE)
    member = get_member_for(by, membership_id)
    if member.belongs_elsewhere:
        raise PersonElsewhere
    password = one_time_password()
    with transaction.atomic():
        member.user.set_password(password)
        member.user.password_is_temporary = True
        member.user.save(update_fields=["password", "password_is_temporary"])
        note(by, member, at, "password_issued")
    return password


def _confirm(user: User, current: str, address: str, at: dt.datetime) -> None:
    """The person at the keyboard knows the current password (somebody may have left the screen open)."""
    if not user.has_usable_password():
        return
    attempt = attempts.reserve(phone_index=user.phone_index, address=address, kind=limits.PASSWORD, at=at)
    if not password_is_right(user, current):
        fail(attempt, "现在的密码不对，请核对后再试。")
    attempts.succeed(attempt)


def _check_strength(user: User, current: str, new: str) -> None:
    if new == current:
        raise WeakPassword("新密码和现在的一样，请换一个。")
    if len(new) > LONGEST_PASSWORD:
        raise WeakPassword(f"新密码最多 {LONGEST_PASSWORD} 个字符，请缩短一些。")
    try:
        validate_password(new, user)
    except ValidationError as error:
        sentences = (WEAKNESSES.get(problem.code or "", "请换一个不容易猜中的密码。") for problem in error.error_list)
        raise WeakPassword("".join(sentences)) from None
