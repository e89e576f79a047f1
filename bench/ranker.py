"""The ranking of 830,000 invented lawyers: exactness, CPU, memory, live updates, exposure; beside SQLite FTS5.

    ./run bench ranker [--lawyers 830000] [--queries 1000] [--needs 100000] [--month] [--no-merit-world] [--json]

Every stage runs in a process of its own, so that memory belongs to it alone. Exactness: ids and scores of every query
against float64 over every place (bench/ranker_reference.py). FTS5 does its best: it finds by area, city or province and
words, takes its 500 best by bm25, and ranks those by our score; what it misses of the true ten is its loss. Exposure:
in three worlds side by side, none of them timed (bench/ranker_exposure.py); --month goes on to a month of needs.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from bench import ranker_world as world
from bench.ranker_exposure import WORLDS, exposure
from bench.ranker_reference import exhaustive
from bench.report import peak_mb, show
from jiefen.engine import ranker_kernel as kernel
from jiefen.engine.ranker import Need, Ranker, scoring
from jiefen.engine.ranker_columns import build, open_columns
from jiefen.rules.ranking import weights_on

DAY = dt.date(2026, 11, 27)
K = 10
CANDIDATES = 500


def _ranker(root: Path, options: argparse.Namespace, count: int) -> tuple[Ranker, list[Need]]:
    ranker = Ranker(open_columns(root))
    needs = world.needs(count, world.words(), np.asarray(ranker.columns.ids))
    ranker.top(needs[0], K)  # compile, or load what was compiled
    return ranker, needs


def stage_build(root: Path, options: argparse.Namespace) -> dict[str, Any]:
    """From arrays to columns in force."""
    names = world.words()
    source = world.lawyers(options.lawyers, names, DAY)
    began, cpu = time.perf_counter(), time.process_time()
    folder = build(root, source, names, weights_on(DAY))
    size = sum(path.stat().st_size for path in folder.iterdir())
    return {
        "build_seconds": round(time.perf_counter() - began, 2), "build_cpu_seconds": round(time.process_time() - cpu, 2),
        "columns_mib": round(size / 2**20, 1), "places": len(source.slot_row),
    }  # fmt: skip


def stage_query(root: Path, options: argparse.Namespace) -> dict[str, Any]:
    """CPU of each query, memory after all of them, the cost of a live update."""
    before = peak_mb()
    ranker, needs = _ranker(root, options, options.queries)
    spent = np.array([_cpu(lambda need=need: ranker.top(need, K)) for need in needs]) * 1e3
    memory = peak_mb()
    rows = range(0, len(ranker.columns.ids), max(len(ranker.columns.ids) // 10_000, 1))
    stand = [_stands(ranker, row) for row in rows]  # written as they stand: the later stages find the same country
    began = time.process_time()
    for lawyer_id, load, is_online in stand:
        ranker.set_live(lawyer_id, load=load, is_online=is_online)
    update = (time.process_time() - began) / len(stand)
    return {
        "queries": len(needs), "p50_ms": _ms(spent, 50), "p99_ms": _ms(spent, 99), "max_ms": _ms(spent, 100),
        "memory_mib": memory, "memory_before_mib": before, "live_update_us": round(update * 1e6, 2),
    }  # fmt: skip


def _stands(ranker: Ranker, row: int) -> tuple[int, int, bool]:
    table = ranker.columns.table
    return int(ranker.columns.ids[row]), int(table.load[row]), bool(table.flags[row] & kernel.ONLINE)


def stage_exact(root: Path, options: argparse.Namespace) -> dict[str, Any]:
    """Ids and scores against the exhaustive reference."""
    ranker, needs = _ranker(root, options, options.queries)
    spent, same = [], 0
    for need in needs:
        found = [(match.row, match.score, match.merit) for match in ranker.top(need, K)]
        wanted: list[tuple[int, float, float]] = []
        spent.append(_cpu(lambda need=need, wanted=wanted: wanted.extend(exhaustive(ranker, need, K))))
        same += found == wanted
    return {"exact": f"{same}/{len(needs)}", "exhaustive_p50_ms": _ms(np.array(spent) * 1e3, 50)}


def stage_fts(root: Path, options: argparse.Namespace) -> dict[str, Any]:
    """SQLite FTS5: build, CPU of a query, share of the true ten it finds."""
    ranker, needs = _ranker(root, options, options.queries // 5)
    began = time.process_time()
    base = sqlite3.connect(root / "fts.sqlite3")
    base.execute("CREATE VIRTUAL TABLE card USING fts5(body, content='', detail=none)")
    base.executemany("INSERT INTO card(rowid, body) VALUES (?, ?)", _documents(ranker))
    base.execute("INSERT INTO card(card) VALUES ('optimize')")
    base.commit()
    built = time.process_time() - began
    spent, hits, wanted = [], 0, 0
    for need in needs:
        rows: list[int] = []
        spent.append(_cpu(lambda need=need, rows=rows: rows.extend(_by_fts(base, ranker, need))))
        true = [match.row for match in ranker.top(need, K)]
        hits, wanted = hits + len(set(true) & set(rows)), wanted + len(true)
    ms = np.array(spent) * 1e3
    return {
        "fts5_queries": len(needs), "fts5_build_cpu_seconds": round(built, 1), "fts5_p50_ms": _ms(ms, 50),
        "fts5_p99_ms": _ms(ms, 99), "fts5_found_of_true_ten_percent": round(100 * hits / max(wanted, 1), 1),
        "fts5_mib": round((root / "fts.sqlite3").stat().st_size / 2**20, 1),
    }  # fmt: skip


def _documents(ranker: Ranker) -> Any:
    """One document a lawyer: areas, city, province, words as single tokens."""
    table, cards = ranker.columns.table, ranker.columns.cards
    for row in range(len(ranker.columns.ids)):
        areas = " ".join(f"a{area}" for area in cards.area[cards.start[row] : cards.start[row + 1]])
        words = " ".join(f"w{term}" for term in table.terms[row] if term)
        yield row + 1, f"{areas} c{table.city[row]} p{table.province[row]} {words}"


def _by_fts(base: sqlite3.Connection, ranker: Ranker, need: Need) -> list[int]:
    """The rows of FTS5's candidates, ranked by our score among themselves."""
    asked = ranker.asked(need)
    must = " OR ".join(f"a{area}" for area in asked.areas)
    may = [f"w{term}" for term in asked.terms] + ([f"c{asked.city}", f"p{asked.province}"] if asked.city >= 0 else [])
    match = f"({must})" + (f" AND ({' OR '.join(may)})" if may else "")
    rows = base.execute("SELECT rowid FROM card WHERE card MATCH ? ORDER BY rank LIMIT ?", (match, CANDIDATES))
    candidates = np.array([row - 1 for (row,) in rows], "i8")
    wide = exhaustive_among(ranker, need, candidates)
    return [row for row, _ in wide]


