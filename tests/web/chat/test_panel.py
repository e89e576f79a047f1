"""The conversation on a page, without a script: reading, writing, withdrawing, files, notes; strangers find nothing."""

from __future__ import annotations

import datetime as dt
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from jiefen.accounts.models import Membership
from jiefen.accounts.visitors import COOKIE, new_visitor
from jiefen.chat import rates
from jiefen.chat.actions.notes import keep_quick_reply
from jiefen.chat.actions.threads import close, join, leave, open_thread
from jiefen.chat.models import Message, Note, Seat
from jiefen.chat.queries import lines_after
from jiefen.rules.chat_limits import Rate
from jiefen.shared import clock
from jiefen.statutes.models import ArticleVersion, Law
from jiefen.web.chat.panel import gone_words, lines_to_call
from tests.factories.conversations import again, say
from tests.factories.lawyers import make_lawyer_actor

pytestmark = pytest.mark.django_db


class Side:
    """One person's browser and seat."""

    def __init__(self, seat: Seat, browser: Client) -> None:
        self.seat, self.browser = seat, browser
        self.page = reverse("chat_page", args=[seat.thread.public_id])

    def url(self, name: str, *more: int) -> str:
        return reverse(f"chat_{name}", args=[self.seat.thread.public_id, *more])

    def html(self, query: str = "") -> str:
        answer = self.browser.get(self.page + query)
        assert answer.status_code == 200
        return answer.content.decode()

    def post(self, name: str, **data: object):
        return self.browser.post(self.url(name), {"client_id": "form-000001", "next": self.page, **data})


@pytest.fixture(autouse=True)
def _full_buckets() -> None:
    """Numbers of rolled-back rows come again in the next test."""
    rates.buckets.forget()


@pytest.fixture
def sides() -> tuple[Side, Side]:
    """(client, lawyer) in one conversation, now."""
    now = clock.now()
    visitor_id, token = new_visitor(at=now)
    client, browser, desk = open_thread(visitor_id=visitor_id, at=now), Client(), Client()
    browser.cookies[COOKIE] = token
    lawyer = make_lawyer_actor()
    desk.force_login(Membership.objects.get(pk=lawyer.membership_id).user)
    seat = join(
        thread_id=client.thread_id, kind="lawyer", membership_id=lawyer.membership_id or 0, name="陆律师", at=now
    )
    keep_quick_reply(by=lawyer, title="先看合同", text="请先拍合同给我。", at=now)
    return Side(client, browser), Side(seat, desk)


def test_writing_and_reading(sides):
    client, lawyer = sides
    answer = client.post("send", text="房东不退押金 <script>")
    assert (answer.status_code, answer.url) == (302, client.page + "#latest")
    page = lawyer.html()
    assert "房东不退押金 &lt;script&gt;" in page
    assert "已送达" in client.html() or "已读" in client.html()
    assert "已读" in client.html(), "the lawyer's page was read"


def test_sent_twice_by_a_nervous_finger(sides):
    client, _ = sides
    for _ in range(2):
        client.post("send", text="在吗")
    assert Message.objects.filter(kind="text").count() == 1


def test_a_script_gets_json(sides):
    client, lawyer = sides
    headers = {"X-Requested-With": "chat"}
    answer = client.browser.post(client.url("send"), {"client_id": "script-01", "text": "在吗"}, headers=headers)
    assert (answer.status_code, json.loads(answer.content)["message"]["seq"]) == (201, 2)
    refused = lawyer.browser.post(lawyer.url("withdraw"), {"seq": "2"}, headers=headers)
    assert (refused.status_code, json.loads(refused.content)["code"]) == (403, "chat.not_yours")


def test_quoting_and_withdrawing(sides):
    client, lawyer = sides
    said = say(client.seat, "能要回押金吗", at=clock.now())
    assert "陆律师" in client.html()
    assert 'value="2"' in lawyer.html(f"?quote={said.seq}")
    lawyer.post("send", text="能", quote_of=said.seq)
    assert "say-line__quote" in client.html()
    client.post("withdraw", seq=said.seq)
    mine, theirs = client.html(), lawyer.html()
    assert "您撤回了这条消息" in mine
    assert "对方撤回了这条消息" in theirs
    assert "能要回押金吗" not in mine + theirs
    assert gone_words(lawyer.seat, True) == "你撤回了这条消息"


def test_two_minutes_later_there_is_no_button(sides):
    client, _ = sides
    say(client.seat, "早就说了", at=clock.now() - dt.timedelta(seconds=121))
    assert "data-withdraw-until" not in client.html()
    assert client.post("withdraw", seq=2).status_code == 409


