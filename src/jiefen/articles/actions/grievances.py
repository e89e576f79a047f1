"""Complaints about published texts, from a reader's first word to the last decision."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import IntegrityError, transaction

from jiefen.accounts.actors import Actor
from jiefen.articles.access import (
    get_grievance_for_author,
    get_grievance_for_operator,
    get_grievance_for_reader,
    get_public_article,
)
from jiefen.articles.actions import publishing
from jiefen.articles.models import ContentGrievance, GrievanceEntry
from jiefen.articles.refusals import GrievanceRefused, TooManyGrievances
from jiefen.articles.states import PUBLIC, ArticleState, GrievanceState, Outcome, move
from jiefen.articles.telling import tell_complainant
from jiefen.articles.words import KINDS
from jiefen.rules.article_terms import acknowledge_by, appeal_by, number
from jiefen.shared.clock import day_of

LONGEST: Final = 2000
SHORTEST: Final = 5
OPEN: Final = (GrievanceState.FILED, GrievanceState.ACKNOWLEDGED, GrievanceState.APPEALED)


def file_grievance(
    *, article_id: int, reader: str, address_index: str, kind: str, text: str, contact: str = "", at: dt.datetime
) -> ContentGrievance:
    """A reader complains. Raises NotFound for what is not public, GrievanceRefused, TooManyGrievances."""
    article = get_public_article(article_id)
    words = _words(text, "请写清楚哪里有问题，几句话就好。")
    if kind not in KINDS:
        raise GrievanceRefused("请选一下是哪一类问题。", code="articles.grievance_kind")
    if len(contact.strip()) > 120:
        raise GrievanceRefused("联系方式最多 120 个字。")
    mine = ContentGrievance.objects.filter(article=article, reader=reader, state__in=OPEN)
    if mine.exists():
        raise GrievanceRefused(
            "您对这篇文章的上一件投诉还在处理，有结果会写在那件投诉的页面上。", code="articles.grievance_open"
        )
    _check_rate(reader, address_index, at)
    with transaction.atomic():
        grievance = ContentGrievance.objects.create(
            organisation_id=article.organisation_id, article=article, reader=reader, address_index=address_index,
            kind=kind, text=words, contact=contact.strip(), moved_at=at, filed_at=at,
            acknowledge_by=acknowledge_by(at, day_of(at)),
        )  # fmt: skip
        _entry(grievance, "complainant", "filed", words, at)
    return grievance


def withdraw_grievance(*, grievance_id: int, reader: str, at: dt.datetime) -> None:
    """The complainant lets it be. Raises NotFound, MoveRefused once it was decided."""
    grievance = get_grievance_for_reader(reader, grievance_id)
    with transaction.atomic():
        move(grievance, to=GrievanceState.WITHDRAWN, by_no=None, at=at)
        _entry(grievance, "complainant", "withdrawn", "", at)


def acknowledge(*, grievance_id: int, by: Actor, at: dt.datetime, text: str = "", page: str = "") -> None:
    """Tell the complainant that somebody reads it. ``page``: the full secret address of his complaint's page.

    Raises NotPermitted, NotFound, MoveRefused.
    """
    grievance = get_grievance_for_operator(by, grievance_id)
    with transaction.atomic():
        move(grievance, to=GrievanceState.ACKNOWLEDGED, by_no=by.membership_id, at=at, acknowledged_at=at)
        _entry(grievance, "operator", "acknowledged", text.strip()[:LONGEST], at)
        tell_complainant(grievance, "acknowledged", page=page, at=at)


def answer(*, grievance_id: int, text: str, by: Actor, at: dt.datetime) -> None:
    """The author says how he sees it, while nothing is decided. Raises NotFound, GrievanceRefused."""
    grievance = get_grievance_for_author(by, grievance_id)
    if grievance.state not in OPEN:
        raise GrievanceRefused(
            "这件投诉已经处理完了。对结果有不同意见，可以申诉一次。", code="articles.grievance_closed"
        )
    words = _words(text, "请写几句你的说明。")
    with transaction.atomic():
        _entry(grievance, "author", "answered", words, at)


def decide(
    *, grievance_id: int, outcome: str, reasons: str, public_note: str = "", by: Actor, at: dt.datetime, page: str = ""
) -> None:
    """Decide, first or on appeal. ``public_note``: what readers of the article are told (correction, takedown, restoring).

    Raises NotPermitted, NotFound, GrievanceRefused, ReviewRefused (no note), MoveRefused.
    """
    grievance = get_grievance_for_operator(by, grievance_id)
    words = _words(reasons, "请写明处理的理由，投诉人和作者都会看到。")
    if outcome not in Outcome.values:
        raise GrievanceRefused("请选一个处理结果。", code="articles.outcome")
    before, on_appeal = grievance.outcome, grievance.state == GrievanceState.APPEALED
    with transaction.atomic():
        move(
            grievance, to=GrievanceState.DECIDED, by_no=by.membership_id, at=at, data={"outcome": outcome},
            outcome=outcome, decided_at=at,
        )  # fmt: skip
        _entry(grievance, "operator", "decided", words, at, outcome)
        _apply(grievance, before, outcome, public_note, by, at)
        tell_complainant(grievance, "decided_again" if on_appeal else "decided", page=page, at=at)


def appeal_as_author(*, grievance_id: int, text: str, by: Actor, at: dt.datetime, page: str = "") -> None:
    """Once, within the days of the table; the complainant is told. Raises NotFound, GrievanceRefused, MoveRefused."""
    _appeal(get_grievance_for_author(by, grievance_id), "author", text, by.membership_id, at, page)


def appeal_as_complainant(*, grievance_id: int, text: str, reader: str, at: dt.datetime, page: str = "") -> None:
    """Once, within the days of the table. Raises NotFound, GrievanceRefused, MoveRefused."""
    _appeal(get_grievance_for_reader(reader, grievance_id), "complainant", text, None, at, page)


def _appeal(grievance: ContentGrievance, side: str, text: str, by_no: int | None, at: dt.datetime, page: str) -> None:
    words = _words(text, "请写明不同意的是哪一点、为什么。")
    if grievance.decided_at and at > appeal_by(grievance.decided_at, day_of(grievance.decided_at)):
        days = number("appeal_days", day_of(grievance.decided_at))
        raise GrievanceRefused(
            f"申诉要在处理后 {days} 天内提出，现在已经过了。有新的情况，可以重新投诉。", code="articles.appeal_late"
        )
    if GrievanceEntry.objects.filter(grievance=grievance, side=side, kind="appealed").exists():
        raise GrievanceRefused("每一方可以申诉一次，你的申诉已经处理过了。", code="articles.appeal_twice")
    try:
        with transaction.atomic():
            move(grievance, to=GrievanceState.APPEALED, by_no=by_no, at=at, data={"side": side})
            _entry(grievance, side, "appealed", words, at)
            what = "author_appealed" if side == "author" else "appeal_received"
            tell_complainant(grievance, what, page=page, at=at)
    except IntegrityError:
        raise GrievanceRefused("每一方可以申诉一次，你的申诉已经收到。", code="articles.appeal_twice") from None


def _apply(grievance: ContentGrievance, before: str, outcome: str, note: str, by: Actor, at: dt.datetime) -> None:
    """What the decision does to the article. A text that is not public any more stays as it is."""
    article = grievance.article
    is_public = article.state in PUBLIC
    if outcome == Outcome.TAKEDOWN and is_public:
        publishing.mark_taken_down(article, note, by=by, at=at)
    elif outcome == Outcome.CORRECTION and (is_public or article.state == ArticleState.TAKEN_DOWN):
        publishing.mark_corrected(article, note, by=by, at=at)
    elif outcome == Outcome.NO_ACTION and _undone(before, article.state):
        publishing.mark_restored(article, note, by=by, at=at)


def _undone(before: str, state: str) -> bool:
    """Whether an appeal takes back what the first decision did."""
    did = {Outcome.TAKEDOWN: ArticleState.TAKEN_DOWN, Outcome.CORRECTION: ArticleState.CORRECTED}
    return before in did and did[Outcome(before)] == state


def _check_rate(reader: str, address_index: str, at: dt.datetime) -> None:
    most = number("grievances_a_day", day_of(at))
    today = ContentGrievance.objects.filter(filed_at__gt=at - dt.timedelta(days=1))
    by_address = today.filter(address_index=address_index).count() if address_index else 0
    if max(today.filter(reader=reader).count(), by_address) >= most:
        raise TooManyGrievances(f"一天最多提交 {most} 件投诉。已提交的都在处理，请明天再继续。")


def _words(text: str, missing: str) -> str:
    words = text.strip()
    if len(words) < SHORTEST:
        raise GrievanceRefused(missing, code="articles.no_words")
    if len(words) > LONGEST:
        raise GrievanceRefused(f"最多写 {LONGEST} 个字，现在是 {len(words)} 个，请短一点。", code="articles.too_long")
    return words


def _entry(grievance: ContentGrievance, side: str, kind: str, text: str, at: dt.datetime, outcome: str = "") -> None:
    GrievanceEntry.objects.create(grievance=grievance, at=at, side=side, kind=kind, outcome=outcome, text=text)
