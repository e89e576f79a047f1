"""What every entry of collection must satisfy, and the audit event it leaves."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any, Final

from django.db import models

from jiefen.accounts.actors import Actor
from jiefen.audit.actions import record
from jiefen.collection.refusals import CollectionRefused
from jiefen.ledger.queries.receipts import standing_charge_ids
from jiefen.shared.clock import day_of

WORDS_LIMIT: Final = 2000  # an owner's own words
LINE_LIMIT: Final = 200
MAX_FEN: Final = 10**10  # as in the ledger: beyond it somebody mistook 分 or 万元 for 元


def log(code: str, subject: models.Model, *, by: Actor, at: dt.datetime, **data: Any) -> None:
    """Append the audit event ``collection.<code>``; ``data`` holds ids, amounts and codes, never personal facts."""
    record(
        organisation_id=by.organisation_id, by=by.membership_id, at=at, code=f"collection.{code}", subject=subject,
        data=data,
    )  # fmt: skip


def line(text: str, what: str, *, limit: int = LINE_LIMIT, required: bool = False) -> str:
    """``text`` on one line without control characters. Raises CollectionRefused when missing or too long."""
    clean = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return _fitting(clean, what, limit, required)


def words(text: str, what: str, *, limit: int = WORDS_LIMIT) -> str:
    """Several lines of somebody's words, kept as they were said. Raises CollectionRefused when too long."""
    clean = "".join(char for char in text.replace("\r\n", "\n") if char.isprintable() or char == "\n").strip()
    return _fitting(clean, what, limit, False)


def _fitting(clean: str, what: str, limit: int, required: bool) -> str:
    if required and not clean:
        raise CollectionRefused(f"请写明{what}。", code="collection.text_missing")
    if len(clean) > limit:
        sentence = f"{what}最多 {limit} 个字，现在有 {len(clean)} 个。请写短些。"
        raise CollectionRefused(sentence, code="collection.text_too_long")
    return clean


def choice(value: str, choices: type[models.TextChoices], what: str) -> str:
    """``value`` if it is one of ``choices``. Raises CollectionRefused."""
    if value not in choices.values:
        raise CollectionRefused(f"请选择{what}。", code="collection.choice")
    return value


def amount(fen: int, what: str) -> int:
    """A positive whole number of 分. Raises CollectionRefused."""
    if type(fen) is not int or not 0 < fen <= MAX_FEN:
        raise CollectionRefused(f"{what}要大于零，请核对数字和单位。", code="collection.amount")
    return fen


def client_key(text: str) -> str:
    """The key the phone made for this entry, a UUID in its usual form. Raises CollectionRefused."""
    try:
        return str(uuid.UUID(text))
    except (ValueError, AttributeError, TypeError):
        raise CollectionRefused("这条记录缺少编号，请刷新页面后重新填写。", code="collection.client_key") from None


def not_ahead(happened_at: dt.datetime, at: dt.datetime) -> None:
    """Only what has happened is written down. A phone's clock may be two minutes fast. Raises CollectionRefused."""
    if happened_at.tzinfo is None or happened_at > at + dt.timedelta(minutes=2):
        raise CollectionRefused("联系的时间还没到。请填实际发生的时间。", code="collection.in_future")


def from_today(day: dt.date, at: dt.datetime, what: str) -> None:
    """A plan lies ahead. Raises CollectionRefused."""
    if day < day_of(at):
        raise CollectionRefused(f"{what}已经过去了，请选今天或以后的日期。", code="collection.past_day")


def in_order(first: dt.date, last: dt.date) -> None:
    """A span ends no earlier than it begins. Raises CollectionRefused."""
    if last < first:
        raise CollectionRefused("结束日期要在开始日期当天或之后。", code="collection.order")


def charges_of(premises_id: int, charge_ids: Iterable[int], *, required: bool = False) -> list[int]:
    """The standing charges meant, each once, all of this household. Raises CollectionRefused."""
    wanted = sorted(set(charge_ids))
    if required and not wanted:
        raise CollectionRefused("请至少选一笔账单。", code="collection.no_charge")
    if wanted and len(standing_charge_ids(premises_id, wanted)) != len(wanted):
        sentence = "选中的账单里有的已冲正，或不属于这一户。请刷新页面后重新选择。"
        raise CollectionRefused(sentence, code="collection.charge_unknown")
    return wanted
