"""The limitation clocks of a JSON document: what ``./run manage limitation FILE.json --json`` prints.

Lenient in names (aliases, Chinese, bare channels, blank proofs), strict in structure: whatever cannot be read is
refused with the path of the field and what was expected. The format is described in docs/algorithms/limitation.md.
"""

from __future__ import annotations

import json
import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final

from jiefen.rules.errors import RuleError
from jiefen.rules.limitation import (
    DEFAULT_DUE_RULE,
    ChargeClock,
    ChargeId,
    Clock,
    Event,
    LimitationError,
    clocks_for,
    due_on_for,
)
from jiefen.rules.limitation_terms import conditions_in, kind_code, known_kinds, proof_code, rule

_EARLIEST: Final = date(1987, 1, 1)
_LATEST: Final = date(2200, 12, 31)
_ALL: Final = frozenset({"all", "*", "全部", "所有"})
_DAY: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ].*)?|(\d{4})(\d{2})(\d{2})")
_MONTH: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})月?")
_DUE_RULES: Final = "应付日规则，例如 period_end、period_end+15、period_start+30、next_month:10"
_ENDS: Final = ("until", "ended_on")
_ENDED_BY: Final = {"suspend": "suspension_end", "open": "proceeding_ended"}


class LimitationFileError(RuleError):
    """A field of the document cannot be read. ``path`` names it, for example ``events[0].on``."""

    code = "limitation.file"

    def __init__(self, path: str, expected: str, value: object = None) -> None:
        """``expected`` is a Chinese phrase; ``value`` what stands there now (None = nothing)."""
        shown = "空的" if value is None else f"“{_shown(value)}”"
        super().__init__(f"{path}：应为{expected}，现在是{shown}，请改正后重试。")
        self.path = path


