"""Sending without a task: most writes end at once, and the few that must wait go on in a task from where they stopped."""

from __future__ import annotations

import types
from collections.abc import Coroutine, Generator
from typing import Any


def begin(coroutine: Coroutine[Any, Any, None]) -> Any:
    """Run to the first wait: None when it ended, else the future it waits for. Raises what the coroutine raises."""
    try:
        return coroutine.send(None)
    except StopIteration:
        return None


@types.coroutine
def resume(coroutine: Coroutine[Any, Any, None], waits_for: Any) -> Generator[Any, Any, None]:
    """Inside a task: wait for what ``begin`` returned, then run the rest."""
    while True:
        try:
            got = yield waits_for
        except BaseException as error:
            carry_on, given = coroutine.throw, error
        else:
            carry_on, given = coroutine.send, got
        try:
            waits_for = carry_on(given)
        except StopIteration:
            return
