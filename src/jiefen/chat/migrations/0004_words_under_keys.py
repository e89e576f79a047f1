"""What was written before conversations had keys comes under one. Files stay as they are: forgetting deletes them.

Messages and notes are append-only, so their triggers are lifted for this and set again, in one transaction. There is no
way back: the old code could not read the rows.
"""

import secrets

from django.db import migrations

from jiefen.shared import crypto
from jiefen.shared.append_only import AppendOnly

# (what to read, what to write, the column it is bound to)
TEXTS = (
    ("SELECT id, body FROM chat_message WHERE thread_id = %s AND body <> ''", "UPDATE chat_message SET body = %s WHERE id = %s", "chat_message.body"),
    ("SELECT id, cited FROM chat_message WHERE thread_id = %s AND cited <> ''", "UPDATE chat_message SET cited = %s WHERE id = %s", "chat_message.cited"),
    ("SELECT id, body FROM chat_note WHERE thread_id = %s AND body <> ''", "UPDATE chat_note SET body = %s WHERE id = %s", "chat_note.body"),
    (
        "SELECT a.message_id, a.name FROM chat_attachment a JOIN chat_message m ON m.id = a.message_id WHERE m.thread_id = %s",
        "UPDATE chat_attachment SET name = %s WHERE message_id = %s", "chat_attachment.name",
    ),
)  # fmt: skip


class Lifted(AppendOnly):
    """The other way round: forwards drops the triggers."""

    database_forwards = AppendOnly.database_backwards
    database_backwards = AppendOnly.database_forwards


def bring_under_keys(apps, schema_editor):
    """A key for every conversation, and every text in it sealed with it. What is under a key already is left alone."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT id FROM chat_thread WHERE id NOT IN (SELECT thread_id FROM chat_threadkey)")
        for (thread,) in cursor.fetchall():
            name, key = secrets.token_urlsafe(9), crypto.new_key()
            wrapped = crypto.encrypt(key, column="chat_threadkey.wrapped")
            cursor.execute(
                "INSERT INTO chat_threadkey (thread_id, name, wrapped) VALUES (%s, %s, %s)", [thread, name, wrapped]
            )
            for read, write, label in TEXTS:
                cursor.execute(read, [thread])
                rows = [(_sealed(stored, name, crypto.cipher_of(key), label), pk) for pk, stored in cursor.fetchall()]
                cursor.executemany(write, [row for row in rows if row[0]])


def _sealed(stored, name, cipher, label):
    if ":" in stored:
        return ""
    return f"{name}:{crypto.seal(crypto.decrypt(stored, column=label), cipher, bound=f'{label}.{name}')}"


class Migration(migrations.Migration):
    dependencies = [("chat", "0003_keys_of_threads")]

    operations = [
        Lifted("chat_message"),
        Lifted("chat_note"),
        migrations.RunPython(bring_under_keys),
        AppendOnly("chat_message"),
        AppendOnly("chat_note"),
    ]
