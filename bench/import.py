"""A generated workbook from file to committed ledger, beside the limits of reader and database, and openpyxl.

    ./run bench import [--rows 100000] [--json]

End to end is one import as ``import_arrears`` does it: the file is stored (encrypted), checked, read and understood
once, held against the ledger, and written with premises, owners, charges, positions and audit in one transaction that
has reached the disk. (The page reads the file a second time when the clerk confirms: nothing half-read is kept.)

The reader's limit is calamine alone. The database's own limit is what SQLite needs to copy the rows this import wrote
(premises, parties, ownerships, charges, positions, packed columns) from memory into a fresh file with the same schema,
indexes, triggers and pragmas, in one transaction that has reached the disk (``sqlite_rows_per_s``, counted in charges);
``executemany_rows_per_s`` is the same from ready-made tuples through Python's ``sqlite3``, a row at a time.
``limit_rows_per_s`` is calamine and SQLite's copying after one another and nothing else: no understanding, no
comparing, no row ever seen by Python.

Every stage runs in a process of its own, so that peak memory belongs to it alone; the database is SQLite in a fresh
folder. Wall seconds depend on what else the machine does: CPU seconds (of all threads) are printed beside them.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.report import peak_mb, show

ROWS = 100_000
HEADER = ("房号", "业主姓名", "联系电话", "建筑面积", "费用项目", "开始日期", "结束日期", "欠费金额", "备注")


def generate(path: Path, rows: int) -> None:
    """A detail export: ~3 rows a household, realistic variety, dates as Excel dates."""
    import xlsxwriter

    draw = random.Random(20261123)
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("欠费明细")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, HEADER)
        for line in range(1, rows + 1):
            household = line // 3
            room = f"{household // 3000 + 1}-{household // 1000 % 3 + 1}-{household % 1000 // 10 + 1:d}{household % 10 + 1:02d}"
            start = dt.date(2023 + draw.randrange(3), 1 + draw.randrange(12), 1)
            area = 60 + (household * 37) % 9000 / 100
            sheet.write_string(line, 0, room)
            sheet.write_string(line, 1, "王李张刘陈杨黄赵"[household % 8] + "伟芳娜敏静丽强磊"[household // 8 % 8])
            sheet.write_string(line, 2, f"138{household % 10**8:08d}")
            sheet.write_number(line, 3, area)
            sheet.write_string(line, 4, ("物业费", "车位管理费", "公摊电费")[line % 3])
            sheet.write_datetime(line, 5, dt.datetime.combine(start, dt.time()), day)
            sheet.write_datetime(line, 6, dt.datetime.combine(start + dt.timedelta(days=180), dt.time()), day)
            sheet.write_number(line, 7, draw.randrange(1000, 900000) / 100)
            sheet.write_string(line, 8, "")


class Clock:
    """Wall and CPU seconds since it was made."""

    def __init__(self) -> None:
        self.wall, self.cpu = time.perf_counter(), time.process_time()

    def so_far(self, rows: int) -> dict[str, Any]:
        """What a stage took for so many rows."""
        wall, cpu = time.perf_counter() - self.wall, time.process_time() - self.cpu
        return {"seconds": wall, "cpu_seconds": cpu, "rows": rows}


def stage_calamine(path: Path) -> dict[str, Any]:
    """Reading alone: every cell to Python."""
    from python_calamine import CalamineWorkbook

    clock = Clock()
    count = sum(1 for _ in CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).iter_rows())
    return clock.so_far(count - 1)


def stage_openpyxl(path: Path) -> dict[str, Any]:
    """The usual reader, alone, in its fast read-only mode."""
    import openpyxl

    clock = Clock()
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    count = sum(1 for _ in book.worksheets[0].iter_rows(values_only=True))
    return clock.so_far(count - 1)


def stage_parse(path: Path) -> dict[str, Any]:
    """Our reading and understanding, without a database."""
    from jiefen.ledger.imports import parse, read_workbook

    clock = Clock()
    parsed = parse(read_workbook(path.read_bytes(), path.name), today=dt.date(2026, 11, 23))
    return clock.so_far(parsed.charge_rows)


def stage_import(path: Path) -> dict[str, Any]:
    """From file to committed ledger on SQLite."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    from jiefen.accounts.actors import system_actor
    from jiefen.accounts.models import Organisation
    from jiefen.ledger.actions import imports as actions
    from jiefen.ledger.imports import pipeline
    from jiefen.ledger.models import Charge, ChargePosition
    from jiefen.ledger.states import ImportState
    from jiefen.shared import clock
    from jiefen.shared.collector import collector_paused
    from jiefen.shared.later import import_the_rest
    from jiefen.shared.transactions import durable_atomic

    import_the_rest(give_way=lambda: None)  # as the server has before its first job
    actor = system_actor(Organisation.objects.create(name="基准物业", created_at=clock.now()).pk)
    data, at = path.read_bytes(), clock.now()
    timer = Clock()
    with collector_paused():  # as in the job and the command
        batch = actions.upload(by=actor, file_name=path.name, data=data, at=at, estate_name="基准小区", wake=False)
        parsed = pipeline.read(batch, pipeline.open_workbook(batch), today=at.date())
        understood = timer.so_far(parsed.charge_rows)
        with durable_atomic():
            actions.move(batch, to=ImportState.PREVIEWED, by_no=None, at=at)
            actions.move(batch, to=ImportState.COMMITTING, by_no=None, at=at)
            actions.write_into_ledger(batch, parsed, by_no=None, at=at)
    whole = timer.so_far(parsed.charge_rows)
    assert Charge.objects.count() == parsed.charge_rows == ChargePosition.objects.count()
    database = connection.settings_dict["NAME"]
    return {
        **whole,
        "database": str(database),
        "read_seconds": understood["seconds"],
        "read_cpu_seconds": understood["cpu_seconds"],
    }