def exhaustive_among(ranker: Ranker, need: Need, candidates: Any) -> list[tuple[int, float]]:
    """The ten best of some rows by the published score."""
    table, cards, asked, weights = (
        ranker.columns.table,
        ranker.columns.cards,
        ranker.asked(need),
        scoring(ranker.columns),
    )
    answer, found = kernel.Answer(np.zeros(K, "i8"), np.zeros(K), np.zeros(K), np.zeros(K, "i8")), 0
    for row in candidates:
        if table.flags[row] & asked.needs == asked.needs:
            text = kernel.text_of(table, asked, row)
            found = kernel.score_cards(table, cards, row, text, asked, weights, answer, found)
    return [(int(answer.rows[each]), float(answer.scores[each])) for each in range(found)]


def stage_exposure(root: Path, options: argparse.Namespace) -> dict[str, Any]:
    """Shares of lawyers ever shown with and without the bonus in one world, and what the bonus costs of the base score."""
    return exposure(
        options.world, root / options.world, lawyers=options.lawyers, needs=options.needs, day=DAY,
        weights=weights_on(DAY), to_a_month=options.month, with_merit_world=options.merit_world,
    )  # fmt: skip


def _cpu(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _ms(values: Any, percent: int) -> float:
    return round(float(np.percentile(values, percent)), 3)


def main() -> None:
    """Run the stages one after another."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--lawyers", type=int, default=830_000)
    parser.add_argument("--queries", type=int, default=1000)
    parser.add_argument("--needs", type=int, default=100_000)
    parser.add_argument("--month", action="store_true", help="exposure: go on to a month of needs")
    parser.add_argument("--merit-world", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--stage", default="")
    parser.add_argument("--world", choices=WORLDS, default="frozen")
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    if options.stage:
        print(json.dumps(globals()[f"stage_{options.stage}"](options.folder, options)))
        return
    figures: dict[str, Any] = {"lawyers": options.lawyers}
    with tempfile.TemporaryDirectory() as folder:
        for stage in ("build", "query", "exact", "fts"):
            figures.update(_found(stage, _started(stage, Path(folder), options)))
        worlds = {
            world: _started("exposure", Path(folder), options, world) for world in WORLDS
        }  # untimed: side by side
        figures["exposure"] = {world: _found(world, running) for world, running in worlds.items()}
    show("ranker", figures)


def _started(stage: str, folder: Path, options: argparse.Namespace, world: str = "frozen") -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "bench.ranker", "--stage", stage, "--folder", str(folder), "--world", world]
    command += [f"--{name}={getattr(options, name)}" for name in ("lawyers", "queries", "needs")]
    command += ["--month"] * options.month + ["--no-merit-world"] * (not options.merit_world)
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(folder / "numba")}
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


def _found(stage: str, running: subprocess.Popen[str]) -> dict[str, Any]:
    said, _ = running.communicate()
    if running.returncode:
        raise subprocess.CalledProcessError(running.returncode, running.args)
    found: dict[str, Any] = json.loads(said)
    print(f"{stage}: {said.strip()}", file=sys.stderr)
    return found


if __name__ == "__main__":
    main()
