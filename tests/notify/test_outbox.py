"""The outbox: a row first, then a delivery; retries with pauses; nothing twice unless a worker died."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction

from jiefen.notify import channels
from jiefen.notify.actions import BACKOFF, CLAIM, deliver_waiting, forget_delivered, send
from jiefen.notify.channels import Channel, ChannelNotConfigured, DeliveryFailed
from jiefen.notify.models import OutgoingMessage
from jiefen.notify.queries import demo_message_body
from jiefen.notify.states import ALLOWED, OutgoingState
from tests.factories.world import AT

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


class Postman:
    """Delivers, or raises what the test put in his bag first."""

    kind = "postman"

    def __init__(self):
        self.delivered, self.troubles = [], []

    def deliver(self, parcel):
        if self.troubles:
            raise self.troubles.pop(0)
        self.delivered.append(parcel.body)


@pytest.fixture
def postman(monkeypatch):
    channel: Channel = Postman()
    monkeypatch.setitem(channels._channels, channel.kind, channel)
    return channel


def post(body="您好", **more) -> OutgoingMessage:
    message_id = send(
        organisation_id=7, recipient="13911112222", body=body, purpose="test", at=AT, channel="postman", **more
    )
    return OutgoingMessage.objects.get(pk=message_id)


def test_a_message_waits_as_a_row_and_is_delivered_once(postman):
    message = post()
    assert (message.state, message.attempts, postman.delivered) == ("queued", 0, [])
    assert deliver_waiting(at=AT) == 1
    assert deliver_waiting(at=AT + 60 * MINUTE) == 0
    message.refresh_from_db()
    assert (message.state, message.attempts, message.sent_at, postman.delivered) == ("sent", 1, AT, ["您好"])


def test_a_rolled_back_action_sends_nothing(postman):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        post()
        raise ZeroDivisionError
    assert deliver_waiting(at=AT) == 0
    assert OutgoingMessage.objects.count() == 0


def test_trouble_is_tried_again_with_growing_pauses_then_given_up(postman):
    message, at = post(), AT
    postman.troubles = [DeliveryFailed("busy") for _ in range(9)]
    for pause in BACKOFF:
        deliver_waiting(at=at)
        message.refresh_from_db()
        assert (message.state, message.next_try_at, message.error) == ("queued", at + pause, "busy")
        assert deliver_waiting(at=at + pause - MINUTE / 60) == 0
        at += pause
    deliver_waiting(at=at)
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("failed", 5)


def test_after_trouble_the_message_still_arrives(postman):
    message = post()
    postman.troubles = [OSError("secret text of a library")]
    deliver_waiting(at=AT)
    message.refresh_from_db()
    assert message.error == "OSError"
    assert deliver_waiting(at=AT + MINUTE) == 1
    message.refresh_from_db()
    assert (message.state, message.error) == ("sent", "")


def test_a_final_refusal_is_not_tried_again(postman):
    message = post()
    postman.troubles = [DeliveryFailed("no such number", final=True)]
    deliver_waiting(at=AT)
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("failed", 1)


def test_one_bad_message_does_not_hold_up_the_next(postman):
    post("一")
    post("二")
    postman.troubles = [DeliveryFailed("busy")]
    assert deliver_waiting(at=AT) == 1
    assert postman.delivered == ["二"]


def test_a_message_past_its_time_is_not_sent(postman):
    message = post(expires_at=AT + 5 * MINUTE)
    assert deliver_waiting(at=AT + 5 * MINUTE) == 0
    message.refresh_from_db()
    assert (message.state, postman.delivered) == ("expired", [])


def test_what_a_killed_worker_held_is_taken_over_when_its_claim_lapses(postman):
    message = post()
    OutgoingMessage.objects.update(state="sending", attempts=1, next_try_at=AT + CLAIM)
    assert deliver_waiting(at=AT + MINUTE) == 0
    assert deliver_waiting(at=AT + CLAIM) == 1
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("sent", 2)


def test_two_workers_send_one_message_once(postman, monkeypatch):
    """The second worker read the row before the first one claimed it."""
    post()
    both_read = list(OutgoingMessage.objects.all())
    monkeypatch.setattr("jiefen.notify.actions.due", lambda at: both_read)
    assert deliver_waiting(at=AT) == 1
    stale = list(OutgoingMessage.objects.all())
    stale[0].state, stale[0].attempts = "queued", 0
    monkeypatch.setattr("jiefen.notify.actions.due", lambda at: stale)
    assert deliver_waiting(at=AT) == 0
    assert postman.delivered == ["您好"]


def test_a_withheld_message_has_no_text_and_never_leaves(postman):
    message = post(withheld=True)
    assert (message.state, message.recipient, message.body) == ("withheld", "", "")
    assert deliver_waiting(at=AT) == 0


def test_a_channel_that_is_not_set_up_is_refused_when_writing():
    with pytest.raises(ChannelNotConfigured) as refusal:
        send(organisation_id=7, recipient="1", body="x", purpose="test", at=AT, channel="sms")
    assert refusal.value.code == "notify.channel_not_configured"
    assert OutgoingMessage.objects.count() == 0


def test_the_console_prints_the_text_and_masks_the_number(capsys):
    send(organisation_id=7, recipient="13911112222", body="验证码 123456", purpose="test", at=AT)
    assert deliver_waiting(at=AT) == 1
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", "[发送到 139****2222] 验证码 123456\n")


@pytest.mark.parametrize(("demo", "minutes", "shown"), [(True, 1, "您好"), (True, 5, ""), (False, 1, "")])
def test_the_page_may_show_a_console_message_only_in_the_demo(settings, demo, minutes, shown):
    settings.DEMO = demo
    number = send(
        organisation_id=7, recipient="13911112222", body="您好", purpose="test", at=AT, expires_at=AT + 5 * MINUTE
    )
    assert demo_message_body(number, AT + minutes * MINUTE) == shown


def test_the_demo_never_shows_what_went_another_way(settings, postman):
    settings.DEMO = True
    assert demo_message_body(post(expires_at=AT + MINUTE).pk, AT) == ""


def test_messages_with_an_end_are_forgotten_a_day_later(postman):
    post(expires_at=AT)
    post()
    forget_delivered(at=AT + 25 * 60 * MINUTE)
    assert OutgoingMessage.objects.get().expires_at is None


def test_the_end_states_are_ends():
    ends = {state for state, onward in ALLOWED.items() if not onward}
    assert ends == {OutgoingState.SENT, OutgoingState.FAILED, OutgoingState.EXPIRED, OutgoingState.WITHHELD}
    assert set(ALLOWED) == set(OutgoingState)
