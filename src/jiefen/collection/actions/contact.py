"""Contacts: asking whether one is allowed, writing down one that happened with all that follows, correcting one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Capability
from jiefen.collection.access import get_attempt_for
from jiefen.collection.actions import checks, evidence, guard, outcomes
from jiefen.collection.actions.drafts import ContactDraft
from jiefen.collection.actions.interruptions import amend_interruptions
from jiefen.collection.actions.refused import Attempt, noting_refusals
from jiefen.collection.actions.talks import write_talk
from jiefen.collection.models import (
    Attempted,
    Channel,
    ContactAttempt,
    IdentityCheck,
    InitiatedBy,
    Purpose,
    Reached,
)
from jiefen.collection.refusals import CollectionRefused
from jiefen.estates.access import get_premises_for, lock_premises_for
from jiefen.rules.contact_policy import Permission
from jiefen.rules.limitation_terms import proof_code
from jiefen.shared.transactions import durable_atomic

if TYPE_CHECKING:
    from jiefen.estates.models import Premises

LONGEST_TALK_S: Final = 6 * 3600


def begin_contact(
    *,
    premises_id: int,
    channel: str,
    purpose: str,
    by: Actor,
    at: dt.datetime,
    charge_ids: Iterable[int] = (),
) -> Permission:
    """May we call, visit or write now, about these bills (none: all)? The answer when yes; that we began is logged.

    Raises NotFound, NotPermitted, CollectionRefused, ContactBarred (rule, sentence, earliest); a barred attempt is noted.
    """
    by.require(Capability.CONTACT)
    checks.choice(channel, Channel, "联系方式")
    checks.choice(purpose, Purpose, "联系的目的")
    premises = get_premises_for(by, premises_id)
    with noting_refusals(Attempt(Attempted.BEGIN, premises_id, channel, purpose), by=by, at=at):
        permission = guard.require_allowed(premises, channel=channel, purpose=purpose, at=at, charge_ids=charge_ids)
    checks.log("contact_begun", premises, by=by, at=at, channel=channel, purpose=purpose)
    return permission


def record_contact(
    *, premises_id: int, draft: ContactDraft, client_key: str, by: Actor, at: dt.datetime
) -> ContactAttempt:
    """Write down a contact and everything the owner decided in it; all or nothing, once per ``client_key``.

    A second call with the same key returns the first row and changes nothing, so a phone may send again and again.
    A contact by us that the rules barred at ``draft.at`` is refused unless the draft admits the breach: then it is
    recorded, counted, and never serves as a demand. Raises NotFound, NotPermitted, CollectionRefused, ContactBarred,
    and what the actions raise that the owner's choice implies.
    """
    by.require(Capability.CONTACT)
    key = checks.client_key(client_key)
    _check(draft, at)
    attempted = Attempt(Attempted.RECORD, premises_id, draft.channel, draft.purpose, key)
    with noting_refusals(attempted, by=by, at=at), durable_atomic():
        premises = lock_premises_for(by, premises_id)
        earlier = _known(by, key, premises)
        if earlier is not None:
            return earlier
        breach = guard.breach_of(premises, draft)
        attempt = _insert(premises, draft, key, breach, by=by, at=at)
        talk = write_talk(attempt, draft, premises) if draft.reached != Reached.NOBODY else None
        outcomes.follow(premises, draft, attempt, talk, by=by, at=at)
        checks.log(
            "contact_recorded", attempt, by=by, at=at, premises=premises.pk, channel=draft.channel,
            purpose=draft.purpose, reached=draft.reached, initiated_by=draft.initiated_by, breach=breach,
            sha256=attempt.content_sha256,
        )  # fmt: skip
    return attempt


def correct_contact(
    *, attempt_id: int, draft: ContactDraft, client_key: str, by: Actor, at: dt.datetime
) -> ContactAttempt:
    """Answer a wrong record with a right one; the wrong one stays, marked as corrected. Once per record.

    Only the facts of the contact and the talk: what was agreed has its own actions. Limitation events that the wrong
    record brought about and the right one does not prove are retracted, and the clocks move back.
    Raises NotFound, NotPermitted, CollectionRefused, ContactBarred.
    """
    by.require(Capability.CONTACT)
    key = checks.client_key(client_key)
    _check(draft, at)
    if draft.agrees_something or draft.tickets or draft.follow_ups or draft.wishes:
        sentence = "更正只改联系的经过。约定、分期、异议、减免和工单请到各自的页面改。"
        raise CollectionRefused(sentence, code="collection.correction_only")
    wrong = get_attempt_for(by, attempt_id)
    attempted = Attempt(Attempted.CORRECT, wrong.premises_id, draft.channel, draft.purpose, key)
    with noting_refusals(attempted, by=by, at=at), durable_atomic():
        premises = lock_premises_for(by, wrong.premises_id)
        earlier = _known(by, key, premises)
        if earlier is not None:
            return earlier
        if ContactAttempt.objects.filter(corrects=wrong).exists():
            sentence = "这条记录已经更正过。请打开更正后的那一条，再更正它。"
            raise CollectionRefused(sentence, code="collection.corrected_already")
        breach = guard.breach_of(premises, draft, instead_of=wrong.pk)
        attempt = _insert(premises, draft, key, breach, by=by, at=at, corrects=wrong)
        if draft.reached != Reached.NOBODY:
            write_talk(attempt, draft, premises)
        amend_interruptions(premises, draft, attempt, wrong, by=by, at=at)
        checks.log("contact_corrected", attempt, by=by, at=at, corrects=wrong.pk, breach=breach)
    return attempt


def _known(by: Actor, key: str, premises: Premises) -> ContactAttempt | None:
    found: ContactAttempt | None = ContactAttempt.objects.of(by.organisation_id).filter(client_key=key).first()
    if found is not None and found.premises_id != premises.pk:
        raise CollectionRefused("这个编号已经用在另一户的记录上。请刷新页面后重新填写。", code="collection.key_taken")
    return found


def _check(draft: ContactDraft, at: dt.datetime) -> None:
    checks.choice(draft.channel, Channel, "联系方式")
    checks.choice(draft.initiated_by, InitiatedBy, "是谁先联系的")
    checks.choice(draft.purpose, Purpose, "联系的目的")
    checks.choice(draft.reached, Reached, "见到或接听的是谁")
    checks.choice(draft.identity_check, IdentityCheck, "怎样核对身份")
    checks.not_ahead(draft.at, at)
    if draft.proof and proof_code(draft.proof) in ("unknown", "unstated"):
        raise CollectionRefused("不认识这种送达证明。请从列表里选一种。", code="collection.proof")
    if draft.duration_s is not None and not 0 <= draft.duration_s <= LONGEST_TALK_S:
        raise CollectionRefused("通话时长不对，请核对。", code="collection.duration")
    if draft.reached == Reached.NOBODY and (draft.agrees_something or draft.talk):
        raise CollectionRefused("没有联系上人，就不会有谈话和约定。请先选见到或接听的是谁。", code="collection.nobody")


def _insert(
    premises: Premises,
    draft: ContactDraft,
    key: str,
    breach: str,
    *,
    by: Actor,
    at: dt.datetime,
    corrects: ContactAttempt | None = None,
) -> ContactAttempt:
    facts = evidence.facts_of(
        draft, premises_id=premises.pk, client_key=key, corrects_no=corrects.pk if corrects else None
    )
    row: ContactAttempt = ContactAttempt.objects.create(
        organisation_id=premises.organisation_id, premises=premises, channel=draft.channel,
        initiated_by=draft.initiated_by, purpose=draft.purpose, at=draft.at, duration_s=draft.duration_s,
        reached=draft.reached, identity_check=draft.identity_check, proof=draft.proof,
        note=checks.words(draft.note, "备注"), content_sha256=evidence.digest(facts), client_key=key,
        breach_rule=breach, recorded_at=at, recorded_by_no=by.membership_id, corrects=corrects,
    )  # fmt: skip
    return row
