"""Reading events."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection

from jiefen.shared.live_topics.models import TopicEvent


def last_seq(topic: str) -> int:
    """How many events the topic has had; 0 for one nobody published under."""
    return last_seqs([topic]).get(topic, 0)


def last_seqs(topics: Sequence[str]) -> dict[str, int]:
    """The same for at most a few hundred topics; those nobody published under are left out. One query, none without topics.

    In SQL of its own: every stream asks it when it begins.
    """
    if not topics:
        return {}
    with connection.cursor() as cursor:
        places = ", ".join(["%s"] * len(topics))
        cursor.execute(f"SELECT name, last_seq FROM live_topics_topic WHERE name IN ({places})", topics)
        return dict(cursor.fetchall())


def events_after(topic: str, seq: int, *, most: int) -> list[TopicEvent]:
    """The events after number ``seq`` that are still kept, in order. One query."""
    return list(TopicEvent.objects.filter(topic=topic, seq__gt=seq).order_by("seq")[:most])


def events_by_id(ids: Iterable[int]) -> list[TopicEvent]:
    """These events, in the order they were written. One query."""
    return list(TopicEvent.objects.filter(pk__in=list(ids)).order_by("pk"))
