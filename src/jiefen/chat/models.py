"""Rows of a conversation. Messages and notes are append-only in the database itself (migration 0002).

Their words are under the conversation's own key (``sealing``): they are forgotten by deleting the key, and the rows stay.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jiefen.chat.sealing import ThreadText
from jiefen.chat.states import MessageKind, SeatKind, ThreadState
from jiefen.shared.fields import EncryptedTextField

PLATFORM = 0  # the audit chain of conversations that belong to no firm
LONGEST_CLIENT_ID = 40


class Thread(models.Model):
    """One conversation. ``public_id`` is its name in addresses; ``last_seq`` the number of its newest message.

    Who may read it is said by its seats alone. ``organisation_id``: whose audit chain tells of it. ``forgotten_at``: when
    its key was deleted; from then on nobody writes in it.
    """

    public_id = models.CharField(max_length=24, unique=True)
    organisation_id = models.BigIntegerField(default=PLATFORM)
    subject = EncryptedTextField(blank=True)
    state = models.CharField(max_length=8, choices=ThreadState.choices, default=ThreadState.OPEN)
    opened_at = models.DateTimeField()
    moved_at = models.DateTimeField(null=True)
    last_seq = models.BigIntegerField(default=0)
    forgotten_at = models.DateTimeField(null=True)


class ThreadKey(models.Model):
    """The key of a conversation's words and files, wrapped in the installation's key. Deleted once, never changed.

    ``name``: how a sealed text says which key it is under.
    """

    thread = models.OneToOneField(Thread, primary_key=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=16, unique=True)
    wrapped = EncryptedTextField()


class Seat(models.Model):
    """One person in one conversation. ``left_seq``: the last message somebody who left may read; null: all of them."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="seats")
    kind = models.CharField(max_length=8, choices=SeatKind.choices)
    ref = models.BigIntegerField()  # a visitor for clients, else a membership
    name = models.CharField(max_length=40)  # what the others see
    can_write = models.BooleanField(default=True)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    left_seq = models.BigIntegerField(null=True)
    last_read_seq = models.BigIntegerField(default=0)
    last_seen = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "kind", "ref"], name="seat_once")]
        indexes = [models.Index(fields=["kind", "ref"], name="seat_ref")]


class Message(models.Model):
    """One line. ``seq`` is 1, 2, 3 … within the thread, without gaps; ``seat`` is null for what the platform says.

    ``about_seq``: the message quoted, or withdrawn. ``cited``: JSON of [start, end, law, article]: what the collection held that day.
    A withdrawn message keeps its row: it is the sealed copy, and every read but the lawful one leaves its words out.
    """

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="messages", db_index=False)
    seq = models.BigIntegerField()
    seat = models.ForeignKey(Seat, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    client_id = models.CharField(max_length=LONGEST_CLIENT_ID, blank=True)  # made where it was written
    kind = models.CharField(max_length=12, choices=MessageKind.choices)
    body = ThreadText(blank=True)
    cited = ThreadText(blank=True, gone="")
    about_seq = models.BigIntegerField(null=True)
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "seq"], name="message_seq"),
            models.UniqueConstraint(fields=["seat", "client_id"], name="message_client_id"),
            models.UniqueConstraint(
                fields=["thread", "about_seq"], condition=Q(kind=MessageKind.WITHDRAWAL), name="message_withdrawn_once"
            ),
        ]


class Attachment(models.Model):
    """What came with an image, file or voice message; the bytes are in ``shared/files``, encrypted.

    ``under``: the name of the key they are encrypted with; empty for the installation's. A forgotten file has no ``key``.
    """

    message = models.OneToOneField(Message, primary_key=True, on_delete=models.PROTECT, related_name="attachment")
    key = models.CharField(max_length=40)
    under = models.CharField(max_length=16, blank=True)
    name = ThreadText()
    media_type = models.CharField(max_length=80)
    size_bytes = models.BigIntegerField()
    width = models.IntegerField(default=0)  # pixels; images only
    height = models.IntegerField(default=0)
    seconds = models.IntegerField(default=0)  # voice notes only, as the recorder measured them
    sha256 = models.CharField(max_length=64)

    @property
    def thread_id(self) -> int:
        """The conversation it belongs to."""
        return self.message.thread_id


class Note(models.Model):
    """What lawyers write for themselves. A table of its own and no number of the conversation: no client query can meet it."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="notes")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+", db_index=False)
    client_id = models.CharField(max_length=LONGEST_CLIENT_ID)
    after_seq = models.BigIntegerField()  # the newest message when it was written
    body = ThreadText()
    written_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seat", "client_id"], name="note_client_id")]


class QuickReply(models.Model):
    """A lawyer's own ready answer."""

    membership_id = models.BigIntegerField()
    title = models.CharField(max_length=20)
    text = models.CharField(max_length=1000)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["membership_id", "title"], name="quick_reply_title")]


class Presence(models.Model):
    """When a member's page last had an open stream. Written by ``live`` every few seconds, for all of them at once."""

    membership_id = models.BigIntegerField(primary_key=True)
    last_seen = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["last_seen"], name="presence_last_seen")]
