"""Refusals with a name. Every error a person may see is a DomainError: a code, a sentence, and what to do next."""

from __future__ import annotations

from jiefen.rules.errors import RuleError


class DomainError(RuleError):
    """An action refuses. ``code`` is stable for programs; the message is a Chinese sentence for the person."""

    code = "refused"


class NotFound(DomainError):
    """The thing does not exist, or the asker may not know that it does: the answer is the same."""

    code = "not_found"

    def __init__(self, message: str = "没有找到您要的内容。它可能已被移走，或不在您的权限内。") -> None:
        super().__init__(message)


class NotPermitted(DomainError):
    """The asker is known and may see the thing, but his role does not allow this action."""

    code = "not_permitted"
