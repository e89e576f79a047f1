"""What a published penalty does to a card: stand on it, hide it for a time, or end it (table ``penalties``)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from jiefen.rules.errors import RuleError
from jiefen.rules.tables_io import load_table


@dataclass(frozen=True, slots=True)
class PenaltyKind:
    """``on``: lawyer, firm or both. ``effect``: show, hold or end. ``after``: days a hold goes on after the stop is over."""

    code: str
    name: str
    on: tuple[str, ...]
    effect: str
    after: int
    source: str


class UnknownPenalty(RuleError):
    """There is no such kind, or not for a lawyer (a firm)."""

    code = "penalties.unknown"


def kinds_for(whom: str, *, on: date) -> tuple[PenaltyKind, ...]:
    """The kinds a ``lawyer`` or a ``firm`` may meet, as the table stands on a day."""
    rows = [row for row in load_table("penalties", "kind") if row.covers(on)]
    found = (
        PenaltyKind(
            row.text("code"), row.text("name"), row.texts("on"), row.text("effect"), row.number("after"), row.source
        )
        for row in rows
    )  # fmt: skip
    return tuple(one for one in found if whom in one.on)


def kind_named(code: str, *, whom: str, on: date) -> PenaltyKind:
    """One kind. Raises UnknownPenalty."""
    for one in kinds_for(whom, on=on):
        if one.code == code:
            return one
    raise UnknownPenalty("请从列表里选处罚的种类。")


def held_until(kind: PenaltyKind, stopped_until: date | None) -> date | None:
    """The last day the card stays hidden; None when the kind hides nothing. ``stopped_until``: the last day of the stop.

    A hold without an end is refused: the decision names one. Raises UnknownPenalty.
    """
    if kind.effect != "hold":
        return None
    if stopped_until is None:
        raise UnknownPenalty(f"“{kind.name}”请写明到哪一天为止，决定书上有。")
    return stopped_until + timedelta(days=kind.after)
