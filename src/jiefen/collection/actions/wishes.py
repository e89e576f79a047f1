"""How an owner wants to be contacted: set by anybody who hears it, lifted with a reason."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Capability
from jiefen.collection.access import get_wish_for
from jiefen.collection.actions import checks
from jiefen.collection.models import ContactWish, WishKind
from jiefen.collection.refusals import CollectionRefused
from jiefen.estates.access import lock_premises_for
from jiefen.estates.actions import set_do_not_contact


def set_contact_wish(
    *,
    premises_id: int,
    kind: str,
    by: Actor,
    at: dt.datetime,
    words: str = "",
    from_hour: int | None = None,
    to_hour: int | None = None,
) -> ContactWish:
    """Keep what the owner asked for. The same kind again replaces the earlier wish. ONLY_HOURS needs both hours.

    请勿联系 also stands on the premises. Raises NotFound, NotPermitted, CollectionRefused.
    """
    by.require(Capability.CONTACT)
    checks.choice(kind, WishKind, "业主希望怎样联系")
    hours = _hours(from_hour, to_hour) if kind == WishKind.ONLY_HOURS else (None, None)
    said = checks.words(words, "业主的话")
    with transaction.atomic():
        premises = lock_premises_for(by, premises_id)
        standing = ContactWish.objects.filter(premises=premises, kind=kind, lifted_at=None)
        standing.update(lifted_at=at, lifted_by_no=by.membership_id, lift_reason="业主说了新的")
        wish: ContactWish = ContactWish.objects.create(
            organisation_id=premises.organisation_id, premises=premises, kind=kind, from_hour=hours[0],
            to_hour=hours[1], words=said, set_at=at, set_by_no=by.membership_id,
        )  # fmt: skip
        if kind == WishKind.DO_NOT_CONTACT and not premises.do_not_contact:
            set_do_not_contact(premises_id=premises.pk, do_not_contact=True, by=by, at=at)
        checks.log("contact_wish_set", wish, by=by, at=at, premises=premises.pk, kind=kind, hours=hours)
    return wish


def lift_contact_wish(*, wish_id: int, reason: str, by: Actor, at: dt.datetime) -> ContactWish:
    """The owner no longer asks for it; the reason is kept. Lifting 请勿联系 needs CHANGE_OWNER as well.

    Raises NotFound, NotPermitted, CollectionRefused.
    """
    by.require(Capability.CONTACT)
    why = checks.line(reason, "为什么取消", required=True)
    wish = get_wish_for(by, wish_id)
    with transaction.atomic():
        lock_premises_for(by, wish.premises_id)
        if wish.kind == WishKind.DO_NOT_CONTACT:
            set_do_not_contact(premises_id=wish.premises_id, do_not_contact=False, by=by, at=at)
        lifted = {"lifted_at": at, "lifted_by_no": by.membership_id, "lift_reason": why}
        if not ContactWish.objects.filter(pk=wish.pk, lifted_at=None).update(**lifted):
            raise CollectionRefused("这条要求已经取消过了。请刷新页面再看。", code="collection.lifted_already")
        checks.log("contact_wish_lifted", wish, by=by, at=at, premises=wish.premises_id, kind=wish.kind)
    wish.refresh_from_db()
    return wish


def _hours(from_hour: int | None, to_hour: int | None) -> tuple[int, int]:
    if from_hour is None or to_hour is None or not 0 <= from_hour < to_hour <= 24:
        raise CollectionRefused("请填写可以联系的时段，例如 9 点到 12 点。", code="collection.hours")
    return from_hour, to_hour
