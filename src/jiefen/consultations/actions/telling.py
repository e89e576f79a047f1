"""What every action tells: the clock's events, and the pages that are open."""

from __future__ import annotations

import datetime as dt

from jiefen.consultations.models import Offer, Question, QuestionEvent
from jiefen.rules.service_clock import Kind
from jiefen.shared.live_topics.actions import publish


def note(question: Question, kind: Kind, at: dt.datetime, lawyer_no: int | None = None) -> None:
    """One event for the clock, in the caller's transaction."""
    QuestionEvent.objects.create(question=question, kind=kind, at=at, lawyer_no=lawyer_no)


def tell_desk(membership_id: int, kind: str, at: dt.datetime, **data: int | str) -> None:
    """Wake a lawyer's open pages; ``kind``: offer, offer_over, talk_changed, offline."""
    publish(topic=f"desk:{membership_id}", kind=kind, data=data, at=at)


def tell_offer(offer: Offer, at: dt.datetime) -> None:
    """A new offer: the number and until when; area and region are read from the page."""
    tell_desk(offer.membership_id, "offer", at, offer=offer.pk, until=offer.until.isoformat(timespec="seconds"))


def tell_client(question: Question, at: dt.datetime) -> None:
    """Wake the client's open pages: something about his question changed."""
    if question.thread_id is not None:
        publish(topic=f"thread:{question.thread_id}", kind="question", data={"state": question.state}, at=at)
