"""What the free lane may refuse."""

from __future__ import annotations

from jiefen.shared.errors import DomainError


class IntakeRefused(DomainError):
    """The question cannot be taken as it is."""

    code = "consultations.intake"


class AskedTooOften(DomainError):
    """Too many questions from one person or one network."""

    code = "consultations.too_often"


class OfferOver(DomainError):
    """Somebody else has it, or the time is up."""

    code = "consultations.offer_over"

    def __init__(self, message: str = "这一单已由别的律师接下，或已过时。不用做什么，等下一单就好。") -> None:
        super().__init__(message)


class NoPlace(DomainError):
    """The lawyer has as many talks as he wanted."""

    code = "consultations.no_place"


class NotOnDuty(DomainError):
    """The lawyer is not there, or may not be asked."""

    code = "consultations.not_on_duty"


class Conflicted(DomainError):
    """The lawyer's firm acts for the other side."""

    code = "consultations.conflict"

    def __init__(self) -> None:
        super().__init__("这个问题和所选律师的律所有利益冲突，不能交给他。请换一位。")


class ShiftRefused(DomainError):
    """A duty shift that does not fit."""

    code = "consultations.shift"


class AfterwardsRefused(DomainError):
    """Feedback, rating or a contact that does not fit this question now."""

    code = "consultations.afterwards"


class KeptByRule(DomainError):
    """What the client wants deleted must stay for now; the sentence names the rule."""

    code = "consultations.kept_by_rule"