def stage_sqlite(path: Path) -> dict[str, Any]:
    """The rows of an import (``path``: the database it left) copied from memory by SQLite itself."""
    raw, tables = _fresh_database(path)
    raw.execute("ATTACH ':memory:' AS held")
    for table in tables:
        raw.execute(f'CREATE TABLE held."{table}" AS {_select(raw, table)}')
    copies = [f'INSERT INTO main."{table}" SELECT * FROM held."{table}"' for table in tables]
    return _written(raw, lambda: [raw.execute(copy) for copy in copies])


def stage_executemany(path: Path) -> dict[str, Any]:
    """The same rows as tuples, inserted one by one by bare ``sqlite3``."""
    raw, tables = _fresh_database(path)
    made = {_insert(raw, table): raw.execute(_select(raw, table)).fetchall() for table in tables}
    return _written(raw, lambda: [raw.executemany(insert, rows) for insert, rows in made.items()])


def _fresh_database(path: Path) -> tuple[Any, list[str]]:
    """A connection to an empty database with our schema beside the imported one, and the tables an import fills."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    from jiefen.estates.models import Ownership, Party, Premises
    from jiefen.ledger.models import Charge, ChargePosition, HouseholdColumns, HouseholdPosition

    models = (Premises, Party, Ownership, Charge, ChargePosition, HouseholdPosition, HouseholdColumns)
    tables = [model._meta.db_table for model in models]
    raw = connection.connection
    raw.execute("ATTACH ? AS imported", (str(path),))
    _copy_parents(raw, tables)
    return raw, tables


def _written(raw: Any, write: Callable[[], object]) -> dict[str, Any]:
    """What ``write`` takes in one transaction that reaches the disk."""
    from jiefen.shared.transactions import durable_atomic

    timer = Clock()
    with durable_atomic():
        write()
    return timer.so_far(raw.execute("SELECT COUNT(*) FROM main.ledger_charge").fetchone()[0])


def _copy_parents(raw: Any, tables: list[str]) -> None:
    """The few rows that these refer to (organisation, estate, buildings, fee items, batch), beforehand."""
    parents = {found[2] for table in tables for found in raw.execute(f'PRAGMA foreign_key_list("{table}")')}
    raw.execute("PRAGMA foreign_keys=OFF")
    for table in parents - set(tables):
        raw.execute(f'INSERT OR IGNORE INTO main."{table}" {_select(raw, table)}')
    raw.execute("PRAGMA foreign_keys=ON")


def _columns(raw: Any, table: str) -> str:
    return ", ".join(f'"{found[1]}"' for found in raw.execute(f'PRAGMA main.table_info("{table}")'))


def _select(raw: Any, table: str) -> str:
    return f'SELECT {_columns(raw, table)} FROM imported."{table}"'


def _insert(raw: Any, table: str) -> str:
    columns = _columns(raw, table)
    marks = ", ".join("?" * (columns.count(", ") + 1))
    return f'INSERT INTO main."{table}" ({columns}) VALUES ({marks})'


def _run_stage(name: str, path: Path, folder: Path) -> dict[str, Any]:
    """Run one stage in a process of its own, which keeps its data in ``folder``/``name``."""
    environment = {
        **os.environ,
        "JIEFEN_DATA": str(folder / name),
        "JIEFEN_JOBS": "off",
        "DJANGO_SETTINGS_MODULE": "jiefen.config.settings",
    }
    command = [sys.executable, "-m", "bench.import", "--stage", name, "--file", str(path)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def main() -> None:
    """Generate, measure each stage, compare."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--stage", default="")
    parser.add_argument("--file", type=Path)
    options = parser.parse_args()
    if options.stage:
        figures = globals()[f"stage_{options.stage}"](options.file)
        print(json.dumps({**figures, "peak_mb": peak_mb()}))
        return
    with tempfile.TemporaryDirectory(prefix="jiefen-bench-") as name:
        folder = Path(name)
        path = folder / "arrears.xlsx"
        generate(path, options.rows)
        stages = {stage: _run_stage(stage, path, folder) for stage in ("calamine", "openpyxl", "parse", "import")}
        database = Path(stages["import"]["database"])
        stages |= {stage: _run_stage(stage, database, folder) for stage in ("sqlite", "executemany")}
    show("import", {"rows": options.rows, **compared(stages)})


