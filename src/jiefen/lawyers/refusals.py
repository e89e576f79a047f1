"""What an action on lawyers may be refused for."""

from __future__ import annotations

from collections.abc import Sequence

from jiefen.rules.promotion_lint import Finding
from jiefen.shared.errors import DomainError


class WrongMoment(DomainError):
    """The licence is not in a state that allows this."""

    code = "lawyers.wrong_moment"


class LicenceTaken(DomainError):
    """Another card carries this licence number."""

    code = "lawyers.licence_taken"


class NotVerifiable(DomainError):
    """The licence number contradicts what the person says, or evidence is missing."""

    code = "lawyers.not_verifiable"


class FirmRefused(DomainError):
    """Joining, leaving or moving firm cannot be recorded this way."""

    code = "lawyers.firm"


class CardRefused(DomainError):
    """A card cannot carry this."""

    code = "lawyers.card"


class SheetRefused(DomainError):
    """The spreadsheet cannot be read as a list of lawyers."""

    code = "lawyers.sheet"


class ConflictRefused(DomainError):
    """A line of the conflict book cannot be written this way."""

    code = "lawyers.conflict"


class PromotionRefused(CardRefused):
    """The words break a promotion rule; ``findings`` name the words, the rule and what to write instead."""

    code = "lawyers.promotion"

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        first = self.findings[0]
        super().__init__(f"“{first.words}”不能这样写（{first.title}，{first.rule}）。{first.say}")
