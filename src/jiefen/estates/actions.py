"""Changing who stands behind a door. History is kept: a span is closed and a new one opened, never overwritten."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from django.db import transaction

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Capability
from jiefen.audit.actions import record
from jiefen.estates.access import get_premises_for, lock_premises_for
from jiefen.estates.models import Occupancy, Ownership, Party, Premises
from jiefen.estates.names import SEPARATOR, initials
from jiefen.estates.people import Person, find_or_create_party
from jiefen.estates.queries import household_people
from jiefen.estates.refusals import ChangeDateRefused, DeliveryRefused, OwnersRefused
from jiefen.shared.clock import CHINA
from jiefen.shared.errors import NotFound

_OWNERS_LIMIT: Final = 20
_ONE_DAY: Final = dt.timedelta(days=1)


def view_household(*, premises_id: int, by: Actor, at: dt.datetime) -> Premises:
    """The premises for a page about one household; the look itself is logged. Raises NotFound, NotPermitted."""
    by.require(Capability.VIEW_HOUSEHOLD)
    premises = get_premises_for(by, premises_id)
    _log("estates.household_viewed", premises, by=by, at=at)
    return premises


def reveal_phone(*, premises_id: int, party_id: int, by: Actor, at: dt.datetime) -> str:
    """The full phone number of one of the household's people; who looked is logged. Raises NotFound, NotPermitted."""
    by.require(Capability.VIEW_HOUSEHOLD)
    premises = get_premises_for(by, premises_id)
    person = next((one for one in household_people(premises.pk) if one.party_id == party_id and one.phone), None)
    if person is None:
        raise NotFound
    _log("estates.phone_revealed", premises, by=by, at=at, party=party_id)
    return person.phone


def change_owner(
    *, premises_id: int, owners: Sequence[Person], on: dt.date, by: Actor, at: dt.datetime
) -> tuple[Ownership, ...]:
    """From ``on`` these owners and nobody else; earlier owners end the day before.

    ``owners``: one or more; all with ``share_percent`` adding up to 100, or none with it. Charges of earlier periods
    keep the payer they were made with. Raises NotFound, NotPermitted, OwnersRefused, ChangeDateRefused.
    """
    by.require(Capability.CHANGE_OWNER)
    _check_shares(owners)
    with _changing(premises_id, by=by, at=at) as premises:
        current = Ownership.objects.filter(premises=premises, until_on=None)
        _check_day(on, (row.from_on for row in current), at)
        parties = _parties(owners, by, premises)
        before = list(current.values_list("owner_id", flat=True))
        current.update(until_on=on - _ONE_DAY)
        rows = _open_ownerships(premises, owners, parties, on)
        _show_owners(premises, parties)
        after = [party.pk for party in parties]
        _log("estates.owner_changed", premises, by=by, at=at, on=str(on), before=before, after=after)
    return rows


def set_occupier(
    *, premises_id: int, occupier: Person | None, on: dt.date, by: Actor, at: dt.datetime, pays_fees: bool = False
) -> Occupancy | None:
    """From ``on`` this occupier (使用人), or none; the earlier one ends the day before.

    ``pays_fees``: he has agreed with the owner to pay; the owner stays jointly liable (物业管理条例 41).
    Raises NotFound, NotPermitted, DeliveryRefused while undelivered, ChangeDateRefused.
    """
    by.require(Capability.VIEW_HOUSEHOLD)
    with _changing(premises_id, by=by, at=at) as premises:
        if not premises.is_delivered:
            raise DeliveryRefused(
                "这套房屋还没有交付，不能登记使用人。请先登记交付日期。", code="estates.not_delivered"
            )
        _end_occupancies(premises, on, at)
        row = _open_occupancy(premises, occupier, on, pays_fees, by) if occupier else None
        occupier_id = row.occupier_id if row else None
        _log("estates.occupier_set", premises, by=by, at=at, on=str(on), occupier=occupier_id, pays_fees=pays_fees)
    return row


def mark_undelivered(
    *, premises_id: int, developer: Person, by: Actor, at: dt.datetime, on: dt.date | None = None
) -> Occupancy:
    """Not yet delivered: the developer pays (物业管理条例 41), from ``on`` or, when None, from the beginning.

    Raises NotFound, NotPermitted, DeliveryRefused when already undelivered or somebody lives there.
    """
    by.require(Capability.CHANGE_OWNER)
    with _changing(premises_id, by=by, at=at) as premises:
        if not premises.is_delivered:
            raise DeliveryRefused("这套房屋已经是未交付状态，不用再登记。", code="estates.already_undelivered")
        if Occupancy.objects.filter(premises=premises, until_on=None).exists():
            raise DeliveryRefused("这套房屋还登记着使用人。请先结束使用人，再改为未交付。", code="estates.occupied")
        row = _open_occupancy(premises, developer, on, True, by)
        _set(premises, is_delivered=False, delivered_on=None)
        _log("estates.marked_undelivered", premises, by=by, at=at, developer=row.occupier_id)
    return row


