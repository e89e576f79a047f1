"""From the talk form to the draft the action takes: what each choice of the owner means as promise, plan, dispute…"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from jiefen.collection.actions import (
    BreathingDraft,
    ContactDraft,
    DisputeDraft,
    ObstacleDraft,
    PlanDraft,
    PromiseDraft,
    Talk,
    WishDraft,
)
from jiefen.collection.models import ObstacleSource, Reached, WishKind
from jiefen.web.workbench.talks.offers import TalkFacts

Facts = dict[str, Any]
PAYS: Final = frozenset({"pay_now_waive_late", "part_now", "named_date", "pay_after_repair"})


def draft_of(facts: Facts, known: TalkFacts, now: dt.datetime) -> ContactDraft:
    """The contact with everything the owner decided. ``facts``: cleaned data of a TalkForm."""
    option = facts["option"]
    return ContactDraft(
        channel=facts["channel"],
        at=facts["happened_at"] or now,
        reached=facts["reached"],
        initiated_by=facts["initiated_by"],
        purpose=facts["purpose"],
        identity_check=facts["identity_check"],
        note=facts["note"],
        admits_breach=facts["admits_breach"],
        talk=_talk(facts) if facts["reached"] != Reached.NOBODY else None,
        promise=_promise(facts),
        plan=_plan(facts, known) if option.startswith("instalments_") else None,
        dispute=_dispute(facts) if option == "dispute_line" else None,
        breathing=_breathing(facts, now) if option == "hardship" else None,
        wishes=(WishDraft(WishKind.DO_NOT_CONTACT, facts["owner_words"][:200]),) if facts["do_not_contact"] else (),
        tickets=(facts["ticket"],) if facts["ticket"] else (),
    )


def _talk(facts: Facts) -> Talk:
    return Talk(
        owner_words=facts["owner_words"],
        mood=facts["mood"],
        questions_asked=tuple(facts["questions"]),
        have=facts["have"],
        want=facts["want"],
        obstacles=_obstacles(facts["obstacles"], facts["suggested"]),
        chosen_option=facts["option"],
        choice_words=facts["choice_words"],
        next_step_on=facts["next_on"],
        next_step_what=facts["next_what"],
        rehearsal_id=facts["rehearsal"],
    )


def _obstacles(chosen: Sequence[str], suggested: dict[str, int]) -> tuple[ObstacleDraft, ...]:
    """Each obstacle with where it came from: a suggestion confirmed, one corrected, or the steward's own ear."""
    return tuple(ObstacleDraft(code, "", suggested.get(code), _source(code, suggested)) for code in chosen)


def _source(code: str, suggested: dict[str, int]) -> str:
    if not suggested:
        return ObstacleSource.BY_HAND
    return ObstacleSource.SUGGESTED_CONFIRMED if code in suggested else ObstacleSource.CORRECTED


def _promise(facts: Facts) -> PromiseDraft | None:
    if facts["option"] in PAYS and facts["amount"] and facts["on"]:
        return PromiseDraft(facts["amount"], facts["on"])
    return None


def _plan(facts: Facts, known: TalkFacts) -> PlanDraft | None:
    """The plan as it was shown: the option's own share of the late charge is waived."""
    chosen = next((option for option in known.offered if option.code == facts["option"]), None)
    if chosen is None or not facts["on"]:
        return None
    return PlanDraft(len(chosen.schedule), facts["on"], chosen.waived_fen, facts["agreed_by"])


def _dispute(facts: Facts) -> DisputeDraft | None:
    if not facts["bills"] or not facts["dispute_reason"]:
        return None
    return DisputeDraft(tuple(facts["bills"]), facts["dispute_reason"], facts["owner_words"])


def _breathing(facts: Facts, now: dt.datetime) -> BreathingDraft | None:
    if not facts["until"] or not facts["breathing_reason"]:
        return None
    return BreathingDraft(facts["breathing_reason"], now.date(), facts["until"], facts["owner_words"])
