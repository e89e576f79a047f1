"""Publishing and forgetting events."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.db import connection, transaction

from jiefen.shared.live_topics import announce
from jiefen.shared.live_topics.models import Topic, TopicEvent

ADVANCE: Final = "UPDATE live_topics_topic SET last_seq = last_seq + 1 WHERE name = %s RETURNING last_seq"
KEPT_FOR: Final = dt.timedelta(days=1)  # a page that slept longer loads anew instead of catching up


def publish(*, topic: str, kind: str, data: dict[str, Any], at: dt.datetime) -> int:
    """Write one event in the caller's transaction (it vanishes with it); returns its number within the topic.

    ``topic``: ``desk:<membership>`` for a lawyer's desk, ``thread:<id>`` for the marks of a conversation, or a new
    prefix of the publishing context. ``data`` must be JSON and free of personal facts.
    """
    with transaction.atomic():
        seq = _next(topic)
        event = TopicEvent.objects.create(topic=topic, seq=seq, kind=kind, data=data, at=at)
        announce.row_written(announce.EVENT, event.pk, topic)
    return seq


def forget_old_events(*, at: dt.datetime) -> int:
    """Delete events older than a day; returns how many. The numbers of a topic go on where they were."""
    return TopicEvent.objects.filter(at__lt=at - KEPT_FOR).delete()[0]


def _next(topic: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(ADVANCE, [topic])
        row = cursor.fetchone()
        if row is None:
            Topic.objects.get_or_create(name=topic)
            cursor.execute(ADVANCE, [topic])
            row = cursor.fetchone()
    return int(row[0])
