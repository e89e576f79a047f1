"""Writing contacts and talks in bulk, each with the content hash the product itself would have given it."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import models

from jiefen.collection.actions import evidence
from jiefen.collection.actions.drafts import ContactDraft, ObstacleDraft, Talk
from jiefen.collection.models import (
    ContactAttempt,
    ContactWish,
    Conversation,
    ConversationObstacle,
    FollowUp,
    Rehearsal,
)
from jiefen.demo.cast_history import steward_of
from jiefen.demo.months import ONE_DAY, Calendar, at_hour
from jiefen.demo.said import Contact, Wished
from jiefen.demo.staff import Staff
from jiefen.shared.bulk import insert_rows, instant, reserve_ids
from jiefen.shared.crypto import encrypt

_NAMESPACE: Final = uuid.UUID("5f1a3c52-6f1e-4c55-9d5a-2f60c1f4a0de")


@dataclass(frozen=True)
class Desk:
    """What every row of this part of the load has in common."""

    staff: Staff
    calendar: Calendar
    at: dt.datetime

    def steward(self, contact: Contact) -> int:
        """Who talked: the steward of the household."""
        return self.staff.stewards[steward_of(contact.home)]

    def when(self, contact: Contact) -> dt.datetime:
        """The moment of the contact, never after the load itself."""
        return min(at_hour(contact.on, contact.hour, contact.minute), self.at)

    def moment(self, at: dt.datetime) -> str:
        """An instant as the database stores it, never after the load itself."""
        return instant(min(at, self.at))


def sealed(model: type[models.Model], column: str, text: str) -> str:
    """Encrypted text of one column."""
    return encrypt(text, column=f"{model._meta.db_table}.{column}")


def write_contacts(contacts: list[Contact], desk: Desk) -> None:
    """Insert rehearsals, attempts, talks, obstacles and next steps, in the order of their days."""
    contacts.sort(key=lambda one: (one.on, one.hour, one.minute))
    _rehearsals([one for one in contacts if one.rehearsed], desk)
    _attempts(contacts, desk)
    talks = [one for one in contacts if one.reached != "nobody"]
    _talks(talks, desk)
    _obstacles([one for one in talks if one.obstacle], desk)
    _next_steps([one for one in talks if one.next_on and one.next_what], desk)


def _key(number: int, what: str) -> str:
    return str(uuid.uuid5(_NAMESPACE, f"{what} {number}"))


def _rehearsals(contacts: list[Contact], desk: Desk) -> None:
    columns = (
        "id", "organisation_id", "premises_id", "by_no", "started_at", "finished_at", "owner_side", "values", "picture",
        "aim", "client_key",
    )  # fmt: skip
    rows = []
    for contact, number in zip(contacts, reserve_ids(Rehearsal, len(contacts)), strict=True):
        one = contact.rehearsed
        if one is None:
            continue
        one.number, begun = number, desk.when(contact) - dt.timedelta(minutes=6)
        rows.append((
            number, desk.staff.organisation_id, contact.home.number, desk.steward(contact), desk.moment(begun),
            desk.moment(begun + dt.timedelta(seconds=70)), sealed(Rehearsal, "owner_side", one.owner_side),
            json.dumps([]), one.picture, one.aim, _key(number, "rehearsal"),
        ))  # fmt: skip
    insert_rows(Rehearsal, columns, rows)


def _draft(contact: Contact, desk: Desk) -> ContactDraft:
    """What the steward handed in."""
    talk = None
    if contact.reached != "nobody":
        obstacles = (ObstacleDraft(contact.obstacle),) if contact.obstacle else ()
        talk = Talk(
            owner_words=contact.words, mood=contact.mood, questions_asked=contact.questions, have=contact.have,
            want=contact.want, chosen_option=contact.option, choice_words=contact.choice, next_step_on=contact.next_on,
            next_step_what=contact.next_what, rehearsal_id=contact.rehearsed.number if contact.rehearsed else None,
            obstacles=obstacles,
        )  # fmt: skip
    return ContactDraft(
        channel=contact.channel, at=desk.when(contact), reached=contact.reached, initiated_by=contact.initiated_by,
        purpose=contact.purpose, identity_check=contact.identity, proof=contact.proof, note=contact.note,
        admits_breach=bool(contact.breach), talk=talk,
    )  # fmt: skip


def _attempts(contacts: list[Contact], desk: Desk) -> None:
    columns = (
        "id", "organisation_id", "premises_id", "channel", "initiated_by", "purpose", "at", "reached", "identity_check",
        "proof", "note", "content_sha256", "client_key", "breach_rule", "recorded_at", "recorded_by_no",
    )  # fmt: skip
    rows = []
    for contact, number in zip(contacts, reserve_ids(ContactAttempt, len(contacts)), strict=True):
        contact.number, key, at = number, _key(number, "contact"), desk.when(contact)
        facts = evidence.facts_of(
            _draft(contact, desk), premises_id=contact.home.number, client_key=key, corrects_no=None
        )
        rows.append((
            number, desk.staff.organisation_id, contact.home.number, contact.channel, contact.initiated_by,
            contact.purpose, desk.moment(at), contact.reached, contact.identity, contact.proof,
            sealed(ContactAttempt, "note", contact.note), evidence.digest(facts), key, contact.breach,
            desk.moment(at + dt.timedelta(minutes=3)), desk.steward(contact),
        ))  # fmt: skip
    insert_rows(ContactAttempt, columns, rows)


def _talks(talks: list[Contact], desk: Desk) -> None:
    columns = (
        "id", "organisation_id", "attempt_id", "owner_words", "mood", "questions_asked", "have", "want",
        "chosen_option", "choice_words", "next_step_on", "next_step_what", "rehearsal_id",
    )  # fmt: skip
    for talk, number in zip(talks, reserve_ids(Conversation, len(talks)), strict=True):
        talk.talk_number = number
    insert_rows(Conversation, columns, (_talk_row(talk, desk) for talk in talks))


def _talk_row(talk: Contact, desk: Desk) -> tuple[Any, ...]:
    return (
        talk.talk_number, desk.staff.organisation_id, talk.number, sealed(Conversation, "owner_words", talk.words),
        talk.mood, json.dumps(talk.questions, ensure_ascii=False), sealed(Conversation, "have", talk.have),
        sealed(Conversation, "want", talk.want), talk.option, sealed(Conversation, "choice_words", talk.choice),
        _day(talk.next_on), talk.next_what, talk.rehearsed.number if talk.rehearsed else None,
    )  # fmt: skip


def _obstacles(talks: Sequence[Contact], desk: Desk) -> None:
    columns = ("organisation_id", "conversation_id", "code", "sub_reason", "suggested_p_x1000", "source")
    own = desk.staff.organisation_id
    insert_rows(
        ConversationObstacle, columns, ((own, talk.talk_number, talk.obstacle, "", None, "by_hand") for talk in talks)
    )  # fmt: skip


def _next_steps(talks: Sequence[Contact], desk: Desk) -> None:
    """Done on their day when that is over, but for those of the last days: somebody is still at it."""
    columns = (
        "organisation_id", "premises_id", "kind", "due_on", "what", "done_at", "done_by_no", "source_type", "source_no",
    )  # fmt: skip
    rows = []
    for talk in talks:
        due: dt.date = talk.next_on or talk.on
        is_done = due < desk.calendar.today - 3 * ONE_DAY
        done_at = desk.moment(at_hour(due, 16)) if is_done else None
        kind = "repair_visit" if talk.purpose == "care" and talk.option == "pay_after_repair" else "next_step"
        rows.append((
            desk.staff.organisation_id, talk.home.number, kind, str(due), talk.next_what, done_at,
            desk.steward(talk) if is_done else None, "contact", talk.number,
        ))  # fmt: skip
    insert_rows(FollowUp, columns, rows)


def write_wishes(wishes: Iterable[Wished], desk: Desk) -> None:
    """Insert how owners want to be contacted."""
    columns = (
        "organisation_id", "premises_id", "kind", "from_hour", "to_hour", "words", "set_at", "set_by_no", "lift_reason",
    )  # fmt: skip
    rows = [
        (
            desk.staff.organisation_id, one.home.number, one.kind, one.from_hour, one.to_hour,
            sealed(ContactWish, "words", one.words), desk.moment(at_hour(one.on, 11)),
            desk.staff.stewards[steward_of(one.home)], "",
        )
        for one in wishes
    ]  # fmt: skip
    insert_rows(ContactWish, columns, rows)


def _day(day: dt.date | None) -> str | None:
    return None if day is None else str(day)
