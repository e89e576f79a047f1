"""Writing, quoting, withdrawing: numbers without gaps, one message per id, and every refusal."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from jiefen.audit.models import Event
from jiefen.chat.access import Person, seat_for
from jiefen.chat.actions.messages import post_message, withdraw
from jiefen.chat.actions.threads import close, leave, reopen
from jiefen.chat.models import Message, Thread
from jiefen.chat.queries import lines_after, lines_before, unread_count
from jiefen.chat.refusals import (
    BadClientId,
    EmptyMessage,
    NothingThere,
    NotYours,
    ReadOnlySeat,
    ThreadClosed,
    TooLate,
    TooLong,
)  # fmt: skip
from jiefen.shared.errors import NotFound
from tests.factories.conversations import again, make_talk, say
from tests.factories.world import AT

pytestmark = pytest.mark.django_db
LATER = AT + dt.timedelta(seconds=120)


def texts(seat):
    return [line.message.body for line in lines_after(seat, 0)]


def test_messages_are_numbered_without_gaps():
    client, lawyer = make_talk()
    numbers = [say(one, "你好").seq for one in (client, lawyer, client, client)]
    assert numbers == [2, 3, 4, 5]
    assert [line.message.seq for line in lines_after(lawyer, 0)] == [1, 2, 3, 4, 5]
    assert Thread.objects.get().last_seq == 5


def test_a_servers_clock_that_goes_back_changes_no_order():
    client, lawyer = make_talk()
    said = [say(client, "先", at=LATER), say(lawyer, "后", at=AT - dt.timedelta(hours=1))]
    assert [line.message.pk for line in lines_after(client, 1)] == [one.pk for one in said]
    taken = withdraw(by=lawyer, seq=said[1].seq, at=AT - dt.timedelta(hours=2))
    assert (taken.seq, lines_after(client, 2)[0].withdrawn) == (4, True)


def test_the_same_id_is_the_same_message():
    client, lawyer = make_talk()
    first = post_message(by=client, client_id="abcdefgh", text="押金怎么要回来", at=AT)
    second = post_message(by=client, client_id="abcdefgh", text="别的话", at=LATER)
    assert (first.is_new, second.is_new) == (True, False)
    assert second.message.pk == first.message.pk
    assert post_message(by=lawyer, client_id="abcdefgh", text="您好", at=AT).is_new, "ids are a seat's own"
    assert texts(client)[1:] == ["押金怎么要回来", "您好"]


def test_words_are_encrypted_in_the_table():
    client, _ = make_talk()
    message = say(client, "我住在云栖里三栋")
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM chat_message WHERE id = %s", [message.pk])
        stored = cursor.fetchone()[0]
    assert "云栖里" not in stored
    assert Message.objects.get(pk=message.pk).body == "我住在云栖里三栋"


@pytest.mark.parametrize("change", ["UPDATE chat_message SET seq = 9", "DELETE FROM chat_message"])
def test_the_database_refuses_to_change_messages(change):
    client, _ = make_talk()
    say(client, "说过的话")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


@pytest.mark.parametrize(
    ("text", "refusal"),
    [("", EmptyMessage), (" \n\t ", EmptyMessage), ("\x00\x07\ud800", EmptyMessage), ("字" * 4001, TooLong)],
)
def test_what_is_no_message(text, refusal):
    client, _ = make_talk()
    with pytest.raises(refusal):
        say(client, text)
    assert Thread.objects.get().last_seq == 1


@pytest.mark.parametrize("client_id", ["", "short", "x" * 41, "has spaces in it", "'; DROP TABLE"])
def test_an_odd_id_is_refused(client_id):
    client, _ = make_talk()
    with pytest.raises(BadClientId):
        post_message(by=client, client_id=client_id, text="你好", at=AT)


def test_a_stranger_finds_nothing():
    client, _ = make_talk()
    other, other_lawyer = make_talk()
    nobody = 10**9
    for person in (
        Person(), Person(visitor_id=other.ref), Person(membership_id=other_lawyer.ref), Person(nobody, nobody)
    ):  # fmt: skip
        with pytest.raises(NotFound):
            seat_for(person, client.thread.public_id)
    with pytest.raises(NotFound):
        seat_for(Person(visitor_id=client.ref), "nichtvorhanden")


def test_a_quote_names_a_message_of_this_thread():
    client, lawyer = make_talk()
    other, _ = make_talk()
    asked = say(client, "能要回押金吗")
    assert say(lawyer, "能", quote_of=asked.seq).about_seq == asked.seq
    foreign = [say(other, f"第 {number} 句") for number in range(6)][-1]
    for seq in (foreign.seq, 99, 1):
        with pytest.raises(NothingThere):
            say(lawyer, "这句呢", quote_of=seq)


def test_withdrawing_leaves_the_place_and_a_sealed_copy():
    client, lawyer = make_talk()
    said = say(client, "身份证号发错了")
    taken = withdraw(by=client, seq=said.seq, at=LATER)
    assert (taken.seq, taken.about_seq) == (said.seq + 1, said.seq)
    assert withdraw(by=client, seq=said.seq, at=LATER + dt.timedelta(days=1)).pk == taken.pk
    line = next(line for line in lines_after(lawyer, 0) if line.message.seq == said.seq)
    assert line.withdrawn
    assert "身份证" not in str(line.wire)
    assert Message.objects.get(pk=said.pk).body == "身份证号发错了"
    assert Event.objects.filter(code="chat.message_withdrawn").count() == 1
    with pytest.raises(NothingThere):
        say(lawyer, "引用它", quote_of=said.seq)


def test_what_cannot_be_withdrawn():
    client, lawyer = make_talk()
    said = say(client, "一句话")
    with pytest.raises(TooLate):
        withdraw(by=client, seq=said.seq, at=LATER + dt.timedelta(microseconds=1))
    with pytest.raises(NotYours):
        withdraw(by=lawyer, seq=said.seq, at=AT)
    for seq in (1, 0, 77):
        with pytest.raises(NothingThere):
            withdraw(by=client, seq=seq, at=AT)


def test_a_closed_thread_takes_nothing_but_keeps_answering_repeats():
    client, _ = make_talk()
    before = post_message(by=client, client_id="before-it", text="在吗", at=AT)
    close(thread=again(client).thread, by_membership=None, sentence="对话结束了。", at=AT)
    with pytest.raises(ThreadClosed):
        say(client, "还有一句")
    assert post_message(by=again(client), client_id="before-it", text="在吗", at=AT).message.pk == before.message.pk
    reopen(thread=again(client).thread, by_membership=None, sentence="对话继续。", at=AT)
    assert say(client, "还有一句").seq == 5


def test_who_left_writes_nothing_and_reads_no_further():
    client, lawyer = make_talk()
    say(client, "先前的话")
    leave(by=lawyer, reason="returned_to_queue", at=AT)
    say(client, "之后的话")
    gone = again(lawyer)
    assert texts(gone) == ["陆律师加入了对话。", "先前的话", "陆律师离开了对话。"]
    with pytest.raises(ReadOnlySeat):
        say(gone, "我再说一句")
    with pytest.raises(ReadOnlySeat):
        withdraw(by=gone, seq=2, at=AT)


def test_pages_of_lines_and_unread_counts(django_assert_num_queries):
    client, lawyer = make_talk()
    for number in range(5):
        say(client, f"{number}")
    with django_assert_num_queries(3):  # lines, withdrawals, and the key unless it was used a moment ago
        newest = lines_before(lawyer, most=3)
    assert [line.message.body for line in newest] == ["2", "3", "4"]
    assert [line.message.body for line in lines_before(lawyer, newest[0].message.seq, most=2)] == ["0", "1"]
    assert (unread_count(lawyer), unread_count(client)) == (6, 1)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 5)), max_size=25))
def test_any_order_of_posts_and_repeats_gives_each_id_one_number(steps):
    with transaction.atomic():
        client, lawyer = make_talk()
        expected = []
        for is_client, number in steps:
            posted = post_message(
                by=client if is_client else lawyer, client_id=f"number-{number}", text=str(number), at=AT
            )
            if posted.is_new:
                expected.append((is_client, str(number)))
        lines = lines_after(client, 0, most=100)[1:]
        assert [(line.message.seat_id == client.pk, line.message.body) for line in lines] == expected
        assert [line.message.seq for line in lines] == list(range(2, len(expected) + 2))
        assert len(expected) == len(set(steps))
        transaction.set_rollback(True)
