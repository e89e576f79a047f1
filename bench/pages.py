"""CPU per page for an organisation of 100,000 households, beside an empty Django view in the same run.

    ./run bench pages [--households 100000] [--repeat 15] [--json]

The organisation is written in bulk to a temporary SQLite database (not timed). Each page is asked for in process,
through every middleware, signed in; the figure is the median CPU time (user + system, all threads: SQLite's work is
in it) in ms. ``numbers`` is asked for again unchanged; ``numbers_after_a_payment`` after a payment was recorded each time;
``numbers_counted_anew`` with its memory emptied each time, as after a restart. Queries: without BEGIN and COMMIT.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from bench.report import peak_mb, show

if TYPE_CHECKING:
    from django.test import Client

    from bench._pages_world import World

HOUSEHOLDS = 100_000


def addresses(world: World, today_month: str) -> dict[str, str]:
    """Name of the figure → address."""
    from urllib.parse import quote

    return {
        "households_first": "/workbench/households/",
        "households_deep": "/workbench/households/?page=150",
        "households_by_room_deep": "/workbench/households/?sort=room&page=150",
        "households_search_name": f"/workbench/households/?q={quote(world.name)}",
        "households_search_surname": f"/workbench/households/?q={quote(world.name[0])}",
        "households_search_pinyin": "/workbench/households/?q=wf",
        "households_search_room": f"/workbench/households/?q={quote(world.room)}",
        "households_search_phone": f"/workbench/households/?q={world.phone}",
        "households_filter_estate": "/workbench/households/?estate=3&owing=yes",
        "households_filter_band": "/workbench/households/?band=90",
        "households_filter_bucket": "/workbench/households/?bucket=d31_60&sort=oldest",
        "limitation_board": "/workbench/limitation/",
        "limitation_households": "/workbench/limitation/households/?band=90",
        "household": f"/workbench/households/{world.household_id}/",
        "today": "/workbench/",
        "numbers": "/workbench/numbers/",
        "numbers_by_building": "/workbench/numbers/?by=building",
        "numbers_frozen_month": f"/workbench/numbers/?month={today_month}",
    }


def _nothing() -> None:
    """Before most requests."""


def _cpu_ms(client: Client, address: str, repeat: int, before: Callable[[], None] = _nothing) -> float:
    """Median over ``repeat`` requests after one that is not counted; ``before`` each, not timed."""
    times = []
    for _ in range(repeat + 1):
        before()
        began = time.process_time()
        answer = client.get(address)
        times.append((time.process_time() - began) * 1000)
        assert answer.status_code == 200, (address, answer.status_code)
    return round(statistics.median(times[1:]), 2)


def _queries(client: Client, address: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as found:
        client.get(address)
    frame = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    return sum(not each["sql"].startswith(frame) for each in found.captured_queries)


def _pay(world: World) -> Callable[[], None]:
    """Records one payment of one 分 more."""
    from jiefen.accounts.actors import system_actor
    from jiefen.ledger.actions.payments import record_payment
    from jiefen.shared import clock

    def pay() -> None:
        now = clock.now()
        record_payment(
            premises_id=world.household_id, amount_fen=1, paid_on=clock.day_of(now), method="cash", is_second=True,
            by=system_actor(world.organisation_id), at=now,
        )  # fmt: skip

    return pay


def measure(households: int, repeat: int) -> dict[str, Any]:
    """Build the world, then ask for every page."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.cache import cache
    from django.core.management import call_command
    from django.test import Client

    settings.ROOT_URLCONF = "bench._pages_urls"
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from bench._pages_world import build
    from jiefen.rules.limitation_terms import add_months
    from jiefen.shared import clock

    began = time.perf_counter()
    world = build(households, today=clock.today(), at=clock.now())
    figures: dict[str, Any] = {"households": households, "build_seconds": round(time.perf_counter() - began, 1)}
    client, steward = Client(), Client()
    client.force_login(world.manager)
    steward.force_login(world.steward)
    empty = _cpu_ms(client, "/empty/", max(repeat, 50))
    figures["empty_view_ms"] = empty
    last_month = f"{add_months(clock.today().replace(day=1), -1):%Y-%m}"
    for name, address in addresses(world, last_month).items():
        figures[name] = _figure(client, address, repeat, empty)
    numbers, few = "/workbench/numbers/", max(1, repeat // 5)
    figures["numbers_after_a_payment"] = _figure(client, numbers, repeat, empty, _pay(world))
    figures["numbers_counted_anew"] = _figure(client, numbers, few, empty, cache.clear)
    for name, address in (("steward_today", "/workbench/"), ("steward_households", "/workbench/households/")):
        figures[name] = _figure(steward, address, repeat, empty)
    return {**figures, "peak_mb": peak_mb()}


def _figure(
    client: Client, address: str, repeat: int, empty: float, before: Callable[[], None] = _nothing
) -> dict[str, Any]:
    cpu = _cpu_ms(client, address, repeat, before)
    before()
    return {"cpu_ms": cpu, "queries": _queries(client, address), "times_empty": round(cpu / empty, 1)}


def main() -> None:
    """Measure in a data folder of its own, which is removed afterwards."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--households", type=int, default=HOUSEHOLDS)
    parser.add_argument("--repeat", type=int, default=15)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="jiefen-bench-")
    os.environ.update(JIEFEN_DATA=folder, JIEFEN_JOBS="off", DJANGO_SETTINGS_MODULE="jiefen.config.settings")
    os.environ.pop("JIEFEN_DATABASE_URL", None)
    try:
        show("pages", measure(options.households, options.repeat))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
