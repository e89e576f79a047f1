"""The household of a contact request written by hand → ``Household``. Names and forms: docs/cli.md, may_contact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final

from jiefen.rules import contact_pauses as pauses
from jiefen.rules.contact_facts import ABOUT_MONEY, Channel, Hours, Household
from jiefen.rules.contact_names import ContactFileError, Contradiction, find_word
from jiefen.rules.contact_values import all_of, day, flag, hours, is_bare_time, is_closed, items, pick, refuse_slips

_DNC: Final = ("do_not_contact", "dnc", "no_contact", "do_not_disturb", "勿扰")
_DNC_SCOPE: Final = ("scope", "channels", "channel", "kinds", "kind", "via", "范围")
_DNC_UNTIL: Final = ("until", "until_on", "ends_on", "to")
_ONLY: Final = ("only_hours", "preferred_hours", "contact_hours", "convenient_hours", "allowed_hours")
_QUIET: Final = ("owner_quiet_hours", "quiet_hours", "quiet_hours_owner", "no_contact_hours")
_QUIET_FROM: Final = ("quiet_from", "quiet_start", "quiet_hours_from")
_QUIET_TO: Final = ("quiet_to", "quiet_end", "quiet_hours_to")
_TENANT: Final = ("tenant_lives_there", "occupied_by_tenant", "tenant_occupied", "is_rented", "rented", "let")
_OCCUPIER: Final = ("occupied_by", "occupier", "occupant", "occupancy")
_REFUSALS: Final = {
    Channel.PHONE: (
        "no_phone",
        "phone_refused",
        "no_call",
        "no_calls",
        "do_not_call",
        "dont_call",
        "no_phone_calls",
        "refuses_phone",
        "refused_phone",
    ),
    Channel.VISIT: (
        "no_visit",
        "no_visits",
        "do_not_visit",
        "visit_refused",
        "visits_refused",
        "refuses_visit",
        "refused_visit",
    ),
    Channel.MESSAGE: (
        "no_message",
        "no_messages",
        "do_not_text",
        "do_not_message",
        "no_sms",
        "no_wechat",
        "message_refused",
        "sms_refused",
    ),
}
_WISHES: Final = {"no_phone": Channel.PHONE, "no_visit": Channel.VISIT, "no_message": Channel.MESSAGE}
_KNOWN: Final = frozenset(
    {
        *(_DNC + _ONLY + _QUIET + _QUIET_FROM + _QUIET_TO + _TENANT + _OCCUPIER),
        *(name for names in _REFUSALS.values() for name in names),
        *("refused_channels", "wishes", "wish", "contact_wishes", "deceased", "owner_deceased", "is_deceased"),
        *("heir_confirmed", "id", "household_id", "premises", "name", "room", "owner", "phone_known", "note"),
        *("caps", "limits", "policy", "organisation", "organization", "city", "city_code", "vacant", "undelivered"),
        "last_payment_on",
    }
)


def household(raw: Mapping[str, Any], at: datetime, charges: frozenset[str], known_on: object) -> Household:
    """What bars, read from an object. ``charges``: the lines the contact would speak of.

    ``known_on``: the last payment import where it stands outside the household. Raises ContactFileError.
    """
    refuse_slips(raw, _KNOWN | pauses.KEYS, "household.")
    wishes = list(_standing_wishes(raw))
    space = pauses.breathing_space_until(raw)
    everything, disputed = pauses.disputes(raw)
    due_on, amount = pauses.standing_promise(raw)
    alone, alone_until, alone_by = _left_alone(raw)
    running, next_due = pauses.running_plan(raw)
    imported = pick(raw, pauses.IMPORTED)
    return Household(
        owes_nothing=raw.get("outstanding_fen") is not None and pauses.fen(raw, "outstanding_fen") == 0,
        do_not_contact=alone or any(kind == "do_not_contact" for kind, _ in wishes),
        do_not_contact_until=None if any(kind == "do_not_contact" for kind, _ in wishes) else alone_until,
        refused_channels=_refused(raw) | alone_by | {_WISHES[kind] for kind, _ in wishes if kind in _WISHES},
        deceased=_deceased(raw),
        tenant_lives_there=_tenant(raw),
        open_ticket=pauses.open_ticket(raw, charges),
        everything_disputed=everything,
        disputed=disputed,
        breathing_space_until=space,
        promise_due_on=due_on,
        promise_fen=amount,
        plan_running=running,
        plan_next_due_on=next_due,
        payments_known_on=pauses.payments_known_on(known_on if imported is None else imported, at),
        only_hours=_spans(raw, _ONLY) + tuple(span for kind, span in wishes if kind == "only_hours" and span),
        quiet=_spans(raw, _QUIET) + _beside(raw),
    )


def _deceased(raw: Mapping[str, Any]) -> bool:
    """Whether the owner has died and nobody has taken over yet."""
    names = ("deceased", "owner_deceased", "is_deceased")
    has_died = any(flag(raw.get(name), f"household.{name}") for name in names)
    return has_died and not flag(raw.get("heir_confirmed"), "household.heir_confirmed")


# --- wishes ---------------------------------------------------------------------------------------------------


def _left_alone(raw: Mapping[str, Any]) -> tuple[bool, date | None, frozenset[Channel]]:
    """(no contact at all, to which day when that ends, the ways that are refused) from ``do_not_contact``."""
    found = [_one_refusal(value) for value in all_of(raw, _DNC)]
    ends = [until for is_all, until, _ in found if is_all]
    last = None if None in ends else max((until for until in ends if until), default=None)
    return bool(ends), last, frozenset(channel for _, _, channels in found for channel in channels)


def _one_refusal(value: object) -> tuple[bool, date | None, frozenset[Channel]]:
    """``true``, a scope ("phone", "all"), a day until which it holds, or an object with scope and end."""
    path = "household.do_not_contact"
    if isinstance(value, Mapping):
        end = pick(value, _DNC_UNTIL)
        if is_closed(value, path):
            return False, None, frozenset()
        scopes = [channel for each in items(pick(value, _DNC_SCOPE)) if (channel := _scope(each, path))]
        if scopes and end is not None:
            raise ContactFileError(f"{path}.until", "空的：只拒绝某种方式时没有期限，到期请写 lifted_at", end)
        return not scopes, None if end is None else day(end, f"{path}.until"), frozenset(scopes)
    if isinstance(value, str) and is_bare_time(value):
        return True, day(value, path), frozenset()
    if isinstance(value, str) and (channel := _scope(value, path, is_strict=False)):
        return False, None, frozenset({channel})
    is_all = isinstance(value, str) and (
        value.strip().lower() in pauses.WHOLE or find_word("purpose", value) is not None
    )
    return is_all or flag(value, path), None, frozenset()


def _scope(value: object, path: str, *, is_strict: bool = True) -> Channel | None:
    """The one way of contact that a scope names; None when it means all of them."""
    if not isinstance(value, str) or (is_strict and value.strip().lower() in pauses.WHOLE):
        return None
    found, about = find_word("channel", value), find_word("purpose", value)
    if found is None and about and about[0] in ABOUT_MONEY:
        return None  # not about the bill, he says: then we do not call at all
    if found is None and is_strict:
        raise ContactFileError(f"{path}.scope", 'all，或联系方式，例如 phone、["phone", "message"]', value)
    return None if found is None else Channel(found[0])


def _standing_wishes(raw: Mapping[str, Any]) -> Iterator[tuple[str, Hours | None]]:
    for place, each in enumerate(items(pick(raw, ("wishes", "wish", "contact_wishes")))):
        path = f"household.wishes[{place}]"
        wish = {"kind": each} if isinstance(each, str) else each
        kind = wish.get("kind") if isinstance(wish, Mapping) else None
        if kind not in (*_WISHES, "do_not_contact", "only_hours"):
            raise ContactFileError(f"{path}.kind", "do_not_contact、no_phone、no_visit、no_message 或 only_hours", kind)
        if not is_closed(wish, path):
            yield kind, hours(wish, path) if kind == "only_hours" else None


def _refused(raw: Mapping[str, Any]) -> frozenset[Channel]:
    said = {channel for channel, names in _REFUSALS.items() if any(flag(raw.get(n), f"household.{n}") for n in names)}
    for place, each in enumerate(items(raw.get("refused_channels"))):
        found = find_word("channel", each) if isinstance(each, str) else None
        if found is None:
            raise ContactFileError(f"household.refused_channels[{place}]", "一种联系方式，例如 phone", each)
        said.add(Channel(found[0]))
    return frozenset(said)


def _spans(raw: Mapping[str, Any], names: tuple[str, ...]) -> tuple[Hours, ...]:
    """One span, or several; from and to may also stand beside each other as ``quiet_from`` and ``quiet_to``."""
    value = pick(raw, names)
    if value is None or value is False or value == []:
        return ()
    path = f"household.{names[0]}"
    is_pair = isinstance(value, list) and len(value) == 2 and not any(isinstance(v, list | Mapping) for v in value)
    if is_pair and not all(isinstance(each, str) and len(each) > 5 for each in value):
        return (hours(value, path),)
    return tuple(hours(each, path) for each in items(value))


def _beside(raw: Mapping[str, Any]) -> tuple[Hours, ...]:
    """``quiet_from`` and ``quiet_to`` as two fields."""
    ends = (pick(raw, _QUIET_FROM), pick(raw, _QUIET_TO))
    return () if ends == (None, None) else (hours(list(ends), "household.quiet_hours"),)


def _tenant(raw: Mapping[str, Any]) -> bool:
    said = any(flag(raw.get(name), f"household.{name}") for name in _TENANT)
    who = pick(raw, _OCCUPIER)
    found = find_word("recipient", who) if isinstance(who, str) else None
    if said and found and found[0] == "owner":
        raise Contradiction("household.occupied_by", "一处说租客住着，一处说业主自己住")
    return said or (found is not None and found[0] == "tenant")