def compared(stages: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The import beside the two readers, which only read, and the database, which only writes."""
    rate = {name: round(found["rows"] / found["seconds"]) for name, found in stages.items()}
    whole, bare = stages["import"], stages["sqlite"]
    limit = whole["rows"] / (stages["calamine"]["seconds"] + bare["seconds"])
    return {
        "end_to_end_rows_per_s": rate["import"],
        "parse_rows_per_s": rate["parse"],
        "calamine_rows_per_s": rate["calamine"],
        "openpyxl_rows_per_s": rate["openpyxl"],
        "sqlite_rows_per_s": rate["sqlite"],
        "executemany_rows_per_s": rate["executemany"],
        "limit_rows_per_s": round(limit),
        "ratio_to_limit": round(rate["import"] / limit, 3),
        "ratio_to_calamine_alone": round(rate["import"] / rate["calamine"], 3),
        "ratio_to_openpyxl_alone": round(rate["import"] / rate["openpyxl"], 2),
        "end_to_end_seconds": round(whole["seconds"], 2),
        "read_seconds": round(whole["read_seconds"], 2),
        "write_seconds": round(whole["seconds"] - whole["read_seconds"], 2),
        "calamine_seconds": round(stages["calamine"]["seconds"], 2),
        "sqlite_seconds": round(bare["seconds"], 2),
        "end_to_end_cpu_seconds": round(whole["cpu_seconds"], 2),
        "read_cpu_seconds": round(whole["read_cpu_seconds"], 2),
        "write_cpu_seconds": round(whole["cpu_seconds"] - whole["read_cpu_seconds"], 2),
        "calamine_cpu_seconds": round(stages["calamine"]["cpu_seconds"], 2),
        "sqlite_cpu_seconds": round(bare["cpu_seconds"], 2),
        "openpyxl_cpu_seconds": round(stages["openpyxl"]["cpu_seconds"], 2),
        "peak_mb": whole["peak_mb"],
        "peak_mb_calamine": stages["calamine"]["peak_mb"],
    }


if __name__ == "__main__":
    main()
