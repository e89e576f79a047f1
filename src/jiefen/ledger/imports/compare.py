"""A parsed sheet beside the ledger: what is new, what is there already, what contradicts it. Reads only.

A charge is known when the same premises already carries a standing charge of the same fee item and period. If its
amount, or what is still open of it, equals the sheet's, it is a duplicate and nothing happens; otherwise the sheet
contradicts the ledger and a person decides.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Max

from jiefen.estates.bulk import Found, Key, PremisesDraft, known_premises
from jiefen.estates.models import Estate
from jiefen.ledger.imports.plan import column_letter
from jiefen.ledger.imports.problems import Problem
from jiefen.ledger.imports.result import Line, Parsed, Premises
from jiefen.ledger.models import Charge, ChargePosition, PeriodFreeze
from jiefen.ledger.queries.numbers import month_end
from jiefen.rules.money import format_yuan

ChargeKey = tuple[int, str, dt.date | None, dt.date | None]  # premises id, fee item name, period


@dataclass
class Comparison:
    """``lines`` are those to be written; what was held back is counted and explained in ``problems``."""

    estate_of: list[str]  # per parsed premises: the name of its estate
    drafts: list[PremisesDraft]
    known: dict[str, dict[Key, Found]]
    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    duplicates: int = 0

    @property
    def new_premises(self) -> int:
        """How many premises would be created."""
        return sum(d.key not in self.known[name] for d, name in zip(self.drafts, self.estate_of, strict=True))

    def premises_id(self, index: int) -> int | None:
        """The id of a parsed premises that the ledger knows already."""
        found = self.known[self.estate_of[index]].get(self.drafts[index].key)
        return found.premises_id if found else None


def draft_of(premises: Premises) -> PremisesDraft:
    """The estates' view of one parsed premises; of several phones the first is kept."""
    key, price = premises.key, premises.unit_price_x100
    return PremisesDraft(
        key.building, key.entrance, key.room, key.kind, tuple(premises.owners), next(iter(premises.phones), ""),
        premises.id_no, premises.area_x100, None if price is None else price * 100,
        premises.note,
    )  # fmt: skip


def compare(parsed: Parsed, *, organisation_id: int, estate_name: str) -> Comparison:
    """Sort the parsed lines into new, duplicate and contradicting ones. A handful of queries per estate."""
    names = estate_names(parsed, estate_name)
    estates = {estate.name: estate for estate in Estate.objects.of(organisation_id).filter(name__in=set(names))}
    known = {name: known_premises(estates[name]) if name in estates else {} for name in {*names, estate_name}}
    result = Comparison(names, [draft_of(premises) for premises in parsed.premises], known)
    if any(known.values()):
        _sort_lines(parsed, result, frozen=_frozen_until(estates.values()))
    else:
        result.lines = parsed.lines
    return result


def estate_names(parsed: Parsed, estate_name: str) -> list[str]:
    """The estate of each parsed premises. A sheet of several estates says it row by row; otherwise the import's name
    holds for all, because a person may have corrected what the title says.
    """
    stated = {premises.estate for premises in parsed.premises if premises.estate}
    if len(stated) <= 1:
        return [estate_name] * len(parsed.premises)
    return [premises.estate or estate_name for premises in parsed.premises]


def _frozen_until(estates: Iterable[Estate]) -> dict[str, dt.date]:
    """The last frozen day per estate name."""
    rows = PeriodFreeze.objects.filter(estate__in=list(estates)).values("estate__name").annotate(last=Max("month"))
    return {row["estate__name"]: month_end(row["last"]) for row in rows}


def _sort_lines(parsed: Parsed, result: Comparison, *, frozen: dict[str, dt.date]) -> None:
    ids = [result.premises_id(index) for index in range(len(result.drafts))]
    standing = _standing_charges([premises_id for premises_id in ids if premises_id is not None])
    for line in parsed.lines:
        premises_id, closed = ids[line.premises], frozen.get(result.estate_of[line.premises])
        same = standing.get((premises_id, line.item, line.period_start, line.period_end)) if premises_id else None
        if same:
            _judge_known(line, same, result)
        elif closed and line.period_start and line.period_start <= closed:
            result.problems.append(
                _problem(
                    line,
                    "period_frozen",
                    f"{closed:%Y年%-m月}及以前已经关账，这一笔没有写入。",
                    "请改记到未关账的月份。",
                )
            )
        else:
            result.lines.append(line)


def _judge_known(line: Line, same: list[tuple[int, int]], result: Comparison) -> None:
    """``same``: (amount, still open) of standing charges under the line's key, each answering one line."""
    for number, (amount, still_open) in enumerate(same):
        if line.receivable_fen == amount or line.outstanding_fen in (amount, still_open):
            del same[number]
            result.duplicates += 1
            return
    amount, still_open = same.pop(0)
    said = f"账上这一期应收 {format_yuan(amount)} 元、还欠 {format_yuan(still_open)} 元，表里写的是 {format_yuan(line.outstanding_fen)} 元，没有改动账目。"
    todo = "如果业主交过钱，请导入收款流水；如果账上记错了，请先冲正再导入。"
    result.problems.append(_problem(line, "differs_from_ledger", said, todo))


def _problem(line: Line, code: str, message: str, suggestion: str) -> Problem:
    letter = column_letter(line.column)
    return Problem(
        line.sheet, line.row, letter, line.item, format_yuan(line.outstanding_fen), code, message, suggestion, True
    )


def _standing_charges(premises_ids: list[int]) -> dict[ChargeKey, list[tuple[int, int]]]:
    """Per key the (amount, still open) pairs of charges that were not reversed."""
    found: dict[ChargeKey, list[tuple[int, int]]] = defaultdict(list)
    for start in range(0, len(premises_ids), 5000):
        chunk = premises_ids[start : start + 5000]
        still_open = dict(ChargePosition.objects.filter(premises_id__in=chunk).values_list("pk", "outstanding_fen"))
        rows = Charge.objects.filter(premises_id__in=chunk, reversal_of=None, reversals=None).values_list(
            "pk", "premises_id", "fee_item__name", "period_start", "period_end", "amount_fen"
        )
        for pk, premises_id, item, first, last, amount in rows.iterator():
            found[premises_id, item, first, last].append((amount, still_open.get(pk, 0)))
    return found
