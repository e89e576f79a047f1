"""Topics and what happened under them. Rows are a wake-up with a memory of a day; the truth stands in other tables."""

from __future__ import annotations

from typing import Final

from django.db import models

LONGEST_TOPIC: Final = 80


class Topic(models.Model):
    """How many events a topic has had; its row lock puts publishers in order, so that no number is seen before a lower one."""

    name = models.CharField(max_length=LONGEST_TOPIC, primary_key=True)
    last_seq = models.BigIntegerField(default=0)


class TopicEvent(models.Model):
    """One event. ``data`` holds ids, codes and instants, never personal facts: it travels to every open page of the topic."""

    topic = models.CharField(max_length=LONGEST_TOPIC)
    seq = models.BigIntegerField()  # 1, 2, 3 … within the topic, without gaps
    kind = models.CharField(max_length=40)
    data = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "seq"], name="topic_event_seq")]
        indexes = [models.Index(fields=["at"], name="topic_event_at")]
