"""What the talk page shows of one household: its people and past words, what is open, and the ways to choose from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from jiefen.collection.queries.options import options_of
from jiefen.collection.queries.plannable import PlannableDebt, plannable_debts
from jiefen.collection.queries.words import past_words
from jiefen.estates.models import Premises
from jiefen.ledger.queries.accounts import accounts_of
from jiefen.rules.money import format_yuan
from jiefen.rules.plan_options import PlanOption, PlanOptionCode
from jiefen.rules.playbook import Play, obstacles, play_for
from jiefen.web.workbench.entries.frame import bill_title


@dataclass(frozen=True)
class Way:
    """An option as the form offers it. ``amount`` (元) and ``on``: what it says itself, to be put into the fields below."""

    option: PlanOption

    @property
    def amount(self) -> str:
        """What is to be paid at once or on its day; "" where the option names no sum."""
        fen = self.option.now_fen or self.option.total_fen
        return f"{fen // 100}.{fen % 100:02d}" if fen else ""

    @property
    def on(self) -> str:
        """The day of the payment or of the first instalment, as the browser's picker wants it."""
        if self.option.code == PlanOptionCode.HARDSHIP:
            return ""
        first = self.option.schedule[0].due_on if self.option.schedule else self.option.due_on
        return first.isoformat() if first else ""

    @property
    def until(self) -> str:
        """The last day of a pause, "" for any other way."""
        is_pause = self.option.code == PlanOptionCode.HARDSHIP and self.option.due_on
        return self.option.due_on.isoformat() if is_pause and self.option.due_on else ""


@dataclass(frozen=True)
class TalkFacts:
    """Everything the form needs. ``debts``: open, undisputed bills; ``bills``: (id, title) that may be disputed."""

    premises: Premises
    debts: list[PlannableDebt]
    bills: list[tuple[str, str]]
    options: tuple[PlanOption, ...]
    plays: tuple[Play, ...]
    last_words: tuple[str, ...]

    @property
    def principal_fen(self) -> int:
        """What is open and undisputed, 分, without late charge."""
        return sum(debt.principal_fen for debt in self.debts)

    @property
    def late_charge_fen(self) -> int:
        """Late charge claimed so far, 分."""
        return sum(debt.late_charge_fen for debt in self.debts)

    @property
    def offered(self) -> list[PlanOption]:
        """The options this household can really choose."""
        return [option for option in self.options if option.is_offered]

    @property
    def ways(self) -> list[Way]:
        """The same with the sum and day each of them names."""
        return [Way(option) for option in self.offered]

    @property
    def not_offered(self) -> list[PlanOption]:
        """Those it cannot, with why: the owner may ask."""
        return [option for option in self.options if not option.is_offered]

    @property
    def questions(self) -> list[tuple[str, str]]:
        """Every open question, for the form's choices: it is kept in its own words."""
        every = dict.fromkeys(question for play in self.plays for question in play.questions)
        return [(question, question) for question in every]


def open_bills(premises_id: int) -> list[tuple[str, str]]:
    """(id, title) of the bills with something open, deposits left out. Two queries."""
    return [
        (str(account.charge.pk), f"{bill_title(account)} {format_yuan(account.outstanding_fen)} 元")
        for account in accounts_of(premises_id)
        if account.outstanding_fen > 0 and not account.is_deposit
    ]


def talk_facts(premises: Premises, *, today: dt.date) -> TalkFacts:
    """The facts of premises that the caller may see."""
    debts = plannable_debts(premises.pk, today=today)
    options = options_of(premises.pk, debts, today=today)
    plays = tuple(play_for(code, on=today) for code in obstacles())
    return TalkFacts(premises, debts, open_bills(premises.pk), options, plays, tuple(past_words(premises.pk)))
