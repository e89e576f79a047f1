"""What an action on lawyers may be refused for."""

from __future__ import annotations

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
