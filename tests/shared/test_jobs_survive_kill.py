"""kill -9 in the middle of a job, with real processes on a real database file: the effect happens exactly once."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

from tests.migrated import ROOT, environment_of, migrated_into


def python(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment_of(data), capture_output=True, text=True, check=False,
        timeout=60,
    )  # fmt: skip


def test_the_effect_happens_exactly_once(tmp_path):
    migrated_into(tmp_path)
    database = sqlite3.connect(tmp_path / "jiefen.sqlite3", isolation_level=None)
    database.execute(
        "INSERT INTO jobs_job (id, organisation_no, kind, params, state, claim, attempts, phase, done_count, total_count,"
        " result, error, created_at) VALUES (1, 1, 'test.create', '{}', 'queued', '', 0, '', 0, 0, '{}', '', '2026-01-01')"
    )
    worker = ("-m", "tests.fakes.dying_worker", "1")
    assert python(tmp_path, *worker, "die").returncode == -signal.SIGKILL
    assert database.execute("SELECT count(*) FROM accounts_organisation").fetchone() == (0,)
    assert database.execute("SELECT state, attempts FROM jobs_job").fetchone() == ("running", 1)
    assert python(tmp_path, *worker).returncode == 3, "the dead worker's lease still holds"
    database.execute("UPDATE jobs_job SET lease_until = '2026-01-01 00:00:00'")
    assert python(tmp_path, *worker).returncode == 0
    assert python(tmp_path, *worker).returncode == 3, "done jobs are not run again"
    assert database.execute("SELECT count(*) FROM accounts_organisation").fetchone() == (1,)
    assert database.execute("SELECT state, attempts FROM jobs_job").fetchone() == ("done", 2)
