"""May this household be contacted now? The guard rails, one answer, and the first instant it becomes possible.

``may_contact`` asks every gate; of those that bar, the first in ALWAYS, LASTING, holiday, PASSING names the rule. ``earliest`` moves to the end of
all bars at once until none is left, or is None where an event has to happen first. See docs/algorithms/contact_policy.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from jiefen.rules import contact_caps as caps
from jiefen.rules import contact_hours as hours
from jiefen.rules import contact_rails as rails
from jiefen.rules import contact_words as words
from jiefen.rules.contact_facts import (
    CHINA,
    Channel,
    ContactRequest,
    Initiator,
    Purpose,
)
from jiefen.rules.contact_words import Bar
from jiefen.rules.workdays import Tell, unheard

_MOST_STEPS: Final = 120  # each step ends at least one bar; hours that never open together end here


@dataclass(frozen=True, slots=True)
class Permission:
    """The answer. ``rule`` and ``earliest`` are None when allowed; ``earliest`` also when an event must come first."""

    allowed: bool
    rule: str | None
    message: str
    earliest: datetime | None = None


def may_contact(request: ContactRequest, tell: Tell = unheard) -> Permission:
    """Whether the contact may take place at ``request.at``, by which rule not, and from when on.

    ``tell`` hears of a year whose holidays are not known (``rules.workdays``). Nothing else is assumed to happen
    between ``at`` and ``earliest``.
    """
    request = replace(request, at=request.at.astimezone(CHINA))
    bars = _bars(request, tell)
    if not bars:
        return Permission(True, None, words.allowed(request))
    at, waiting = _opening(request, bars, tell)
    earliest = None if waiting else at
    return Permission(False, bars[0].rule, words.refusal(bars, request, at, waiting), earliest)


def _bars(request: ContactRequest, tell: Tell) -> list[Bar]:
    """Every bar that stands at ``request.at``, in the documented order."""
    always = [bar for gate in ALWAYS if (bar := gate(request))]
    if always or _is_welcome(request):
        return always
    lasting = [bar for gate in LASTING if (bar := gate(request))]
    holiday = hours.holiday(request, tell)
    passing = [bar for gate in PASSING if (bar := gate(request))]
    return [*lasting, *([holiday] if holiday else ()), *passing]


def _opening(request: ContactRequest, bars: list[Bar], tell: Tell) -> tuple[datetime, list[Bar]]:
    """When the bars that end by themselves are over, and those left then, for which something has to happen."""
    at, later = request.at, replace(request, is_agreed_time=False)  # he agreed to that time, not to any other
    for _ in range(_MOST_STEPS):
        if not bars or any(bar.until is None for bar in bars):
            break
        at = max(bar.until for bar in bars if bar.until is not None)
        bars = _bars(replace(later, at=at), tell)
    return at, bars


def _is_welcome(request: ContactRequest) -> bool:
    """The owner began it, or somebody is in danger: the ordinary rails do not stand in the way."""
    owner_came = request.initiated_by is Initiator.OWNER or request.channel is Channel.IN_PERSON_OFFICE
    return owner_came or request.purpose is Purpose.EMERGENCY or request.channel is Channel.ANNOUNCEMENT


Gate = Callable[[ContactRequest], Bar | None]
ALWAYS: Final[tuple[Gate, ...]] = (rails.ban, rails.public_disclosure, rails.third_party)
LASTING: Final[tuple[Gate, ...]] = (
    rails.nothing_owed,
    rails.deceased,
    rails.do_not_contact,
    rails.channel_refused,
    rails.breathing_space,
    rails.dispute,
    rails.open_ticket,
    rails.standing_promise,
    rails.running_plan,
    rails.stale_payment_data,
)
PASSING: Final[tuple[Gate, ...]] = (  # the holiday is named before these
    hours.quiet_hours,
    hours.owner_hours,
    caps.daily_cap,
    caps.unanswered_cap,
    caps.visit_cap,
    caps.weekly_cap,
)