def deliver(*, premises_id: int, on: dt.date, by: Actor, at: dt.datetime) -> None:
    """Handed over on ``on``: from that day the owner pays, until the day before the developer.

    Raises NotFound, NotPermitted, DeliveryRefused when already delivered, ChangeDateRefused.
    """
    by.require(Capability.CHANGE_OWNER)
    with _changing(premises_id, by=by, at=at) as premises:
        if premises.is_delivered:
            raise DeliveryRefused("这套房屋已经交付，不用再登记。", code="estates.already_delivered")
        _end_occupancies(premises, on, at)
        _set(premises, is_delivered=True, delivered_on=on)
        _log("estates.delivered", premises, by=by, at=at, on=str(on))


def set_do_not_contact(*, premises_id: int, do_not_contact: bool, by: Actor, at: dt.datetime) -> None:
    """勿扰 on or off. Anybody who sees the household may switch it on; lifting it needs CHANGE_OWNER."""
    by.require(Capability.VIEW_HOUSEHOLD if do_not_contact else Capability.CHANGE_OWNER)
    with _changing(premises_id, by=by, at=at) as premises:
        _set(premises, do_not_contact=do_not_contact)
        _log(f"estates.do_not_contact_{'set' if do_not_contact else 'lifted'}", premises, by=by, at=at)


@contextmanager
def _changing(premises_id: int, *, by: Actor, at: dt.datetime) -> Iterator[Premises]:
    """One transaction with the premises' row locked."""
    with transaction.atomic():
        yield lock_premises_for(by, premises_id)


def _log(code: str, premises: Premises, *, by: Actor, at: dt.datetime, **data: Any) -> None:
    record(organisation_id=by.organisation_id, by=by.membership_id, at=at, code=code, subject=premises, data=data)


def _set(premises: Premises, **values: Any) -> None:
    for name, value in values.items():
        setattr(premises, name, value)
    premises.save(update_fields=list(values))


def _check_shares(owners: Sequence[Person]) -> None:
    if not 1 <= len(owners) <= _OWNERS_LIMIT:
        raise OwnersRefused(f"请填写 1 到 {_OWNERS_LIMIT} 位业主。", code="estates.owners_count")
    shares = [owner.share_percent for owner in owners]
    given = [share for share in shares if share is not None]
    if given and (len(given) < len(shares) or min(given) < 1 or sum(given) != 100):
        raise OwnersRefused("产权份额要么都不填，要么每位业主都填，合计正好 100%。", code="estates.owners_shares")


def _check_day(on: dt.date, starts: Iterator[dt.date | None], at: dt.datetime) -> None:
    """A change cannot lie ahead, nor on or before the day the present state began."""
    if on > at.astimezone(CHINA).date():
        raise ChangeDateRefused("变更日期还没到。请在当天或之后登记。", code="estates.change_in_future")
    latest = max((start for start in starts if start), default=None)
    if latest is not None and on <= latest:
        raise ChangeDateRefused(
            f"现在的登记从 {latest} 开始，变更日期要在这一天之后。", code="estates.change_too_early"
        )


def _parties(owners: Sequence[Person], by: Actor, premises: Premises) -> list[Party]:
    parties = [find_or_create_party(by, owner, premises_id=premises.pk) for owner in owners]
    if len({party.pk for party in parties}) < len(parties):
        raise OwnersRefused("同一位业主填了两次，请去掉一位。", code="estates.owner_twice")
    return parties


def _open_ownerships(
    premises: Premises, owners: Sequence[Person], parties: Sequence[Party], on: dt.date
) -> tuple[Ownership, ...]:
    return tuple(
        Ownership.objects.create(
            organisation_id=premises.organisation_id,
            premises=premises,
            owner=party,
            share_percent=owner.share_percent,
            from_on=on,
        )
        for owner, party in zip(owners, parties, strict=True)
    )


def _show_owners(premises: Premises, parties: Sequence[Party]) -> None:
    """Repeat the owners where lists and searches look for them; long lists are cut at the column's width."""
    names = SEPARATOR.join(party.name for party in parties)
    _set(premises, owner_name=names[:120], pinyin=initials(names)[:60])


def _end_occupancies(premises: Premises, on: dt.date, at: dt.datetime) -> None:
    current = Occupancy.objects.filter(premises=premises, until_on=None)
    _check_day(on, (row.from_on for row in current), at)
    current.update(until_on=on - _ONE_DAY)


def _open_occupancy(premises: Premises, occupier: Person, on: dt.date | None, pays_fees: bool, by: Actor) -> Occupancy:
    party = find_or_create_party(by, occupier, premises_id=premises.pk)
    created: Occupancy = Occupancy.objects.create(
        organisation_id=premises.organisation_id, premises=premises, occupier=party, from_on=on, pays_fees=pays_fees
    )
    return created