def test_pages_count_what_is_sent_as_the_hub_does(sides, monkeypatch):
    monkeypatch.setattr(rates, "rate", lambda code, on: Rate(2, 1) if code == "post_person" else Rate(99, 99))
    client, lawyer = sides
    statuses = [client.post("send", text="在吗", client_id=f"form-00000{number}").status_code for number in range(3)]
    assert statuses == [302, 302, 429]
    assert client.post("send_file", client_id="form-000009").status_code == 429
    assert lawyer.post("send", text="在").status_code == 302


def test_a_refused_text_is_a_sentence(sides):
    client, _ = sides
    answer = client.post("send", text=" ")
    assert answer.status_code == 409
    assert "还没有写内容" in answer.content.decode()


def test_files_up_and_down(sides):
    client, lawyer = sides
    out = io.BytesIO()
    Image.new("RGB", (30, 20)).save(out, "PNG")
    client.post("send_file", file=SimpleUploadedFile("合同.png", out.getvalue()))
    client.post("send_file", file=SimpleUploadedFile("合同.pdf", b"%PDF-1.4 x"), client_id="form-000002")
    page = lawyer.html()
    assert 'width="30" height="20"' in page
    assert "合同.pdf" in page
    picture, paper = (lawyer.browser.get(lawyer.url("file", seq)) for seq in (2, 3))
    assert picture["Content-Type"] == "image/jpeg"
    assert (picture["Content-Disposition"][:6], paper["Content-Disposition"][:10]) == ("inline", "attachment")
    assert picture["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert paper.content == b"%PDF-1.4 x"
    refused = client.post("send_file", file=SimpleUploadedFile("x.exe", b"MZ\x00"), client_id="form-000003")
    assert (refused.status_code, "这种文件不能发" in refused.content.decode()) == (409, True)
    assert client.post("send_file", client_id="form-000004").status_code == 409


def test_notes_and_quick_replies_are_the_lawyers(sides):
    client, lawyer = sides
    assert lawyer.post("note", text="合同待看").url == lawyer.page + "#notes"
    assert "合同待看" in lawyer.html()
    assert "先看合同" in lawyer.html()
    assert "合同待看" not in client.html()
    assert "先看合同" not in client.html()
    assert client.post("note", text="我也记").status_code == 403
    assert Note.objects.count() == 1


def test_citations_become_links(sides):
    client, lawyer = sides
    law = Law.objects.create(name="民法典")
    ArticleVersion.objects.create(law=law, label="第七百一十条", number=710, text="…", reference="1", position=1, fingerprint="")  # fmt: skip
    say(lawyer.seat, "看《民法典》第七百一十条。", at=clock.now())
    assert '<a href="/law/%E6%B0%91%E6%B3%95%E5%85%B8/710/">《民法典》第七百一十条</a>' in client.html()


def test_earlier_pages_and_a_constant_number_of_queries(sides, django_assert_max_num_queries):
    client, _ = sides
    for number in range(120):
        say(client.seat, f"第{number}句", at=clock.now())
    client.html()
    with django_assert_max_num_queries(12):
        page = client.html()
    assert "?before=22" in page
    assert "第0句" not in page
    assert "第0句" in client.html("?before=22")
    assert client.html("?before=nonsense&quote=nonsense")


def test_closed_and_left(sides):
    client, lawyer = sides
    leave(by=again(lawyer.seat), reason="x", at=clock.now())
    assert "您已离开这段对话" in lawyer.html()
    close(thread=again(client.seat).thread, by_membership=None, sentence="结束了。", at=clock.now())
    page = client.html()
    assert "这段对话已经结束" in page
    assert "data-chat-form" not in page


def test_the_conversation_to_take_along(sides):
    client, _ = sides
    answer = client.browser.get(client.url("export"))
    assert (answer["Content-Type"], answer.content[:2]) == ("application/zip", b"PK")
    assert "no-store" in answer["Cache-Control"]


def test_strangers_find_nothing(sides):
    client, _ = sides
    stranger, other = Client(), Client()
    other.force_login(Membership.objects.get(pk=make_lawyer_actor().membership_id).user)
    say(client.seat, "私事", at=clock.now())
    for browser in (stranger, other):
        for name, more in (("page", ()), ("file", (2,)), ("export", ())):
            assert browser.get(client.url(name, *more)).status_code == 404
        for name in ("send", "withdraw", "note", "send_file"):
            assert (
                browser.post(client.url(name), {"client_id": "form-000001", "text": "x", "seq": "2"}).status_code == 404
            )
    assert [line.message.seq for line in lines_after(client.seat, 0)] == [1, 2]


def test_help_lines_can_be_pressed():
    pieces = lines_to_call("请拨打 12356；危险请拨 110 或 120。案号 1103 不是电话。")
    assert [(each.text, each.url) for each in pieces if each.url] == [
        ("12356", "tel:12356"), ("110", "tel:110"), ("120", "tel:120"),
    ]  # fmt: skip
    assert "".join(each.text for each in pieces).endswith("案号 1103 不是电话。")
