"""The register of the kinds of sheet that can be imported: contexts name theirs when the app starts (ADR 0006).

Apart from ``imports/``, so that a start does not read the whole import engine only to have the names written down.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from jiefen.ledger.imports.kinds.base import SheetKind

_makers: Final[dict[str, Callable[[], SheetKind[Any, Any]]]] = {}


def register(code: str, maker: Callable[[], SheetKind[Any, Any]]) -> None:
    """Make the kind of an ImportKind code known; ``maker()`` is called when the first such sheet is read."""
    _makers[code] = maker


@cache
def kind_of(code: str) -> SheetKind[Any, Any]:
    """The kind registered for an ImportKind code."""
    return _makers[code]()
