"""Where a licence stands, and which moves are allowed. Only a verified licence puts a card on show."""

from __future__ import annotations

from typing import Final

from django.db.models import TextChoices


class LicenceState(TextChoices):
    """The life of a licence with us. The judicial administration's registry stays the truth; we check it yearly."""

    SUBMITTED = "submitted", "待核验"
    VERIFIED = "verified", "已核验"
    DUE_FOR_RECHECK = "due_for_recheck", "待年度复核"
    SUSPENDED = "suspended", "已暂停"
    REFUSED = "refused", "未通过"
    REVOKED = "revoked", "已注销"


S = LicenceState
LICENCE_MOVES: Final[dict[str, frozenset[str]]] = {
    S.SUBMITTED: frozenset({S.VERIFIED, S.REFUSED}),
    S.VERIFIED: frozenset({S.VERIFIED, S.DUE_FOR_RECHECK, S.SUSPENDED, S.REVOKED}),
    S.DUE_FOR_RECHECK: frozenset({S.VERIFIED, S.SUSPENDED, S.REVOKED}),
    S.SUSPENDED: frozenset({S.VERIFIED, S.REVOKED}),
    S.REFUSED: frozenset({S.SUBMITTED}),
    S.REVOKED: frozenset(),
}


class IntroductionState(TextChoices):
    """Where a lawyer's own words stand. A new text waits while the published one stays on show."""

    PUBLISHED = "published", "已发布"
    PENDING = "pending", "待审核"
    SENT_BACK = "sent_back", "请修改"
