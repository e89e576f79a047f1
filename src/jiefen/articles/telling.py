"""The secret address of a complaint's page, and the short message to whoever left a number or a mailbox.

A message says that something happened and where to read it, never what was complained of: a telephone is read by others.
"""

from __future__ import annotations

import datetime as dt
import hmac
import re
from typing import Final

from jiefen.accounts.phones import is_phone, normalised_phone
from jiefen.articles.models import ContentGrievance
from jiefen.notify.actions import send
from jiefen.shared.crypto import blind_index

LINK: Final = "articles.grievance_link"
READABLE_FOR: Final = dt.timedelta(days=2)  # a message nobody could deliver by then is old news
_MAILBOX: Final = re.compile(r"[A-Za-z0-9._%+-]{1,60}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
SENTENCES: Final = {
    "acknowledged": "【解纷】您对文章的投诉，已有人在看。",
    "decided": "【解纷】您对文章的投诉已有处理结果，不同意可以申诉一次。",
    "decided_again": "【解纷】您投诉的那件申诉已有处理结果。",
    "appeal_received": "【解纷】您的申诉已收到，会由平台再看一遍。",
    "author_appealed": "【解纷】您投诉的文章，作者对处理结果提出了申诉，平台会再看一遍。",
}


def secret_of(grievance_id: int) -> str:
    """The part of the address nobody can guess; derived, so it is stored nowhere."""
    return blind_index(str(grievance_id), purpose=LINK)


def opens(grievance_id: int, secret: str) -> bool:
    """Whether this is the secret of that complaint; compared in constant time."""
    return hmac.compare_digest(secret_of(grievance_id).encode(), secret.encode())


def recipient_of(contact: str) -> str:
    """The number or mailbox in what the complainant wrote; empty when there is none one can write to."""
    if is_phone(contact):
        return normalised_phone(contact)
    found = _MAILBOX.fullmatch(contact.strip())
    return found[0] if found else ""


def tell_complainant(grievance: ContentGrievance, what: str, *, page: str, at: dt.datetime) -> bool:
    """Write one message in the caller's transaction. ``page``: the full secret address, "" for none. False without a recipient."""
    recipient = recipient_of(grievance.contact)
    if recipient:
        body = SENTENCES[what] + (f"看进展：{page}" if page else "请打开提交投诉时的那一页看。")
        send(
            organisation_id=grievance.organisation_id, recipient=recipient, body=body,
            purpose=f"articles.grievance_{what}", at=at, expires_at=at + READABLE_FOR,
        )  # fmt: skip
    return bool(recipient)
