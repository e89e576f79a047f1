"""The words a contact is described with: by which way, what for, to whom, begun by whom."""

from __future__ import annotations

from datetime import timedelta, timezone
from enum import StrEnum
from typing import Final

from jiefen.rules.errors import RuleError

CHINA: Final = timezone(timedelta(hours=8))
TABLE: Final = "contact_policy"


class ContactPolicyError(RuleError):
    """A request or a setting that contradicts itself or the law."""

    code = "contact_policy.invalid"


class Channel(StrEnum):
    """The way a household is reached. The first five are those of a ContactAttempt."""

    PHONE = "phone"
    VISIT = "visit"
    MESSAGE = "message"
    LETTER = "letter"  # paper in a sealed envelope, by post or courier
    IN_PERSON_OFFICE = "in_person_office"
    ANNOUNCEMENT = "announcement"


class Purpose(StrEnum):
    """What it is about. ``care`` and ``emergency`` never mention the bill."""

    BILL = "bill"
    CARE = "care"
    AFTERCARE = "aftercare"
    DEMAND = "demand"
    PROMISE_CHECK = "promise_check"
    LEGAL = "legal"
    EMERGENCY = "emergency"


class Recipient(StrEnum):
    """Who is meant to be reached; ``agent`` was authorised by the owner or by law."""

    OWNER = "owner"
    AGENT = "agent"
    FAMILY = "family"  # an adult relative who lives there
    TENANT = "tenant"
    OUTSIDER = "outsider"
    UNVERIFIED = "unverified"


class Initiator(StrEnum):
    """Who began it."""

    US = "us"
    OWNER = "owner"
    THIRD_PARTY = "third_party"


ABOUT_MONEY: Final = frozenset({Purpose.BILL, Purpose.DEMAND, Purpose.PROMISE_CHECK, Purpose.LEGAL})
WRITTEN_STEPS: Final = frozenset({Purpose.BILL, Purpose.DEMAND, Purpose.LEGAL})  # what a sealed letter may carry
DISTURBING: Final = frozenset({Channel.PHONE, Channel.VISIT, Channel.MESSAGE})  # it rings, knocks or lights up
