"""What a steward hands in after a contact. Everything is by value, so that a phone can keep it until it has a network.

Money in 分. ``ContactDraft.at`` is when it happened; the action's ``at`` is when we hear of it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from jiefen.collection.models import (
    FollowUpKind,
    IdentityCheck,
    InitiatedBy,
    Mood,
    ObstacleSource,
    Purpose,
    Reached,
    WaiverCondition,
)


@dataclass(frozen=True, slots=True)
class ObstacleDraft:
    """An obstacle heard. ``suggested_p_x1000``: the suggester's probability × 1000, None when named by hand."""

    code: str
    sub_reason: str = ""
    suggested_p_x1000: int | None = None
    source: str = ObstacleSource.BY_HAND


@dataclass(frozen=True, slots=True)
class Talk:
    """What was said."""

    owner_words: str = ""
    mood: str = Mood.UNKNOWN
    questions_asked: tuple[str, ...] = ()
    have: str = ""
    want: str = ""
    chosen_option: str = ""
    choice_words: str = ""
    next_step_on: dt.date | None = None
    next_step_what: str = ""
    rehearsal_id: int | None = None
    obstacles: tuple[ObstacleDraft, ...] = ()


@dataclass(frozen=True, slots=True)
class PromiseDraft:
    """``charge_ids`` empty: money for any bill of the household counts."""

    amount_fen: int
    due_on: dt.date
    charge_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """``months`` instalments, one a month from ``first_due_on``; agreed late charge waived when all is paid."""

    months: int
    first_due_on: dt.date
    waive_late_charge_fen: int = 0
    agreed_by: str = ""  # AgreedBy; "" when the owner has not said yes yet


@dataclass(frozen=True, slots=True)
class DisputeDraft:
    """At least one charge."""

    charge_ids: tuple[int, ...]
    reason: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class BreathingDraft:
    """A pause the owner asks for, both days included."""

    reason: str
    from_on: dt.date
    until_on: dt.date
    words: str = ""


@dataclass(frozen=True, slots=True)
class WaiverDraft:
    """A waiver the owner is to get when somebody approves it."""

    charge_id: int
    amount_fen: int
    reason: str
    component: str = "late_charge"
    condition: str = WaiverCondition.NONE
    condition_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class FollowUpDraft:
    """What is to happen on which day."""

    what: str
    due_on: dt.date
    kind: str = FollowUpKind.NEXT_STEP
    due_time: dt.time | None = None


@dataclass(frozen=True, slots=True)
class WishDraft:
    """How the owner wants to be contacted from now on."""

    kind: str
    words: str = ""
    from_hour: int | None = None
    to_hour: int | None = None


@dataclass(frozen=True, slots=True)
class ContactDraft:
    """One contact with everything that follows from it.

    ``admits_breach``: it happened although a rule forbade it; it is then recorded as an admitted breach.
    ``proof``: a code of rules/tables/limitation.toml. ``tickets``: repairs the owner asked for, in his words.
    """

    channel: str
    at: dt.datetime
    reached: str = Reached.NOBODY
    initiated_by: str = InitiatedBy.US
    purpose: str = Purpose.BILL
    identity_check: str = IdentityCheck.NOT_CHECKED
    duration_s: int | None = None
    proof: str = ""
    note: str = ""
    admits_breach: bool = False
    talk: Talk | None = None
    promise: PromiseDraft | None = None
    plan: PlanDraft | None = None
    dispute: DisputeDraft | None = None
    breathing: BreathingDraft | None = None
    waivers: tuple[WaiverDraft, ...] = ()
    follow_ups: tuple[FollowUpDraft, ...] = ()
    wishes: tuple[WishDraft, ...] = ()
    tickets: tuple[str, ...] = ()

    @property
    def agrees_something(self) -> bool:
        """Whether the owner decided anything about money in it."""
        return bool(self.promise or self.plan or self.dispute or self.breathing or self.waivers)
