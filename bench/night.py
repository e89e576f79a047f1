"""A whole night from stored columns to stored proposals, beside the kernel alone and what memory could deliver.

    ./run bench night [--households 100000] [--charges 24] [--json]

Generation is not timed and writes what the night reads: premises, owners, packed bills, and the sparse facts (talks,
promises, tickets, wishes). The ledger rows the bills repeat are left out; that both agree is what the tests and
verify_positions check. Each stage runs in a process of its own, so that peak memory is the night's alone. Totals are
compared with a plain row-by-row reading of the same bytes, late charges with rules/late_charge on a sample, stored
proposals on a sample with what a page would say. Planning runs in a second thread, so the parts of a night overlap:
their CPU seconds add up, their wall seconds do not.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from bench import night_world
from bench.report import peak_mb, show

TODAY = dt.date(2026, 11, 23)
SAMPLE = 400  # households whose every figure is computed by the rules, bill by bill


def _clock() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def _since(began: tuple[float, float]) -> tuple[float, float]:
    return time.perf_counter() - began[0], time.process_time() - began[1]


class Parts:
    """CPU seconds a night spends where, counted around the functions it calls."""

    def __init__(self) -> None:
        from jiefen.collection.actions import night
        from jiefen.engine import nightly

        self.cpu: dict[str, float] = {}
        for module, name in ((night, "collect"), (night, "columns_after"), (nightly, "plan"), (night, "write")):
            setattr(module, name, self._counted(name, getattr(module, name)))

    def _counted(self, name: str, function: Any) -> Any:
        def counted(*given: Any, **named: Any) -> Any:
            began = time.thread_time()
            try:
                return function(*given, **named)
            finally:
                self.cpu[name] = self.cpu.get(name, 0.0) + time.thread_time() - began

        return counted

    def taken(self, cpu: float) -> dict[str, float]:
        """The parts since the last call in words, of a night that took ``cpu`` seconds in all."""
        words = {"collect": "facts", "columns_after": "reading_bills", "plan": "deciding", "write": "comparing_writing"}
        found = {words[name]: round(seconds, 2) for name, seconds in self.cpu.items()}
        found["committing_and_the_rest"] = round(cpu - sum(self.cpu.values()), 2)
        self.cpu.clear()
        return found


def stage_generate(households: int, charges: int) -> dict[str, Any]:
    """Fill the database."""
    began = _clock()
    night_world.generate(households, charges, TODAY)
    return {"seconds": _since(began)[0]}


def stage_run(households: int, charges: int) -> dict[str, Any]:
    """The first night, a second pass on the same day, a day after payments of one household in a hundred."""
    from jiefen.collection.actions.night import run_night
    from jiefen.collection.models import NightRun
    from jiefen.engine import nightly

    began = _clock()
    nightly.machine()
    nightly.plan(*night_world.tiny(TODAY), compile_from=0)
    figures: dict[str, Any] = {"compile_seconds": round(_since(began)[0], 2)}
    organisation, parts = night_world.organisation_id(), Parts()
    for name, days in (("first", 0), ("quiet", 0), ("next_day", 1)):
        day = TODAY + dt.timedelta(days=days)
        began = _clock()
        run = run_night(organisation, today=day, at=night_world.at(day))
        wall, cpu = _since(began)
        figures |= {f"{name}_seconds": round(wall, 2), f"{name}_cpu_seconds": round(cpu, 2)}
        figures |= {f"{name}_cpu_parts": parts.taken(cpu)}
        figures |= {f"{name}_written": run.counts["written"], f"{name}_moved": run.counts["moved"]}
        if name == "first":
            figures |= {"counts": run.counts, "proposals_unlike_the_page": night_world.unlike_the_page(day, SAMPLE)}
    night_world.pay(TODAY + dt.timedelta(days=1), every=100)
    began, day = _clock(), TODAY + dt.timedelta(days=1)
    run = run_night(organisation, today=day, at=night_world.at(day))
    wall, cpu = _since(began)
    figures |= {"after_payments_seconds": round(wall, 2), "after_payments_cpu_seconds": round(cpu, 2)}
    figures["after_payments_written"] = run.counts["written"]
    figures["after_payments_removed"] = run.counts["removed"]
    assert NightRun.objects.count() == 2
    return figures


def stage_kernel(households: int, charges: int) -> dict[str, Any]:
    """The compiled kernel alone over the same columns, and how fast memory reads."""
    from jiefen.collection.queries.bill_columns import columns_after
    from jiefen.collection.queries.night_agreements import Who
    from jiefen.collection.queries.night_facts import collect
    from jiefen.engine import nightly
    from jiefen.engine.nightly_kernel import DECISION, FACTS, MONEY

    known = collect(Who(night_world.organisation_id()), today=TODAY, at=night_world.at(TODAY))
    terms, began = nightly.night_terms(TODAY, known.rates), _clock()
    kernel = nightly.machine()
    nightly.plan(*night_world.tiny(TODAY), compile_from=0)
    loading = _since(began)[0]
    found = columns_after(night_world.organisation_id(), 0, limit=min(households, 100_000))
    table = known.table(found.columns.premises, found.buildings)
    many = len(found.columns)
    money, decisions = np.empty(many * MONEY, np.int64), np.empty(many * DECISION, np.int64)
    best = 9e9
    for _ in range(6):
        began = _clock()
        kernel(found.columns.words, found.columns.starts, found.columns.ends, table.ravel(), terms, money, decisions)
        best = min(best, _since(began)[1])
    touched = 8 * (len(found.columns.words) + many * (FACTS + MONEY + DECISION))
    block, bandwidth = np.ones(32_000_000, np.int64), 0.0
    for _ in range(4):
        began = _clock()
        int(block.sum())
        bandwidth = max(bandwidth, block.nbytes / _since(began)[1])
    return {
        "compiled_before_seconds": round(loading, 2),
        "kernel_bills_per_cpu_s": round(many * charges / best),
        "memory_limit_bills_per_s": round(many * charges / (touched / bandwidth)),
        "memory_gb_per_s": round(bandwidth / 1e9, 2),
    }


def stage_reference(households: int, charges: int) -> dict[str, Any]:
    """The same totals read bill by bill in plain Python, and a sample by the rules."""
    return night_world.reference(TODAY, SAMPLE)


def _run_stage(name: str, options: argparse.Namespace, folder: str) -> dict[str, Any]:
    environment = {
        **os.environ, "JIEFEN_DATA": folder, "JIEFEN_JOBS": "off", "DJANGO_SETTINGS_MODULE": "jiefen.config.settings",
    }  # fmt: skip
    environment.pop("JIEFEN_DATABASE_URL", None)
    sizes = ["--households", str(options.households), "--charges", str(options.charges)]
    command = [sys.executable, "-m", "bench.night", "--stage", name, *sizes]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def main() -> None:
    """Generate, run, compare."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--households", type=int, default=100_000)
    parser.add_argument("--charges", type=int, default=24)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--stage", default="")
    options = parser.parse_args()
    if options.stage:
        import django

        django.setup()
        figures = globals()[f"stage_{options.stage}"](options.households, options.charges)
        print(json.dumps({**figures, "peak_mb": peak_mb()}))
        return
    with tempfile.TemporaryDirectory(prefix="jiefen-bench-") as folder:
        stages = {name: _run_stage(name, options, folder) for name in ("generate", "run", "kernel", "reference")}
        size = sum(path.stat().st_size for path in Path(folder).glob("*.sqlite3*"))
    run, bills = stages["run"], options.households * options.charges
    counts, truth = run.pop("counts"), stages["reference"]
    peak = run.pop("peak_mb")
    figures = {
        "households": options.households,
        "bills": bills,
        "bills_per_cpu_s": round(bills / run["first_cpu_seconds"]),
        **run,
        "peak_mb": peak,
        **{name: each for name, each in stages["kernel"].items() if name != "peak_mb"},
        "proposals": counts["proposals"],
        "totals_equal": all(counts[name] == truth["totals"][name] for name in truth["totals"]),
        "sample_by_rules": truth["sample"],
        "sample_differences": truth["differences"],
        "outstanding_fen": counts["outstanding_fen"],
        "late_charge_fen": counts["late_charge_fen"],
        "database_mb": round(size / 1e6),
    }
    show("night", figures)


if __name__ == "__main__":
    main()
