"""Counts over the directory for the public page: what is verified today, nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from jiefen.lawyers.models import Affiliation, Licence, VerifiedMatter
from jiefen.lawyers.states import LicenceState


@dataclass(frozen=True)
class DirectoryFigures:
    """Lawyers with a verified licence (``invented`` of them are demo rows), their firms, verified matters."""

    lawyers: int
    invented: int
    firms: int
    matters: int

    @property
    def is_invented(self) -> bool:
        """Whether everybody on show is invented: such figures say so beside them."""
        return self.lawyers > 0 and self.invented == self.lawyers


def directory_figures() -> DirectoryFigures:
    """Three counting queries over the whole directory; callers keep the answer for a while."""
    on_show = Licence.objects.filter(state=LicenceState.VERIFIED)
    counts = on_show.aggregate(
        lawyers=Count("pk"),
        invented=Count("pk", filter=Q(lawyer__is_demo=True)),
    )
    at_work = Affiliation.objects.filter(until_on=None, lawyer__licence__state=LicenceState.VERIFIED)
    matters = VerifiedMatter.objects.filter(lawyer__licence__state=LicenceState.VERIFIED).count()
    return DirectoryFigures(**counts, firms=at_work.values("firm_id").distinct().count(), matters=matters)
