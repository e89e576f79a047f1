"""./run bench dispatch: the decision's own cost at the size of the plan, and of the whole simulated day.

decide_ms     one decision: 60 waiting, 75 lawyers on duty, a third of their places taken (median of 200)
share_of_tick_percent   the same as a share of the two seconds between two decisions: its limit
day_seconds   a simulated day of 9,160 questions, CPU seconds
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import time
from datetime import date

from jiefen.engine.dispatch import OnDuty, Waiting, decide
from jiefen.engine.dispatch_day import Assumptions, simulate
from jiefen.rules.dispatch import day_curve, dispatch_on, labels_on
from jiefen.rules.service_clock import clock_on

DAY = date(2026, 11, 26)
QUESTIONS, LAWYERS, ROUNDS = 60, 75, 200


def main() -> None:
    """Measure and print."""
    rules, labels = dispatch_on(DAY), tuple(dict.fromkeys(labels_on(DAY).values()))
    draw = random.Random(7)
    waiting = [Waiting(each, float(each), draw.choice(labels), "3205") for each in range(QUESTIONS)]
    duty = [
        OnDuty(each, 3, draw.choice((0, 0, 3)), frozenset(draw.sample(labels, 3)), "3205", draw.random(), draw.randrange(40))
        for each in range(LAWYERS)
    ]  # fmt: skip
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        decide(waiting, duty, now=100.0, rules=rules)
        times.append((time.process_time() - start) * 1000)
    start = time.process_time()
    found = simulate(Assumptions(9160, LAWYERS, 0.35, day_curve(DAY), labels), rules=rules, clock=clock_on(DAY), seed=1)
    result = {
        "decide_ms": round(statistics.median(times), 2),
        "share_of_tick_percent": round(statistics.median(times) / 10 / rules.tick_seconds, 2),
        "day_seconds": round(time.process_time() - start, 2),
        "within_5_min": found.within_5_min,
    }
    print(
        json.dumps(result) if "--json" in sys.argv else "\n".join(f"{name} {value}" for name, value in result.items())
    )


if __name__ == "__main__":
    main()
