"""Joining, leaving, handing over, notes, quick replies, staff who read, marks."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.db.models import Q

from jiefen.audit.models import Event
from jiefen.chat.access import Person, seat_for
from jiefen.chat.actions.marks import mark_read, members_present, seats_seen
from jiefen.chat.actions.messages import withdraw
from jiefen.chat.actions.notes import add_note, drop_quick_reply, keep_quick_reply
from jiefen.chat.actions.threads import join, leave, transfer
from jiefen.chat.actions.transcripts import open_transcript, read_sealed
from jiefen.chat.citing import cited_in, read_cited
from jiefen.chat.models import Note, Presence, Seat
from jiefen.chat.queries import lines_after, notes_for, present_members, quick_replies_of, seats_of_member
from jiefen.chat.refusals import QuickReplyRefused, ReadOnlySeat, SeatRefused
from jiefen.shared.errors import NotFound, NotPermitted
from jiefen.shared.live_topics.actions import forget_old_events, publish
from jiefen.shared.live_topics.models import TopicEvent
from jiefen.shared.live_topics.queries import events_after, last_seq
from jiefen.statutes.models import ArticleVersion, Law
from tests.factories.conversations import again, make_talk, say
from tests.factories.lawyers import make_lawyer_actor, make_operator
from tests.factories.world import AT

pytestmark = pytest.mark.django_db


def words(seat):
    return [line.message.body for line in lines_after(seat, 0)]


def test_handing_over():
    client, lawyer = make_talk()
    say(client, "想问押金")
    colleague = make_lawyer_actor()
    taken = transfer(by=lawyer, to_membership_id=colleague.membership_id, to_name="梁律师", reason="area", at=AT)
    assert words(again(client))[-2:] == ["陆律师把对话转给了梁律师，之前的内容梁律师都看得到。", "梁律师加入了对话。"]
    assert "想问押金" in words(taken)
    assert not again(lawyer).can_write
    with pytest.raises(SeatRefused):
        leave(by=again(lawyer), reason="again", at=AT)
    assert [seat.pk for seat in seats_of_member(colleague.membership_id, kind="lawyer")] == [taken.pk]
    codes = list(Event.objects.filter(Q(code__startswith="chat.")).order_by("pk").values_list("code", flat=True))
    assert codes == ["chat.thread_opened", "chat.seat_taken", "chat.seat_left", "chat.seat_taken"]


def test_who_left_comes_back_to_the_same_seat():
    _, lawyer = make_talk()
    leave(by=lawyer, reason="break", at=AT)
    back = join(thread_id=lawyer.thread_id, kind="lawyer", membership_id=lawyer.ref, name="陆律师", at=AT)
    assert (back.pk, again(lawyer).left_at, again(lawyer).left_seq) == (lawyer.pk, None, None)


def test_what_seats_refuse():
    client, lawyer = make_talk()
    with pytest.raises(SeatRefused):
        join(thread_id=client.thread_id, kind="client", membership_id=5, name="别人", at=AT)
    with pytest.raises(SeatRefused):
        join(thread_id=client.thread_id, kind="operator", membership_id=0, name="没有人", at=AT)
    with pytest.raises(SeatRefused):
        leave(by=client, reason="bored", at=AT)
    for by, to in ((client, 5), (lawyer, lawyer.ref)):
        with pytest.raises(SeatRefused):
            transfer(by=by, to_membership_id=to, to_name="谁", reason="x", at=AT)


def test_notes_are_no_part_of_the_conversation():
    client, lawyer = make_talk()
    note = add_note(by=lawyer, client_id="note-0001", text="押金两个月，合同待看", at=AT)
    assert add_note(by=lawyer, client_id="note-0001", text="别的", at=AT).pk == note.pk
    assert [one.body for one in notes_for(lawyer)] == ["押金两个月，合同待看"]
    assert notes_for(client) == []
    assert words(client) == ["陆律师加入了对话。"]
    assert say(client, "在吗").seq == 2, "a note takes no number: the client cannot even see a gap"
    with pytest.raises(ReadOnlySeat):
        add_note(by=client, client_id="note-0002", text="我也记", at=AT)
    assert Note.objects.count() == 1


def test_quick_replies_are_ones_own():
    mine, other = make_lawyer_actor(), make_lawyer_actor()
    reply = keep_quick_reply(by=mine, title="先看合同", text="请先拍合同给我。", at=AT)
    assert keep_quick_reply(by=mine, title="先看合同", text="请拍第一页。", at=AT).pk == reply.pk
    assert [one.text for one in quick_replies_of(mine.membership_id)] == ["请拍第一页。"]
    assert quick_replies_of(other.membership_id) == []
    with pytest.raises(NotFound):
        drop_quick_reply(by=other, reply_id=reply.pk, at=AT)
    drop_quick_reply(by=mine, reply_id=reply.pk, at=AT)
    for title, text in (("", "x"), ("字" * 21, "x"), ("题", "")):
        with pytest.raises(QuickReplyRefused):
            keep_quick_reply(by=mine, title=title, text=text, at=AT)
    with pytest.raises(NotPermitted):
        keep_quick_reply(by=make_operator(), title="题", text="文", at=AT)


def test_staff_who_read_are_seen_and_logged():
    client, _ = make_talk()
    said = say(client, "说错的话")
    withdraw(by=client, seq=said.seq, at=AT)
    operator, public_id = make_operator(), client.thread.public_id
    seat = open_transcript(by=operator, public_id=public_id, reason="处理投诉 12 号", at=AT)
    assert words(client)[-1] == f"平台工作人员{operator.display_name}查看了这段对话，原因：处理投诉 12 号。"
    with pytest.raises(ReadOnlySeat):
        say(seat, "我插一句")
    assert "说错的话" not in str([line.wire for line in lines_after(seat, 0)])
    assert read_sealed(by=operator, public_id=public_id, seq=said.seq, reason="公安机关调取", at=AT) == "说错的话"
    assert Event.objects.filter(code="chat.sealed_copy_read").count() == 1
    actor = make_lawyer_actor()
    for act in (open_transcript, lambda **more: read_sealed(seq=said.seq, **more)):
        with pytest.raises(NotPermitted):
            act(by=actor, public_id=public_id, reason="好奇而已", at=AT)
        with pytest.raises(SeatRefused):
            act(by=operator, public_id=public_id, reason="看", at=AT)
        with pytest.raises(NotFound):
            act(by=operator, public_id="nirgendwo", reason="处理投诉", at=AT)


def test_marks_only_go_forward():
    client, lawyer = make_talk()
    for _ in range(3):
        say(client, "话")
    lawyer = again(lawyer)
    assert mark_read(by=lawyer, seq=3, at=AT)
    assert not mark_read(by=again(lawyer), seq=2, at=AT)
    assert mark_read(by=again(lawyer), seq=99, at=AT)
    assert again(lawyer).last_read_seq == 4
    events = events_after(f"thread:{client.thread_id}", 0, most=9)
    assert [(event.seq, event.data["seq"]) for event in events] == [(1, 3), (2, 4)]


def test_presence():
    _, lawyer = make_talk()
    members_present(membership_ids={lawyer.ref, 99}, at=AT)
    members_present(membership_ids={99}, at=AT + dt.timedelta(minutes=1))
    assert present_members(AT + dt.timedelta(seconds=30)) == {99}
    assert Presence.objects.count() == 2
    seats_seen(seat_ids={lawyer.pk}, at=AT)
    assert Seat.objects.get(pk=lawyer.pk).last_seen == AT


def test_topics_are_numbered_and_forgotten():
    numbers = [publish(topic="desk:1", kind="offer", data={"n": n}, at=AT) for n in range(3)]
    assert (numbers, last_seq("desk:1"), last_seq("desk:2")) == ([1, 2, 3], 3, 0)
    assert [event.data for event in events_after("desk:1", 1, most=5)] == [{"n": 1}, {"n": 2}]
    assert forget_old_events(at=AT + dt.timedelta(hours=23)) == 0
    assert forget_old_events(at=AT + dt.timedelta(hours=25)) == 3
    assert publish(topic="desk:1", kind="offer", data={}, at=AT) == 4
    assert TopicEvent.objects.count() == 1


def test_citations_of_articles_we_hold(django_assert_num_queries):
    law = Law.objects.create(name="民法典")
    ArticleVersion.objects.create(
        law=law, label="第五百七十七条", number=577, text="…", reference="1", position=1, fingerprint=""
    )
    text = "依据《民法典》第五百七十七条和《民法典》第九千条，房东要退。"
    ((start, end, name, article),) = read_cited(cited_in(text, AT.date()))
    assert (text[start:end], name, article) == ("《民法典》第五百七十七条", "民法典", "577")
    with django_assert_num_queries(0):
        assert cited_in("合同还没有看", AT.date()) == ""
    client, _ = make_talk()
    assert json.loads(say(client, text).cited) == [[start, end, "民法典", "577"]]


def test_a_person_with_two_seats_sits_where_he_works():
    client, lawyer = make_talk()
    person = Person(membership_id=lawyer.ref, visitor_id=client.ref)
    assert seat_for(person, client.thread.public_id).pk == lawyer.pk
    leave(by=lawyer, reason="x", at=AT)
    assert seat_for(person, client.thread.public_id).pk == client.pk
