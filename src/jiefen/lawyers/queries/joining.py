"""Where somebody stands on his way into the directory."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum

from jiefen.accounts.actors import Actor
from jiefen.accounts.queries import user_id_of
from jiefen.accounts.roles import Capability
from jiefen.lawyers.models import Affiliation, Introduction, Lawyer, Licence
from jiefen.lawyers.states import LicenceState
from jiefen.rules.regions import cities


class JoinStep(Enum):
    """What is to be done next, or what is waited for."""

    FACTS = "facts"
    LICENCE = "licence"
    WAITING = "waiting"
    AGAIN = "again"  # refused: hand in once more
    ON_SHOW = "on_show"
    RECHECK = "recheck"
    NO_FIRM = "no_firm"  # verified, but he left his firm: not on show
    STOPPED = "stopped"  # suspended or revoked


@dataclass(frozen=True)
class Joining:
    """``note``: why refused or stopped. ``lawyer_id`` 0 before there is a card."""

    step: JoinStep
    lawyer_id: int = 0
    name: str = ""
    firm: str = ""
    submitted_at: dt.datetime | None = None
    note: str = ""


_STEPS = {
    LicenceState.SUBMITTED: JoinStep.WAITING, LicenceState.VERIFIED: JoinStep.ON_SHOW,
    LicenceState.DUE_FOR_RECHECK: JoinStep.RECHECK, LicenceState.REFUSED: JoinStep.AGAIN,
    LicenceState.SUSPENDED: JoinStep.STOPPED, LicenceState.REVOKED: JoinStep.STOPPED,
}  # fmt: skip


def _step(state: str, here: Affiliation | None) -> JoinStep:
    step = _STEPS[LicenceState(state)]
    return JoinStep.NO_FIRM if step is JoinStep.ON_SHOW and here is None else step


def joining(actor: Actor) -> Joining:
    """The own card's way; at most four queries. Raises NotPermitted."""
    actor.require(Capability.MANAGE_OWN_CARD)
    user_id = user_id_of(actor)
    lawyer = Lawyer.objects.filter(user_id=user_id).first() if user_id else None
    if lawyer is None:
        return Joining(JoinStep.FACTS)
    here = Affiliation.objects.filter(lawyer=lawyer, until_on=None).select_related("firm").first()
    firm = here.firm.name if here else ""
    licence = Licence.objects.filter(lawyer=lawyer).first()
    if licence is None:
        return Joining(JoinStep.LICENCE, lawyer.pk, lawyer.name, firm)
    return Joining(_step(licence.state, here), lawyer.pk, lawyer.name, firm, licence.submitted_at, licence.note)


@dataclass(frozen=True)
class OwnCard:
    """Everything a lawyer edits of himself. ``words``: the draft he is working on, ``words_note`` why it came back."""

    lawyer_id: int
    name: str
    step: JoinStep
    city: str
    areas: tuple[str, ...]
    topics: tuple[str, ...]
    languages: tuple[str, ...]
    courts: tuple[str, ...]
    is_online: bool
    capacity: int
    open_matters: int
    firm: str
    firm_since: dt.date | None
    recheck_due_on: dt.date | None
    words: str
    words_state: str
    words_note: str


def own_card(actor: Actor) -> OwnCard | None:
    """The actor's own card; None before he made one. Seven queries. Raises NotPermitted."""
    actor.require(Capability.MANAGE_OWN_CARD)
    user_id = user_id_of(actor)
    lawyer = Lawyer.objects.filter(user_id=user_id).first() if user_id else None
    if lawyer is None:
        return None
    here = Affiliation.objects.filter(lawyer=lawyer, until_on=None).select_related("firm").first()
    licence = Licence.objects.filter(lawyer=lawyer).values_list("state", "recheck_due_on").first()
    state, due_on = licence or ("", None)
    words = Introduction.objects.filter(lawyer=lawyer).first()
    return OwnCard(
        lawyer.pk, lawyer.name, _step(state, here) if state else JoinStep.LICENCE,
        cities()[lawyer.city_code].name, tuple(lawyer.areas.order_by("place").values_list("area", flat=True)),
        tuple(lawyer.words), tuple(lawyer.languages),
        tuple(lawyer.courts.order_by("pk").values_list("court", flat=True)), lawyer.is_online, lawyer.capacity,
        lawyer.open_matters, here.firm.name if here else "", here.from_on if here else None,
        due_on, words.draft if words else "", words.state if words else "", words.note if words else "",
    )  # fmt: skip
