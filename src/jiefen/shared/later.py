"""Code that is named at the start and imported when it is first called.

URL maps and what applications register name most of the program; importing all of it took half of a start, for pages
and work that nobody had asked for yet. They name it like this instead::

    today = later("jiefen.web.workbench.today")
    path("", today.today, name="today")  # imported with its first request, or by import_the_rest()

A module that is wanted for a type, a constant or inside one function is imported the usual way.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import Any, Final, TypeVar

C = TypeVar("C", bound=Callable[..., Any])
_named: Final[dict[str, ModuleType | None]] = {}
# Two threads that import half of the program towards each other can meet half-finished modules; one after the other.
_one_at_a_time: Final = threading.RLock()


class Later:
    """A module by its name. Its attributes are functions (or classes) that import it when they are called."""

    def __init__(self, module: str) -> None:
        self._module = module

    def __getattr__(self, name: str) -> LaterCall:
        if name.startswith("__"):  # asked by copy, inspect and their like: nothing of the module's own
            raise AttributeError(name)
        return LaterCall(self._module, name)


@dataclass(frozen=True)
class LaterCall:
    """Stands for a function of a module that may not be imported yet."""

    module: str
    name: str

    def __call__(self, *args: Any, **named: Any) -> Any:
        """Import the module, if nobody has yet, and call its function."""
        return self.itself(*args, **named)

    @property
    def itself(self) -> Any:
        """The function. ImportError or AttributeError when there is none of that name (a test asks for every one)."""
        return getattr(_imported(self.module), self.name)


def later(module: str) -> Later:
    """The module of that name, to be imported with the first call of one of its functions."""
    _named.setdefault(module, None)
    return Later(module)


def add_once(calls: list[C], call: C) -> None:
    """Append ``call`` unless it is there already, by itself or named to be imported later."""
    if _if_imported(call) not in map(_if_imported, calls):
        calls.append(call)


def import_the_rest(*, give_way: Callable[[], object]) -> None:
    """Import whatever was named and not yet called, one module after another: who asks meanwhile waits for one only.

    ``give_way`` is called before each; it returns when there is nothing more urgent to do.
    """
    for module in list(_named):
        give_way()
        _imported(module)


def _if_imported(call: Any) -> Any:
    return call.itself if isinstance(call, LaterCall) and call.module in sys.modules else call


def _imported(name: str) -> ModuleType:
    found = _named[name]
    if found is None:
        with _one_at_a_time:
            found = _named[name] = import_module(name)
    return found
