"""What articles refuse, by name. Every sentence says what to do instead."""

from __future__ import annotations

from collections.abc import Sequence

from jiefen.rules.promotion_lint import Finding
from jiefen.shared.errors import DomainError


class DraftRefused(DomainError):
    """The draft cannot be kept or handed in like this."""

    code = "articles.draft"


class DraftChangedElsewhere(DomainError):
    """Another window saved this draft meanwhile; nothing was overwritten."""

    code = "articles.draft_changed"


class PromotionRefused(DomainError):
    """The text says what the bar's promotion rules forbid. ``findings`` say where, which rule, and what to write."""

    code = "articles.promotion"

    def __init__(self, findings: Sequence[Finding]) -> None:
        first = findings[0]
        super().__init__(
            f"有 {len(findings)} 处写法违反律师推广规则，还不能提交。第一处：“{first.words}”（{first.title}，{first.rule}）。可以这样写：{first.say}"
        )
        self.findings = tuple(findings)


class ReviewRefused(DomainError):
    """The reviewer's decision cannot be taken like this."""

    code = "articles.review"


class PictureRefused(DomainError):
    """The file is no picture we can keep."""

    code = "articles.picture"


class GrievanceRefused(DomainError):
    """The complaint, its answer, decision or appeal cannot be taken like this."""

    code = "articles.grievance"


class TooManyGrievances(DomainError):
    """More complaints in a day than one reader may file."""

    code = "rate.grievances"
