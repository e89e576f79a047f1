"""What a complainant is told, through which address he comes back, and what a message never says."""

from __future__ import annotations

import pytest

from jiefen.articles.access import get_grievance_by_link
from jiefen.articles.actions import grievances as act
from jiefen.articles.states import Outcome
from jiefen.articles.telling import recipient_of, secret_of
from jiefen.notify.models import OutgoingMessage
from jiefen.shared.errors import NotFound
from tests.factories.articles import HOUR, READER, make_desk, make_grievance
from tests.factories.world import AT

pytestmark = pytest.mark.django_db
PAGE = "https://example.cn/articles/complaints/1-secret/"


@pytest.fixture
def desk():
    return make_desk()


def sent() -> list[tuple[str, str, str]]:
    rows = OutgoingMessage.objects.order_by("pk")
    return [(row.purpose.removeprefix("articles.grievance_"), row.recipient, row.body) for row in rows]


def walk(desk, **more):
    """Filed, acknowledged, decided, the author appeals, decided again."""
    filed = make_grievance(desk.published(), **more)
    act.acknowledge(grievance_id=filed.pk, by=desk.operator, at=AT + HOUR, page=PAGE)
    told = {"reasons": "核对过原文。", "public_note": "第二段已更正。", "by": desk.operator, "page": PAGE}
    act.decide(grievance_id=filed.pk, outcome=Outcome.CORRECTION, at=AT + 2 * HOUR, **told)
    act.appeal_as_author(grievance_id=filed.pk, text="原文并没有写错。", by=desk.author, at=AT + 3 * HOUR, page=PAGE)
    act.decide(grievance_id=filed.pk, outcome=Outcome.NO_ACTION, at=AT + 4 * HOUR, **told)
    return filed


def test_every_step_is_told_once_and_no_message_says_what_it_is_about(desk):
    filed = walk(desk, contact="139 0000 7777")
    assert [what for what, _, _ in sent()] == ["acknowledged", "decided", "author_appealed", "decided_again"]
    for _, recipient, body in sent():
        assert (recipient, PAGE in body) == ("13900007777", True)
        assert filed.text not in body and "核对过原文" not in body and filed.article.live.title not in body


def test_ones_own_appeal_is_received(desk):
    filed = make_grievance(desk.published(), contact="a.b@example.cn")
    act.acknowledge(grievance_id=filed.pk, by=desk.operator, at=AT + HOUR)
    act.decide(grievance_id=filed.pk, outcome=Outcome.NO_ACTION, reasons="核对过原文。", by=desk.operator, at=AT + HOUR)
    act.appeal_as_complainant(grievance_id=filed.pk, text="还是不对。", reader=READER, at=AT + 2 * HOUR)
    assert [(what, to) for what, to, _ in sent()][-1] == ("appeal_received", "a.b@example.cn")
    assert "请打开提交投诉时的那一页看" in sent()[0][2]


def test_nobody_to_write_to_is_no_message_and_everything_goes_on(desk):
    walk(desk, contact="在楼下传达室找我")
    assert sent() == []


@pytest.mark.parametrize(
    ("contact", "recipient"),
    [
        ("", ""), ("＋86 139-0000-7777", "13900007777"), (" a.b@example.cn ", "a.b@example.cn"), ("a@b", ""),
        ("139000077", ""), ("a@example.cn, b@example.cn", ""), ("微信 abc", ""), ("a@example.cn\nBcc: x@y.cn", ""),
    ],
)  # fmt: skip
def test_a_number_or_a_mailbox_and_nothing_else(contact, recipient):
    assert recipient_of(contact) == recipient


def test_only_the_whole_secret_opens_and_only_its_own_complaint(desk):
    first = make_grievance(desk.published())
    second = make_grievance(desk.published(title="另一篇讲押金的文章"))
    assert get_grievance_by_link(secret_of(first.pk), first.pk).pk == first.pk
    for secret in ("", "x", secret_of(first.pk)[:-1], secret_of(second.pk), "密"):
        with pytest.raises(NotFound):
            get_grievance_by_link(secret, first.pk)
