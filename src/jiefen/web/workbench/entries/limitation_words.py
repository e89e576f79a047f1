"""The kinds of event and the proofs of rules/limitation as a form offers them, and the ladder of proofs in words."""

from __future__ import annotations

import datetime as dt
from typing import Final

from jiefen.rules.limitation_terms import TABLE
from jiefen.rules.tables_io import Row, load_table

Groups = list[tuple[str, list[tuple[str, str]]]]

# Part payments come from the ledger; the vague grades are for imported sheets that do not say what they have.
_NOT_BY_HAND: Final = frozenset({"part_payment", "asserted", "unstated", "unknown", "none"})
_BY_NEED: Final = {"arrival": "我们向业主提出的（要证明送到了）", "record": "业主自己的表示（要有他本人的记录）"}
_BY_EFFECT: Final = {
    "interrupt": "法院、仲裁和调解",
    "open": "法院、仲裁和调解",
    "end": "程序的结果",
    "close": "程序的结果",
    "judgment": "程序的结果",
    "suspend": "暂时不能主张权利的情况",
    "resume": "暂时不能主张权利的情况",
    "none": "不影响时效，只留个记录",
}
_GROUPS: Final = (*_BY_NEED.values(), *dict.fromkeys(_BY_EFFECT.values()))
_BY_ARRIVAL: Final = {"yes": "能证明送到业主", "weak": "要再加条件才算送到（先按不算）", "no": "证明不了送到"}
_AS_RECORD: Final = {
    "yes": "作为业主自己的表示，算",
    "weak": "作为业主自己的表示，要加条件",
    "no": "作为业主自己的表示，不算",
}


def _offered(section: str, today: dt.date, order: str) -> list[Row]:
    rows = [row for row in load_table(TABLE, section) if row.covers(today) and row.text("code") not in _NOT_BY_HAND]
    return sorted(rows, key=lambda row: row.number(order))


def kind_choices(today: dt.date) -> Groups:
    """Kinds of event in force, grouped by what has to be proved."""
    groups: dict[str, list[tuple[str, str]]] = {name: [] for name in _GROUPS}
    for row in _offered("kind", today, "order"):
        need = row.text("needs")
        group = _BY_NEED[need] if need else _BY_EFFECT[row.text("effect")]
        groups[group].append((row.text("code"), row.text("label")))
    return [(name, rows) for name, rows in groups.items() if rows]


def proof_choices(today: dt.date) -> Groups:
    """Proofs in force, best first, grouped by whether they show that a demand arrived."""
    groups: dict[str, list[tuple[str, str]]] = {name: [] for name in _BY_ARRIVAL.values()}
    for row in _offered("proof", today, "rank"):
        groups[_BY_ARRIVAL[row.text("arrival")]].append((row.text("code"), row.text("label")))
    return list(groups.items())


def ladder(today: dt.date) -> list[tuple[str, list[dict[str, str]]]]:
    """The same groups with what to watch for, and what each is worth as the owner's own statement where that differs."""
    groups: dict[str, list[dict[str, str]]] = {name: [] for name in _BY_ARRIVAL.values()}
    for row in _offered("proof", today, "rank"):
        record = _AS_RECORD[row.text("record")] if row.text("record") != row.text("arrival") else ""
        why = "；".join(filter(None, (row.text("hint"), record)))
        groups[_BY_ARRIVAL[row.text("arrival")]].append({"label": row.text("label"), "why": why})
    return list(groups.items())
