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
        failure: BaseException | None = None
        got: Any = None
        try:
            got = yield waits_for
        except BaseException as error:
            failure = error
        try:
            waits_for = coroutine.throw(failure) if failure is not None else coroutine.send(got)
        except StopIteration:
            return
