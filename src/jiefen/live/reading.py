"""From rows to frames. Everything here asks the database and runs in a worker thread."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from jiefen.chat.models import Message
from jiefen.chat.queries import attachments_of, last_seqs, lines_of, messages_by_id
from jiefen.chat.wire import wire
from jiefen.live.frames import frame
from jiefen.live.hub import PAGE, Event
from jiefen.shared.live_topics.models import TopicEvent
from jiefen.shared.live_topics.queries import events_after, events_by_id
from jiefen.shared.live_topics.queries import last_seqs as topics_seqs

MESSAGES, TOPIC = "m:", "t:"
MARKS = (
    "thread:"  # topics of a conversation's marks travel without numbers: a page that comes back loads the marks anew
)


def messages_channel(thread_id: int) -> str:
    """The channel of a conversation's messages."""
    return f"{MESSAGES}{thread_id}"


def topic_channel(topic: str) -> str:
    """The channel of a topic."""
    return f"{TOPIC}{topic}"


def read_after(key: str, seq: int) -> list[Event]:
    """The next page of a channel after number ``seq``. At most four queries."""
    if key.startswith(TOPIC):
        return [event_of(row) for row in events_after(key.removeprefix(TOPIC), seq, most=PAGE)]
    rows = Message.objects.filter(thread_id=int(key.removeprefix(MESSAGES)), seq__gt=seq).select_related("seat")
    return [
        (line.message.seq, frame(line.wire, seq=line.message.seq)) for line in lines_of(rows.order_by("seq")[:PAGE])
    ]


def messages_now(ids: Sequence[int]) -> dict[str, list[Event]]:
    """Frames of messages just written, by channel. At most two queries: a withdrawal is a message of its own and comes later."""
    rows = list(messages_by_id(ids))
    files = attachments_of(rows)
    found: dict[str, list[Event]] = {}
    for row in rows:
        events = found.setdefault(messages_channel(row.thread_id), [])
        events.append((row.seq, frame(wire(row, files.get(row.pk)), seq=row.seq)))
    return found


def events_now(ids: Iterable[int]) -> dict[str, list[tuple[TopicEvent, Event]]]:
    """Topic events with their frames by channel. One query."""
    found: dict[str, list[tuple[TopicEvent, Event]]] = {}
    for row in events_by_id(ids):
        found.setdefault(topic_channel(row.topic), []).append((row, event_of(row)))
    return found


def event_of(row: TopicEvent) -> Event:
    """A topic event as it travels."""
    number = None if row.topic.startswith(MARKS) else row.seq
    return row.seq, frame(row.data, seq=number, name=row.kind)


def newest(keys: Sequence[str]) -> dict[str, int]:
    """How far these channels are in the tables. Two queries for every few hundred channels."""
    found: dict[str, int] = {}
    for begin in range(0, len(keys), 400):
        some = keys[begin : begin + 400]
        threads = last_seqs([int(key.removeprefix(MESSAGES)) for key in some if key.startswith(MESSAGES)])
        topics = topics_seqs([key.removeprefix(TOPIC) for key in some if key.startswith(TOPIC)])
        found |= {messages_channel(thread): seq for thread, seq in threads.items()}
        found |= {topic_channel(topic): seq for topic, seq in topics.items()}
    return found
