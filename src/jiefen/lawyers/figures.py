"""Counts over the directory for the public page: what is verified today, nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from jiefen.lawyers.models import Affiliation, Licence, VerifiedMatter
from jiefen.lawyers.states import LicenceState


@dataclass(frozen=True)
class DirectoryFigures:
    """Lawyers with a verified licence, their firms, verified matters: of real people as soon as there is one.

    ``invented`` demo lawyers are counted apart, so that no figure mixes the two.
    """

    lawyers: int
    invented: int
    firms: int
    matters: int
    is_invented: bool  # nobody real is on show: the figures are the demo's and say so

    @property
    def remark(self) -> str:
        """What has to stand beside the figures; empty when nothing is invented."""
        if not self.invented:
            return ""
        return "演示数据" if self.is_invented else f"另有演示 {self.invented:,} 位不算在内"


def directory_figures() -> DirectoryFigures:
    """Three counting queries over the whole directory; callers keep the answer for a while."""
    verified = Licence.objects.filter(state=LicenceState.VERIFIED)
    real, invented = (
        verified.aggregate(real=Count("pk", filter=Q(lawyer__is_demo=False)), demo=Count("pk", filter=Q(lawyer__is_demo=True)))
        .values()
    )  # fmt: skip
    demo = real == 0
    whose = {"lawyer__licence__state": LicenceState.VERIFIED, "lawyer__is_demo": demo}
    return DirectoryFigures(
        invented if demo else real, invented,
        Affiliation.objects.filter(until_on=None, **whose).values("firm_id").distinct().count(),
        VerifiedMatter.objects.filter(**whose).count(), demo and invented > 0,
    )  # fmt: skip
