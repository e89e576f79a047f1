"""A conversation whose key is deleted: nobody reads its words or files again, numbers and times stay."""

from __future__ import annotations

import importlib
import io
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from jiefen.audit.models import Event
from jiefen.chat import sealing
from jiefen.chat.access import attachment_for
from jiefen.chat.actions.export import export_for_client
from jiefen.chat.actions.files import post_file
from jiefen.chat.actions.forgetting import forget_thread
from jiefen.chat.actions.messages import post_message, withdraw
from jiefen.chat.actions.notes import add_note
from jiefen.chat.models import Attachment, Message, Note, Thread, ThreadKey
from jiefen.chat.queries import bytes_of, lines_after, notes_for
from jiefen.chat.refusals import ThreadClosed
from jiefen.chat.sealing import GONE
from jiefen.shared import crypto
from jiefen.shared.errors import NotFound
from jiefen.shared.live_topics.models import TopicEvent
from tests.factories.conversations import again, make_talk, say
from tests.factories.world import AT

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n" + b"x" * 100


def talk():
    """Words, a citation, a withdrawn message, a note, a file."""
    client, lawyer = make_talk()
    say(client, "我住在云栖里三栋，欠条在我手里")
    wrong = say(client, "我的身份证号")
    withdraw(by=again(client), seq=wrong.seq, at=AT)
    add_note(by=lawyer, client_id="note-0001", text="像是借款，看欠条", at=AT)
    post_file(by=again(client), client_id="file-0001", data=PDF, name="欠条.pdf", at=AT)
    return again(client), again(lawyer)


def forget(thread: Thread) -> bool:
    return forget_thread(thread=thread, sentence="已经删除。", reason="asked", at=AT)


def stored(sql: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [row[0] for row in cursor.fetchall()]


def test_words_are_under_the_key_of_their_conversation():
    client, _ = talk()
    key = ThreadKey.objects.get(thread=client.thread)
    texts = stored("SELECT body FROM chat_message WHERE body <> ''") + stored("SELECT body FROM chat_note")
    texts += stored("SELECT name FROM chat_attachment")
    assert len(texts) == 6
    assert all(each.startswith(f"{key.name}:") for each in texts)
    assert Attachment.objects.get().under == key.name
    with pytest.raises(crypto.Undecipherable):
        crypto.decrypt(texts[0].partition(":")[2], column="chat_message.body")


def test_two_conversations_have_two_keys():
    first, second = talk()[0], talk()[0]
    forget(first.thread)
    assert "云栖里" in lines_after(second, 0)[1].message.body
    assert [key.thread_id for key in ThreadKey.objects.all()] == [second.thread_id]


def test_forgotten_nobody_reads_a_word_and_the_numbers_stay(django_capture_on_commit_callbacks):
    client, lawyer = talk()
    before = [(each.seq, each.kind, each.seat_id, each.sent_at) for each in Message.objects.order_by("seq")]
    with django_capture_on_commit_callbacks(execute=True):
        assert forget(client.thread)
    lines = lines_after(again(lawyer), 0)
    assert [(one.message.seq, one.message.kind, one.message.seat_id, one.message.sent_at) for one in lines][
        :-1
    ] == before
    assert {one.message.body for one in lines[:-1]} <= {GONE, ""}
    assert lines[-1].message.body == "已经删除。"
    assert [note.body for note in notes_for(again(lawyer))] == [GONE]
    assert not any(one.attachment for one in lines)
    assert "云栖里" not in str([one.wire for one in lines])


def test_the_files_are_gone_from_the_disk_too(django_capture_on_commit_callbacks):
    client, lawyer = talk()
    kept = Attachment.objects.get()
    path = Path(settings.PRIVATE_FILES) / kept.key[:2] / kept.key
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        forget(client.thread)
    assert not path.exists()
    after = Attachment.objects.get()
    assert (after.key, after.sha256, after.name) == ("", "", GONE)
    with pytest.raises(NotFound):
        attachment_for(again(lawyer), 5)
    with pytest.raises(NotFound):
        bytes_of(kept)  # a copy of the row, as a backup has it: its key is no more


def test_the_export_says_that_it_was_deleted():
    client, _ = talk()
    forget(client.thread)
    with zipfile.ZipFile(io.BytesIO(export_for_client(by=again(client), at=AT))) as packed:
        page = packed.read("对话.html").decode()
        assert packed.namelist() == ["对话.html"]
    assert ("云栖里" in page, "欠条" in page, GONE in page) == (False, False, True)


def test_nobody_writes_there_any_more():
    client, lawyer = talk()
    forget(client.thread)
    with pytest.raises(ThreadClosed):
        post_message(by=again(client), client_id="late-0001", text="还在吗", at=AT)
    with pytest.raises(ThreadClosed):
        add_note(by=again(lawyer), client_id="note-0002", text="再记一笔", at=AT)
    assert not ThreadKey.objects.exists()
    assert Note.objects.count() == 1


def test_forgotten_twice_is_forgotten_once_and_told():
    client, _ = talk()
    assert (forget(client.thread), forget(Thread.objects.get())) == (True, False)
    event = Event.objects.get(code="chat.thread_forgotten")
    assert event.data == {"reason": "asked", "up_to": 5, "files": 1}
    assert TopicEvent.objects.filter(kind="forgotten").count() == 1


def test_a_key_that_was_used_a_moment_ago_is_dropped_at_once(django_capture_on_commit_callbacks):
    client, _ = talk()
    with django_capture_on_commit_callbacks(execute=True):
        say(client, "再说一句")
    assert client.thread_id in sealing._keys
    with django_capture_on_commit_callbacks(execute=True):
        forget(client.thread)
    assert client.thread_id not in sealing._keys
    assert lines_after(again(client), 0)[1].message.body == GONE


def test_a_text_without_its_conversation_is_never_stored():
    with pytest.raises(TypeError):
        Message.objects.filter(body="我住在云栖里三栋").exists()


def test_what_was_written_before_keys_comes_under_one():
    client, lawyer = make_talk()
    thread = client.thread_id
    old = {label: crypto.encrypt("旧话", column=label) for label in ("chat_message.body", "chat_note.body")}
    with connection.cursor() as cursor:
        _lift_triggers(cursor)
        ThreadKey.objects.all().delete()
        say(client, "新话")
        add_note(by=lawyer, client_id="note-0001", text="新备忘", at=AT)
        cursor.execute("UPDATE chat_message SET body = %s WHERE seq = 2", [old["chat_message.body"]])
        cursor.execute("UPDATE chat_note SET body = %s", [old["chat_note.body"]])
        ThreadKey.objects.all().delete()
        cursor.execute("DELETE FROM chat_message WHERE seq <> 2")
    assert [each.body for each in Message.objects.all()] == ["旧话"], "the old form is read"
    module = importlib.import_module("jiefen.chat.migrations.0004_words_under_keys")
    module.bring_under_keys(MigrationLoader(connection).project_state().apps, connection.schema_editor(atomic=False))
    name = ThreadKey.objects.get(thread=thread).name
    kept = stored("SELECT body FROM chat_message") + stored("SELECT body FROM chat_note")
    assert [each.partition(":")[0] for each in kept] == [name, name]
    assert [Message.objects.get().body, Note.objects.get().body] == ["旧话", "旧话"]
    forget(client.thread)
    assert [each.body for each in Message.objects.order_by("seq")] == [GONE, "已经删除。"]


def _lift_triggers(cursor) -> None:
    for table in ("chat_message", "chat_note"):
        for verb in ("update", "delete"):
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {table}_no_{verb}{on}")
