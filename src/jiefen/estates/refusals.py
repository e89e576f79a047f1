"""What changing a household may be refused for."""

from __future__ import annotations

from jiefen.shared.errors import DomainError


class OwnersRefused(DomainError):
    """The owners given cannot all be right together."""

    code = "estates.owners"


class ChangeDateRefused(DomainError):
    """The day of the change contradicts what is already recorded, or lies in the future."""

    code = "estates.change_date"


class DeliveryRefused(DomainError):
    """Delivery cannot be recorded this way."""

    code = "estates.delivery"
