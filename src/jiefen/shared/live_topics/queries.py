"""Reading events."""

from __future__ import annotations

from collections.abc import Iterable

from jiefen.shared.live_topics.models import Topic, TopicEvent


def last_seq(topic: str) -> int:
    """How many events the topic has had; 0 for one nobody published under."""
    return Topic.objects.filter(name=topic).values_list("last_seq", flat=True).first() or 0


def events_after(topic: str, seq: int, *, most: int) -> list[TopicEvent]:
    """The events after number ``seq`` that are still kept, in order. One query."""
    return list(TopicEvent.objects.filter(topic=topic, seq__gt=seq).order_by("seq")[:most])


def events_by_id(ids: Iterable[int]) -> list[TopicEvent]:
    """These events, in the order they were written. One query."""
    return list(TopicEvent.objects.filter(pk__in=list(ids)).order_by("pk"))