def from_json(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Clocks of the charges in a document, in its order, as plain JSON values.

    ``document``: {"today", "charges": [{"id", "period_start", "period_end", "due_on", "amount_fen"}], "events":
    [{"on", "kind", "proof", "covers"}]}; optional ``due_rule`` on the document or a charge fills a blank ``due_on``.
    Returns {"id", "expires_on", "state", "reasons": [{"on", "code", "article", "text"}]} per charge; dates are ISO
    text, ids are returned as given. Raises LimitationFileError naming the field.
    """
    if not isinstance(document, Mapping):
        raise LimitationFileError("文件", "一个含有 today、charges、events 的对象", document)
    today = _date(document.get("today"), "today")
    due_rule = document.get("due_rule")
    charges = [_charge(raw, path, due_rule) for path, raw in _objects(document, "charges")]
    ids = _ids(charges)
    events = [event for path, raw in _objects(document, "events") for event in _events(raw, path, ids)]
    return [_plain(clock) for clock in clocks_for(charges, events, today)]


def _plain(clock: Clock) -> dict[str, Any]:
    reasons = [
        {"on": reason.on.isoformat(), "code": reason.code, "article": reason.article, "text": reason.text}
        for reason in clock.reasons
    ]
    return {
        "id": clock.id,
        "expires_on": clock.expires_on.isoformat(),
        "state": clock.state.value,
        "reasons": reasons,
    }


# --- charges ----------------------------------------------------------------------------------------------


def _charge(raw: Mapping[str, Any], path: str, document_rule: object) -> ChargeClock:
    start = _optional_date(raw, "period_start", path, is_last=False)
    end = _optional_date(raw, "period_end", path, is_last=True)
    if start and end and end < start:
        raise LimitationFileError(f"{path}.period_end", f"不早于 period_start（{start}）的日期", raw["period_end"])
    due_on = _optional_date(raw, "due_on", path)
    if due_on is None:
        due_on = _due_on(start, end, raw.get("due_rule") or document_rule or DEFAULT_DUE_RULE, path)
    return ChargeClock(_id(raw.get("id"), f"{path}.id"), due_on, _amount(raw, path), start, end)


def _due_on(start: date | None, end: date | None, due_rule: object, path: str) -> date:
    if not isinstance(due_rule, str):
        raise LimitationFileError(f"{path}.due_rule", _DUE_RULES, due_rule)
    if end is None or (start is None and "period_start" in due_rule):
        raise LimitationFileError(f"{path}.due_on", "应付日；不知道应付日时，请填 period_start 和 period_end")
    try:
        return due_on_for(start or end, end, due_rule)
    except LimitationError:
        raise LimitationFileError(f"{path}.due_rule", _DUE_RULES, due_rule) from None


def _amount(raw: Mapping[str, Any], path: str) -> int:
    value = raw.get("amount_fen")
    if value is None:
        return 0
    if isinstance(value, str) and value.strip().isdecimal():
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise LimitationFileError(f"{path}.amount_fen", "不小于 0 的整数（单位：分）", value)
    return value


def _id(value: object, path: str) -> ChargeId:
    if isinstance(value, bool) or not isinstance(value, int | str) or value == "":
        raise LimitationFileError(path, "编号（文字或整数）", value)
    return value


def _ids(charges: Iterable[ChargeClock]) -> dict[str, ChargeId]:
    """Ids by their text, so that an event may write 7 or "7". Two charges must not share one."""
    ids: dict[str, ChargeId] = {}
    for place, charge in enumerate(charges):
        if str(charge.id) in ids:
            raise LimitationFileError(f"charges[{place}].id", "没有重复的编号", charge.id)
        ids[str(charge.id)] = charge.id
    return ids


# --- events -----------------------------------------------------------------------------------------------


def _events(raw: Mapping[str, Any], path: str, ids: Mapping[str, ChargeId]) -> list[Event]:
    """An event, and the end that some are written together with (``until``)."""
    on = _date(raw.get("on"), f"{path}.on")
    kind = raw.get("kind")
    if not isinstance(kind, str) or not kind.strip():
        raise LimitationFileError(f"{path}.kind", "事件种类，例如 demand、part_payment、filing", kind)
    try:
        row = rule("kind", kind_code(kind)[0], on)
    except LimitationError:
        raise LimitationFileError(f"{path}.kind", f"下列事件种类之一：{known_kinds()}", kind) from None
    covers = _covers(raw.get("covers"), f"{path}.covers", ids)
    proof = _proof(_signed(raw, path), row.text("needs"), f"{path}.proof")
    events = [Event(on, kind, proof, covers, _conditions(raw))]
    until = next((key for key in _ENDS if raw.get(key)), None)
    if until and row.text("effect") in _ENDED_BY:
        ended_on = _date(raw[until], f"{path}.{until}")
        if ended_on < on:
            raise LimitationFileError(f"{path}.{until}", f"不早于 on（{on}）的日期", raw[until])
        events.append(Event(ended_on, _ENDED_BY[row.text("effect")], None, covers))
    return events


def _covers(value: object, path: str, ids: Mapping[str, ChargeId]) -> frozenset[ChargeId] | None:
    """Ids meant by an event; those of charges outside this document are left out."""
    if value is None or (isinstance(value, str) and value in _ALL and value not in ids):
        return None
    wanted = value if isinstance(value, list) else [value]
    texts = [str(_id(each, f"{path}[{place}]")) for place, each in enumerate(wanted)]
    return frozenset(ids[text] for text in texts if text in ids)


def _signed(raw: Mapping[str, Any], path: str) -> object:
    """The proof as written, or, where someone signed for it, the grade that this signature has."""
    proof = raw.get("proof")
    if isinstance(proof, Mapping):
        proof = next((proof[key] for key in ("kind", "type", "grade", "code", "name") if proof.get(key)), None)
        if proof is None:
            raise LimitationFileError(f"{path}.proof", "证明的种类，例如 ems_signed", raw["proof"])
    signer = raw.get("signed_by")
    if signer and isinstance(signer, str) and proof not in (None, False, "", "none"):
        grade = proof_code(f"signed_by_{signer}")
        return proof if grade == "signed_receipt" else grade
    return proof


def _proof(value: object, needs: str, path: str) -> str | None:
    """A proof in any of the forms people write → a name for ``Event``.

    Blank means "nothing said": a demand then has no proof, while an owner's own promise is taken at its word and the
    reason asks for the record. true means "there is one", false "there is none"; of a list the best counts.
    """
    if value is None or value == "" or value == []:
        return "unstated" if needs == "record" else None
    if isinstance(value, bool) or value in (0, 1):
        return "asserted" if value else "none"
    if isinstance(value, list):
        names = [name for place, each in enumerate(value) if (name := _proof(each, needs, f"{path}[{place}]"))]
        return min(names, key=_rank, default=None)
    if not isinstance(value, str):
        raise LimitationFileError(path, "证明的种类，例如 ems_signed；没有就写 null", value)
    return value


def _rank(proof: str) -> int:
    return rule("proof", proof_code(proof), _EARLIEST).number("rank")


def _conditions(raw: Mapping[str, Any]) -> frozenset[str]:
    """Facts that lift a weak proof: a list ``conditions``, or true flags on the event or inside ``proof``."""
    inner = raw.get("proof")
    fields = {**inner, **raw} if isinstance(inner, Mapping) else dict(raw)
    listed = fields.get("conditions")
    names = [str(each) for each in listed] if isinstance(listed, list) else [str(listed or "")]
    names += [key for key, value in fields.items() if value is True]
    witnesses = fields.get("witnesses")
    count = len(witnesses) if isinstance(witnesses, list) else witnesses
    if isinstance(count, int) and count >= 2:
        names.append("two_witnesses")
    return frozenset[str]().union(*(conditions_in(name) for name in names))


# --- fields -----------------------------------------------------------------------------------------------


def _objects(document: Mapping[str, Any], key: str) -> list[tuple[str, Mapping[str, Any]]]:
    """The objects of a list field with their paths. ``events`` may be missing, ``charges`` may not."""
    value = document.get(key)
    if value is None and key == "events":
        return []
    if not isinstance(value, list):
        raise LimitationFileError(key, "一个列表", value)
    for place, each in enumerate(value):
        if not isinstance(each, Mapping):
            raise LimitationFileError(f"{key}[{place}]", "一个对象", each)
    return [(f"{key}[{place}]", each) for place, each in enumerate(value)]


def _optional_date(raw: Mapping[str, Any], key: str, path: str, *, is_last: bool | None = None) -> date | None:
    value = raw.get(key)
    return None if value is None or value == "" else _date(value, f"{path}.{key}", is_last)


def _date(value: object, path: str, is_last: bool | None = None) -> date:
    """A day as text or date. ``is_last`` allows a bare month: its last or first day."""
    day = value if isinstance(value, date) else _parsed(value, is_last) if isinstance(value, str) else None
    if isinstance(day, datetime):
        day = day.date()
    if day is None:
        raise LimitationFileError(path, "日期，例如 2024-05-01", value)
    if not _EARLIEST <= day <= _LATEST:
        raise LimitationFileError(path, f"{_EARLIEST} 到 {_LATEST} 之间的日期", value)
    return day


def _parsed(text: str, is_last: bool | None) -> date | None:
    match, month = _DAY.fullmatch(text.strip()), _MONTH.fullmatch(text.strip())
    try:
        if match:
            return date(*(int(part) for part in match.groups() if part))
        if month and is_last is not None:
            first = date(int(month[1]), int(month[2]), 1)
            return first.replace(day=monthrange(first.year, first.month)[1]) if is_last else first
    except ValueError:
        return None
    return None


def _shown(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 40 else f"{text[:40]}…"
