"""Who is acting: the ``by=`` of every action. Detached from the request, so a job or a script can act too."""

from __future__ import annotations

from dataclasses import dataclass

from jiefen.accounts.roles import ALLOWED, Capability, Role
from jiefen.shared.errors import NotPermitted


@dataclass(frozen=True)
class Actor:
    """A membership at work. ``membership_id`` is None for the system itself."""

    organisation_id: int
    membership_id: int | None
    role: str
    display_name: str = ""
    organisation_name: str = ""
    must_change_password: bool = False  # his password was chosen by somebody else

    def can(self, capability: Capability) -> bool:
        """Whether the role allows it."""
        return capability in ALLOWED[self.role]

    def require(self, capability: Capability) -> None:
        """Raise NotPermitted, naming what the role lacks and whom to ask."""
        if not self.can(capability):
            role = Role(self.role).label
            sentence = f"“{role}”不能{capability.label}。需要的话，请{_who_can(capability)}来做。"
            raise NotPermitted(sentence, code=f"not_permitted.{capability}")


def _who_can(capability: Capability) -> str:
    """The roles it belongs to, in words: a manager is not sent to the manager."""
    *others, last = [Role(role).label for role in ALLOWED if capability in ALLOWED[role] and role != Role.SYSTEM]
    return f"{'、'.join(others)}或{last}" if others else last


def system_actor(organisation_id: int) -> Actor:
    """The platform itself: migrations of old data, nightly work, the command line."""
    return Actor(organisation_id, None, Role.SYSTEM, "系统")
