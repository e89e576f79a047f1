"""A contact request written by hand → the answer: what ``./run manage may_contact FILE.json --json`` prints.

Lenient in names and forms, strict in meaning: contradictions, unreadable values and slips of known keys are refused
with their path. The schema is in docs/cli.md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from jiefen.rules.contact_facts import (
    ABOUT_MONEY,
    Channel,
    ContactRequest,
    Household,
    Initiator,
    PastContact,
    Purpose,
    Recipient,
)
from jiefen.rules.contact_household import household
from jiefen.rules.contact_limits import Hear, silent
from jiefen.rules.contact_names import ContactFileError, Contradiction, ban_in, codes, find_word, word
from jiefen.rules.contact_pauses import IMPORTED
from jiefen.rules.contact_policy import may_contact
from jiefen.rules.contact_settings import KEYS, QUIET, limits_of, settings
from jiefen.rules.contact_values import flag, instant, is_bare_day, items, objects, pick, refuse_slips

_AT: Final = ("at", "now", "time", "when")
_KIND: Final = ("kind", "type", "action")
_CHANNEL: Final = ("channel", "via", "method", "medium")
_PURPOSE: Final = ("purpose", "about", "subject", "topic")
_RECIPIENT: Final = (
    "recipient",
    "to",
    "person",
    "contact_person",
    "contact",
    "contact_with",
    "who",
    "whom",
    "addressee",
    "target",
    "reaching",
)
_INITIATOR: Final = ("initiated_by", "initiator", "direction", "started_by")
_INBOUND: Final = ("owner_initiated", "by_owner", "inbound", "is_inbound", "incoming", "owner_called")
_STRANGER: Final = ("third_party", "is_third_party")
_CHARGES: Final = ("charges", "lines", "items", "charge_ids", "line", "item", "charge")
_AGREED: Final = ("agreed_time", "is_agreed_time", "by_appointment", "appointment", "owner_agreed_time")
_PROTECTS: Final = ("protects_claim", "limitation_protection", "protects_limitation")
_REACHED: Final = ("reached", "is_reached", "answered", "connected", "outcome", "result", "status")
_KNOWN: Final = frozenset(
    {
        *(
            _AT
            + _KIND
            + _CHANNEL
            + _PURPOSE
            + _RECIPIENT
            + _INITIATOR
            + _INBOUND
            + _STRANGER
            + _CHARGES
            + _AGREED
            + _PROTECTS
            + KEYS
        ),
        *(IMPORTED + QUIET),
        *("household", "history", "contacts", "caps", "aggregate", "names", "names_people", "today", "id", "note"),
    }
)


def answer(document: object, hear: Hear = silent) -> dict[str, Any]:
    """``{"allowed", "rule", "message", "earliest"}`` for a document; ``earliest`` is ISO text in China's time.

    Raises ContactFileError, Contradiction or ContactPolicyError.
    """
    heard = _once(hear)
    found = may_contact(request_from(document, heard), heard)
    earliest = None if found.earliest is None else found.earliest.isoformat()
    return {"allowed": found.allowed, "rule": found.rule, "message": found.message, "earliest": earliest}


def _once(hear: Hear) -> Hear:
    """Each notice once, however many moments were looked at."""
    told: set[str] = set()

    def tell(notice: Any) -> None:
        if str(notice) not in told:
            told.add(str(notice))
            hear(notice)

    return tell


def request_from(document: object, hear: Hear = silent) -> ContactRequest:
    """The request that a document describes; ``hear`` is told of settings looser than the law."""
    if not isinstance(document, Mapping):
        raise ContactFileError("文件", "一个含有 at、kind、household、history 的对象", document)
    refuse_slips(document, _KNOWN, "")
    at = _at(pick(document, _AT))
    channel, purpose, ban = _kind(document)
    initiator, recipient = _people(document, is_banned=bool(ban))
    charges = _charges(document)
    return ContactRequest(
        at=at,
        channel=channel,
        purpose=purpose,
        recipient=recipient,
        initiated_by=initiator,
        charges=charges,
        ban=ban,
        is_agreed_time=_any_flag(document, _AGREED),
        protects_claim=_any_flag(document, _PROTECTS),
        names_people=_names_people(document),
        household=_household(document, at, charges),
        history=_history(document, at),
        limits=limits_of(document, at, hear),
    )


def _at(value: object) -> datetime:
    if is_bare_day(value):
        raise ContactFileError("at", "带时刻的时间，例如 2026-11-23T20:05", value)
    return instant(value, "at")


# --- what is to be done -----------------------------------------------------------------------------------------


def _kind(raw: Mapping[str, Any], path: str = "") -> tuple[Channel, Purpose, str]:
    """(channel, purpose, hard ban or "") from ``kind``, ``channel`` and ``purpose``, which must agree."""
    kind, way, about = pick(raw, _KIND), pick(raw, _CHANNEL), pick(raw, _PURPOSE)
    if kind is None and way is None:
        raise ContactFileError(f"{path}kind", f"下列之一：{'、'.join(codes('channel'))}、demand、lawyers_letter")
    channel, purpose, ban = _read_kind(kind, f"{path}kind") if kind is not None else ("", "", "")
    if ban:
        return Channel.ANNOUNCEMENT, Purpose.BILL, ban
    said, said_purpose, ban = _read_kind(way, f"{path}channel") if way is not None else ("", "", "")
    if said and channel and said != channel and not purpose:
        raise Contradiction(f"{path}channel", f"kind 是“{kind}”，channel 是“{way}”")
    return Channel(said or channel), _purpose(about, purpose or said_purpose, f"{path}purpose"), ban


def _read_kind(value: object, path: str) -> tuple[str, str, str]:
    if not isinstance(value, str) or not value.strip():
        raise ContactFileError(path, f"下列之一：{'、'.join(codes('channel'))}、demand、lawyers_letter", value)
    found = find_word("channel", value)
    if found:
        return *found, ""
    if ban := ban_in(value):
        return "", "", ban
    parts = _parts(value)
    channel = next((hit for part in reversed(parts) if (hit := find_word("channel", part)) and not hit[1]), None)
    if not channel:
        raise ContactFileError(path, f"下列之一：{'、'.join(codes('channel'))}、demand、lawyers_letter", value)
    about = next((hit[0] for part in parts if (hit := find_word("purpose", part))), "")
    return channel[0], about, ""


def _purpose(value: object, implied: str, path: str) -> Purpose:
    if value is None or not isinstance(value, str) or not value.strip():
        return Purpose(implied or "bill")
    said = Purpose(word("purpose", value, path))
    if not implied or said == implied:
        return said
    if (said in ABOUT_MONEY) != (Purpose(implied) in ABOUT_MONEY):
        raise Contradiction(path, f"kind 说的是 {implied}，purpose 说的是 {said}")
    return Purpose(implied) if said is Purpose.BILL else said


def _people(raw: Mapping[str, Any], *, is_banned: bool) -> tuple[Initiator, Recipient | None]:
    """Who began and whom it reaches. What is never done is never done to anybody: there they cannot contradict."""
    initiator, meant = _initiator(raw, ""), pick(raw, _RECIPIENT)
    recipient = _named_in_kind(raw) if meant is None else Recipient(word("recipient", meant, "recipient"))
    if is_banned:
        return initiator, recipient
    if _any_flag(raw, _STRANGER) and recipient is None:
        recipient = Recipient.OUTSIDER
    if initiator is Initiator.OWNER and recipient not in (None, Recipient.OWNER, Recipient.AGENT):
        raise Contradiction("recipient", "initiated_by 是业主本人，recipient 却是别人")
    return initiator, recipient


def _initiator(raw: Mapping[str, Any], path: str) -> Initiator:
    began = pick(raw, _INITIATOR)
    if began is not None:
        return Initiator(word("initiated_by", began, f"{path}initiated_by"))
    is_incoming = not {"incoming", "inbound", "来电"}.isdisjoint(_parts(pick(raw, _KIND)))
    return Initiator.OWNER if is_incoming or _any_flag(raw, _INBOUND) else Initiator.US


def _named_in_kind(raw: Mapping[str, Any]) -> Recipient | None:
    """call_tenant, visit_neighbour: somebody else named in the kind itself; an owner goes without saying."""
    found = (find_word("recipient", part) for part in _parts(pick(raw, _KIND)))
    others = [Recipient(hit[0]) for hit in found if hit and hit[0] in ("family", "tenant", "outsider")]
    return others[0] if others and find_word("channel", str(pick(raw, _KIND))) is None else None


def _parts(kind: object) -> list[str]:
    return [part for part in re.split(r"[_\s\-]+", str(kind or "").strip().lower()) if part]


def _charges(raw: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(
        str(pick(each, ("id", "charge", "item")) if isinstance(each, Mapping) else each)
        for each in items(pick(raw, _CHARGES))
    )


def _any_flag(raw: Mapping[str, Any], names: tuple[str, ...]) -> bool:
    values = [(name, raw.get(name)) for name in names]
    return any(value is not None and (isinstance(value, Mapping) or flag(value, name)) for name, value in values)


def _names_people(raw: Mapping[str, Any]) -> bool:
    """An announcement names people unless it says that it does not."""
    if raw.get("aggregate") is not None:
        return not flag(raw["aggregate"], "aggregate")
    says = pick(raw, ("names_people", "names"))
    return True if says is None else bool(says) if isinstance(says, list) else flag(says, "names_people")


# --- household, history, settings ---------------------------------------------------------------------------------


def _household(raw: Mapping[str, Any], at: datetime, charges: frozenset[str]) -> Household:
    value = raw.get("household")
    if value is not None and not isinstance(value, Mapping):
        raise ContactFileError("household", "一个对象", value)
    outside = pick(raw, IMPORTED)
    if outside is None:
        outside = pick(settings(raw), IMPORTED)
    return household(value or {}, at, charges, outside)


def _history(raw: Mapping[str, Any], at: datetime) -> tuple[PastContact, ...]:
    value = raw.get("history") if raw.get("history") is not None else raw.get("contacts")
    return tuple(_past(each, path, at) for path, each in objects(value, "history"))


def _past(raw: Mapping[str, Any], path: str, at: datetime) -> PastContact:
    when = instant(pick(raw, ("at", "on", "time", "when", "made_at")), f"{path}.at")
    if when > at:
        raise Contradiction(f"{path}.at", "这次联系晚于要问的时间")
    named = pick(raw, (*_KIND, *_CHANNEL)) is not None
    channel, purpose, _ = _kind(raw, f"{path}.") if named else (Channel.PHONE, Purpose.BILL, "")
    initiator = _initiator(raw, f"{path}.")
    if channel is Channel.IN_PERSON_OFFICE:
        initiator = Initiator.OWNER
    return PastContact(when, channel, purpose, _is_reached(raw, path), initiator)


def _is_reached(raw: Mapping[str, Any], path: str) -> bool:
    """Whether it arrived; nothing said means it did. Two fields that disagree are refused."""
    said: dict[bool, str] = {}
    for name in _REACHED:
        value = raw.get(name)
        if isinstance(value, bool):
            said[value] = name
        elif isinstance(value, str) and (found := find_word("outcome", value)):
            said[found[0] == "reached"] = name
        elif isinstance(value, str) and value.strip().lower() in ("yes", "no", "true", "false", "是", "否"):
            said[flag(value, name)] = name
        elif isinstance(value, str) and name in ("reached", "is_reached", "answered", "connected"):
            raise ContactFileError(f"{path}.{name}", "owner、family、tenant、other、nobody，或 true、false", value)
    if len(said) == 2:
        raise Contradiction(f"{path}.{said[True]}", f"和 {said[False]} 一个说联系上了，一个说没有")
    return next(iter(said), True)
