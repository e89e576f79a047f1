"""A lawyer's own words on his card: linted before anybody sees them, reviewed where they claim what nobody checked."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import transaction

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Capability
from jiefen.lawyers.access import get_lawyer_for
from jiefen.lawyers.actions.trail import log
from jiefen.lawyers.models import Introduction, Lawyer
from jiefen.lawyers.refusals import CardRefused, PromotionRefused, WrongMoment
from jiefen.lawyers.states import IntroductionState
from jiefen.rules.card_claims import Claim, claims_in
from jiefen.rules.promotion_lint import Finding, promotion_findings
from jiefen.shared.clock import day_of
from jiefen.shared.errors import NotFound

LONGEST: Final = 600
SHORTEST: Final = 10


def write_introduction(*, lawyer_id: int, text: str, by: Actor, at: dt.datetime) -> Introduction:
    """Publish the words at once, or keep them for review while the published ones stay. An empty text takes them down.

    Raises NotFound, CardRefused for the length, PromotionRefused with the findings where a rule clearly forbids them.
    """
    lawyer, clean = get_lawyer_for(by, lawyer_id), text.strip()
    if clean and not SHORTEST <= len(clean) <= LONGEST:
        raise CardRefused(f"自己的话请写 {SHORTEST} 到 {LONGEST} 个字；不想写可以留空。", code="lawyers.introduction")
    findings, claims = looked_over(clean, day_of(at))
    forbidden = [each for each in findings if each.confidence == "H"]
    if forbidden:
        raise PromotionRefused(forbidden)
    state = IntroductionState.PENDING if findings or claims else IntroductionState.PUBLISHED
    return _keep(lawyer, clean, state, by, at)


def review_introduction(*, lawyer_id: int, is_fine: bool, note: str, by: Actor, at: dt.datetime) -> Introduction:
    """The operator's word on a waiting text. Sending it back needs a note. Raises NotPermitted, NotFound, WrongMoment."""
    by.require(Capability.VERIFY_LAWYERS)
    if not is_fine and not note.strip():
        raise CardRefused("请写明哪里要改、怎样写，律师会看到。", code="lawyers.reason_missing")
    with transaction.atomic():
        row = Introduction.objects.select_for_update().select_related("lawyer").filter(lawyer_id=lawyer_id).first()
        if row is None:
            raise NotFound
        if row.state != IntroductionState.PENDING:
            raise WrongMoment("这段话现在不在等审核。请刷新页面再看。")
        row.state = IntroductionState.PUBLISHED if is_fine else IntroductionState.SENT_BACK
        row.published, row.note = (row.draft if is_fine else row.published), ("" if is_fine else note.strip()[:300])
        row.changed_at = at
        row.save()
        log(f"introduction_{row.state}", row.lawyer, by=by, at=at)
    return row


def looked_over(text: str, day: dt.date) -> tuple[tuple[Finding, ...], tuple[Claim, ...]]:
    """What the promotion rules find in a text, and what in it has to be checked by a person."""
    return promotion_findings(text, day), claims_in(text, day)


def _keep(lawyer: Lawyer, text: str, state: IntroductionState, by: Actor, at: dt.datetime) -> Introduction:
    with transaction.atomic():
        row = Introduction.objects.select_for_update().filter(lawyer=lawyer).first() or Introduction(lawyer=lawyer)
        row.draft, row.state, row.note, row.changed_at = text, state, "", at
        if state == IntroductionState.PUBLISHED:
            row.published = text
        row.save()
        log(f"introduction_{state}", lawyer, by=by, at=at, length=len(text))
    return row
