"""Queues with patience: how long people wait for c places, how many leave, and how many places it takes.

Erlang C (nobody leaves) and Erlang A (people leave at a rate; Palm 1957, Garnett, Mandelbaum and Reiman 2002) for
Poisson arrivals and exponential times. They are estimates: real arrivals are burstier than the formulas believe.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, exp, sqrt

from jiefen.rules.errors import RuleError


class QueueError(RuleError):
    """A load that makes no sense."""

    code = "erlang.invalid"


@dataclass(frozen=True, slots=True)
class Patience:
    """The state of an Erlang A queue in the long run: shares of all who come, and the mean wait in seconds."""

    waits: float
    leaves: float
    mean_wait_s: float


def offered_load(per_hour: float, service_s: float) -> float:
    """Busy places on average when everybody is served at once: λ·s. Raises QueueError for negative numbers."""
    if per_hour < 0 or service_s <= 0:
        raise QueueError("每小时人数不能小于 0，每次时长要大于 0，请检查。")
    return per_hour / 3600 * service_s


def waits_in_erlang_c(places: int, load: float) -> float:
    """The share of people who find every place taken, when nobody leaves. 1 when the load is more than the places."""
    if load <= 0:
        return 0.0
    if places <= load:
        return 1.0
    blocked = 1.0
    for each in range(1, places + 1):
        blocked = load * blocked / (each + load * blocked)
    return blocked / (1 - load / places * (1 - blocked))


def late_in_erlang_c(places: int, load: float, *, service_s: float, limit_s: float) -> float:
    """The share who wait longer than ``limit_s``: C(c,a)·e^(−(c−a)t/s). 1 when the queue grows for ever."""
    if places <= load:
        return 1.0 if load > 0 else 0.0
    return waits_in_erlang_c(places, load) * exp(-(places - load) * limit_s / service_s)


def erlang_a(places: int, load: float, *, service_s: float, patience_s: float) -> Patience:
    """The long run when people leave after ``patience_s`` seconds on average: a birth–death chain, summed until flat."""
    if load <= 0:
        return Patience(0.0, 0.0, 0.0)
    if places < 0 or patience_s <= 0:
        raise QueueError("席位不能小于 0，耐心要大于 0，请检查。")
    arrive, serve, leave = load / service_s, 1 / service_s, 1 / patience_s
    weight, total, waiting, queue, state = 1.0, 1.0, 0.0 if places else 1.0, 0.0, 0
    while state < places or weight > total * 1e-12:
        state += 1
        weight *= arrive / (min(state, places) * serve + max(state - places, 0) * leave)
        total += weight
        waiting += weight if state >= places else 0.0
        queue += weight * max(state - places, 0)
        if weight > 1e200:
            weight, total, waiting, queue = weight / 1e200, total / 1e200, waiting / 1e200, queue / 1e200
    in_line = queue / total
    return Patience(waiting / total, in_line * leave / arrive, in_line / arrive)


def places_needed(load: float, *, service_s: float, limit_s: float, late: float) -> int:
    """The fewest places with at most the share ``late`` waiting longer than ``limit_s``."""
    places = max(ceil(load), 1) if load > 0 else 0
    while late_in_erlang_c(places, load, service_s=service_s, limit_s=limit_s) > late:
        places += 1
    return places


def places_by_square_root(load: float, safety: float) -> float:
    """The rule of thumb a + β√a: how staffing follows the load over the day."""
    return load + safety * sqrt(load)
