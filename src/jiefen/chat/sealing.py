"""Words and files of a conversation are under a key of its own: once the key is deleted, nobody reads them any more.

A sealed text is ``<name of the key>:<base64>``. What was written before there were such keys, or after one was deleted,
is under the installation's key and has no colon. The key itself is a row (``models.ThreadKey``), wrapped in the
installation's key. See docs/adr/0025-conversations-can-be-forgotten.md.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db import connection, transaction

from jiefen.shared import crypto
from jiefen.shared.fields import TextField
from jiefen.shared.transactions import overwriting_what_is_deleted

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

GONE: Final = "（内容已删除）"
WRAPPED: Final = "chat_threadkey.wrapped"  # the column its ciphertext is bound to
REMEMBERED_S: Final = 10.0  # how long another process may go on reading after a key was deleted
MOST_REMEMBERED: Final = 20_000


@dataclass(frozen=True, slots=True)
class Key:
    """The key of one conversation."""

    name: str
    cipher: AESGCM


@dataclass(frozen=True, slots=True)
class Sealing:
    """A text on its way to the database, with the conversation it belongs to."""

    text: str
    thread_id: int


class ThreadText(TextField):
    """Text under the key of its row's ``thread_id``. ``gone``: what stands there once the key is deleted."""

    description = "text under its conversation's key"

    def __init__(self, *args: Any, gone: str = GONE, **options: Any) -> None:
        self.gone = gone
        super().__init__(*args, **options)

    def deconstruct(self) -> Any:
        """``gone`` is no part of the table."""
        name, _, args, options = super().deconstruct()
        return name, "jiefen.chat.sealing.ThreadText", args, options

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        """The text with the number of its conversation."""
        text = super().pre_save(model_instance, add)
        return Sealing(text, model_instance.thread_id) if text else text

    def get_prep_value(self, value: Any) -> Any:
        """Plain text → sealed. A text without its conversation is a mistake in the code, never stored readable."""
        if isinstance(value, Sealing):
            return sealed(value, label=f"{self.model._meta.db_table}.{self.column}")
        if value:
            raise TypeError("a conversation's text is written with its row, through pre_save")
        return super().get_prep_value(value)

    def from_db_value(self, value: str | None, expression: object, connection: object) -> str | None:
        """Sealed → plain text, or ``gone``."""
        return opened(value, label=f"{self.model._meta.db_table}.{self.column}", gone=self.gone) if value else value


def sealed(text: Sealing, *, label: str) -> str:
    """As it is stored; ``label``: the column it is bound to. No query for a conversation written in a moment ago."""
    key = key_of(text.thread_id)
    if key is None:
        return crypto.encrypt(text.text, column=label)
    return f"{key.name}:{crypto.seal(text.text, key.cipher, bound=f'{label}.{key.name}')}"


def opened(stored: str, *, label: str, gone: str) -> str:
    """The inverse; ``gone`` when the key is deleted. No query for a key used in a moment ago."""
    name, colon, rest = stored.partition(":")
    if not colon:
        return crypto.decrypt(stored, column=label)
    cipher = cipher_named(name)
    return gone if cipher is None else crypto.unseal(rest, cipher, bound=f"{label}.{name}")


def key_of(thread_id: int) -> Key | None:
    """The key to write under, made with the first word; None once the conversation was forgotten."""
    known = _keys.get(thread_id)
    if known is not None and time.monotonic() - known[1] < REMEMBERED_S:
        return known[0]
    key = _stored_key(thread_id) or _new_key(thread_id)
    if key is not None:  # only what is committed: a number that was rolled back is given again
        transaction.on_commit(lambda: _remember(_keys, thread_id, key))
    return key


def cipher_named(name: str) -> AESGCM | None:
    """The cipher of a key to read with; None when it is deleted. A name is drawn once and never given again."""
    known = _ciphers.get(name)
    if known is not None and time.monotonic() - known[1] < REMEMBERED_S:
        return known[0]
    row = _one("SELECT wrapped FROM chat_threadkey WHERE name = %s", name)
    cipher = crypto.cipher_of(crypto.decrypt(row[0], column=WRAPPED)) if row else None
    _remember(_ciphers, name, cipher)
    return cipher


def delete_key(thread_id: int) -> bool:
    """Delete the key of a conversation for good; False when there was none. In the caller's transaction."""
    row = _one("SELECT name FROM chat_threadkey WHERE thread_id = %s", thread_id)
    if row is None:
        return False
    with overwriting_what_is_deleted(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM chat_threadkey WHERE thread_id = %s", [thread_id])
    for remembered in (lambda: _keys.pop(thread_id, None), lambda: _ciphers.pop(row[0], None)):
        remembered()
        transaction.on_commit(remembered)
    return True


def _stored_key(thread_id: int) -> Key | None:
    row = _one("SELECT name, wrapped FROM chat_threadkey WHERE thread_id = %s", thread_id)
    return Key(row[0], crypto.cipher_of(crypto.decrypt(row[1], column=WRAPPED))) if row else None


def _new_key(thread_id: int) -> Key | None:
    """Whoever comes second takes the key of the first."""
    if _one("SELECT 1 FROM chat_thread WHERE id = %s AND forgotten_at IS NOT NULL", thread_id):
        return None
    wrapped = crypto.encrypt(crypto.new_key(), column=WRAPPED)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO chat_threadkey (thread_id, name, wrapped) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
            [thread_id, secrets.token_urlsafe(9), wrapped],
        )
    return _stored_key(thread_id)


def _one(sql: str, value: int | str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql, [value])
        return cursor.fetchone()


def _remember(where: dict[Any, Any], what: int | str, value: object) -> None:
    if len(where) >= MOST_REMEMBERED:
        where.clear()
    where[what] = (value, time.monotonic())


_keys: dict[int, tuple[Key, float]] = {}
_ciphers: dict[str, tuple[AESGCM | None, float]] = {}
