"""A card that came from a list gets its owner: an operator who checked whose phone it is hands the card over.

The phone is proved by the code at the first sign-in; that the person at it is this lawyer is what the operator answers
for, so how he checked it is written down.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import transaction

from jiefen.accounts.actions.joining import open_own_desk
from jiefen.accounts.actors import Actor
from jiefen.accounts.models import User
from jiefen.accounts.roles import Capability
from jiefen.lawyers.access import get_lawyer_for
from jiefen.lawyers.actions.seating import seat_at_firm
from jiefen.lawyers.actions.trail import log
from jiefen.lawyers.models import Affiliation, Lawyer, Licence
from jiefen.lawyers.refusals import CardRefused
from jiefen.lawyers.states import LicenceState

LONGEST_HOW: Final = 300


def hand_over_card(*, lawyer_id: int, phone: str, how: str, by: Actor, at: dt.datetime) -> None:
    """Give a card nobody owns to the person with this phone; he gets an account if he has none.

    ``how``: how it was checked that the phone is this lawyer's. A card he began himself without a licence is set aside;
    it was never on show. With a verified licence he works in his firm from now on.
    Raises NotPermitted, NotFound, CardRefused, InvalidPhone, InvalidMember.
    """
    by.require(Capability.VERIFY_LAWYERS)
    said = " ".join(how.split())
    if not 0 < len(said) <= LONGEST_HOW:
        raise CardRefused(f"请写明怎样核对的身份，{LONGEST_HOW} 字以内。", code="lawyers.reason_missing")
    lawyer_id = get_lawyer_for(by, lawyer_id).pk
    with transaction.atomic():
        lawyer = Lawyer.objects.select_for_update().get(pk=lawyer_id)
        if lawyer.user_id is not None:
            raise CardRefused(f"{lawyer.name}的名片已经有主人，没有改动。", code="lawyers.card_owned")
        member = open_own_desk(phone=phone, name=lawyer.name, at=at)
        _check_name(member.user, lawyer)
        _set_aside(member.user_id, by=by, at=at)
        lawyer.user_id = member.user_id
        lawyer.save(update_fields=["user"])
        log("handed_over", lawyer, by=by, at=at, how=said)
        _seat(lawyer, at=at)


def _check_name(user: User, lawyer: Lawyer) -> None:
    """An account of another name is more likely a mistyped phone than a second name."""
    if user.display_name != lawyer.name:
        raise CardRefused(
            f"这个手机号的账号姓名是“{user.display_name}”，名片上是“{lawyer.name}”。请核对手机号，没有改动。",
            code="lawyers.another_person",
        )


def _set_aside(user_id: int, *, by: Actor, at: dt.datetime) -> None:
    """The card he began himself, if any, is no longer his. Raises CardRefused when a licence hangs on it."""
    begun = Lawyer.objects.filter(user_id=user_id).first()
    if begun is None:
        return
    if Licence.objects.filter(lawyer=begun).exists():
        raise CardRefused(
            "这个手机号已经有一张交过执业证的名片，一个人不能有两张。请先处理那一张。", code="lawyers.card_twice"
        )
    Lawyer.objects.filter(pk=begun.pk).update(user=None)
    log("set_aside", begun, by=by, at=at)


def _seat(lawyer: Lawyer, *, at: dt.datetime) -> None:
    """Into the firm's organisation, if the licence was verified there before it had an owner."""
    is_verified = Licence.objects.filter(lawyer=lawyer, state=LicenceState.VERIFIED).exists()
    here = Affiliation.objects.filter(lawyer=lawyer, until_on=None).select_related("firm__organisation").first()
    if is_verified and here is not None:
        seat_at_firm(lawyer, here.firm, at=at)
