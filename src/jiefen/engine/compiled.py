"""Plain Python functions of whole numbers → machine code, when there is enough work to be worth it.

The functions stay what they are, so one household is answered without numba ever being imported. They touch arrays
and numbers only, so the machine code lets other threads go on. What was compiled
is kept in ``NUMBA_CACHE_DIR`` (config/settings puts it under the data folder), under a name that changes with any of
the source files: numba itself would not notice a change in a function that another file calls.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any


def compiled(main: Callable[..., Any], modules: Sequence[ModuleType]) -> Callable[..., Any]:
    """``main`` in machine code, together with every function of ``modules``. Takes seconds the first time."""
    import numba

    folder = os.environ.get("NUMBA_CACHE_DIR", "")
    if folder:
        numba.config.CACHE_DIR = str(Path(folder) / _fingerprint(modules))
    machine: dict[Any, Any] = {}
    spaces = [dict(vars(module)) for module in modules]
    for module, space in zip(modules, spaces, strict=True):
        for name, function in vars(module).items():
            if isinstance(function, FunctionType) and function.__module__ == module.__name__:
                copy = FunctionType(function.__code__, space, name)
                is_inner = function is not main
                machine[function] = numba.njit(
                    cache=bool(folder), error_model="numpy", nogil=True, forceinline=is_inner,
                    no_cpython_wrapper=is_inner, no_cfunc_wrapper=is_inner,
                )(copy)  # fmt: skip
    for space in spaces:  # what a function calls is looked up when it is first run: by then all are machine code
        space.update({name: machine[each] for name, each in space.items() if _is_one_of(each, machine)})
    found: Callable[..., Any] = machine[main]
    return found


def _is_one_of(thing: object, machine: dict[Any, Any]) -> bool:
    return isinstance(thing, FunctionType) and thing in machine


def _fingerprint(modules: Sequence[ModuleType]) -> str:
    digest = hashlib.sha256()
    for module in modules:
        digest.update(Path(str(module.__file__)).read_bytes())
    return digest.hexdigest()[:16]
