"""A start: what is checked before a command runs, what is imported for the first page, and how Ctrl+C ends it."""

import gc
import json
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db.migrations.recorder import MigrationRecorder

from jiefen.cli import base
from jiefen.cli.starting import importing
from tests.live.servers import free_port
from tests.migrated import ROOT, environment_of, migrated_into

MOST_SECONDS = 120  # on a busy machine
FIRST_PAGE = """
import json, sys
from django.conf import settings
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # none collected
import django; django.setup()
import jiefen.cli.management.commands.serve, jiefen.config.asgi
from django.test import Client
assert Client().get("/").status_code == 200
from jiefen.shared import later
json.dump([list(sys.modules), list(later._named)], sys.stdout)
"""
ALL_TASKS = """
import json, sys
import django; django.setup()
from jiefen.shared.jobs import queue, runner
before = [*runner._handlers, *(name for name in queue.queue._registry._registry if ".tasks." in name)]
runner.load_tasks()
json.dump([before, list(runner._handlers), list(queue.queue._registry._registry)], sys.stdout)
"""
# What a start once imported for nothing, or would notice most: number crunching, spreadsheets, other databases' drivers,
# dictionaries, the API's type machinery; of ours the import engine, the live hub, the invented country and all jobs.
NOT_AT_A_START = (
    "numpy", "numba", "xlsxwriter", "python_calamine", "ninja", "pydantic", "psycopg", "redis", "pypinyin", "rjieba",
    "huey.consumer", "jiefen.ledger.imports", "jiefen.collection.actions", "jiefen.engine.classify",
    "jiefen.engine.practice", "jiefen.lawyers.columns", "jiefen.live", "jiefen.demo", "jiefen.web.api.urls",
)  # fmt: skip


@pytest.mark.django_db
def test_nothing_is_done_when_every_migration_has_run(monkeypatch):
    monkeypatch.setattr(base, "call_command", lambda *_, **__: pytest.fail("nothing was to be done"))
    assert base.ensure_migrated() is False


@pytest.mark.django_db
def test_a_migration_that_has_not_run_yet_is_found_by_its_file(monkeypatch):
    called = []
    monkeypatch.setattr(base, "call_command", lambda *names, **_: called.append(names[0]))
    MigrationRecorder.Migration.objects.filter(app="ledger", name="0001_initial").delete()
    assert base.ensure_migrated() is True
    assert called == ["migrate"]


def test_the_first_page_imports_itself_and_none_of_the_others(tmp_path: Path):
    migrated_into(tmp_path)
    modules, named = said_by(FIRST_PAGE, tmp_path)
    assert len(named) > 60
    registered_with = "jiefen.web.portal.sitemap"  # by the portal's ready()
    assert set(named) & set(modules) == {"jiefen.web.portal.home", registered_with}
    there = {name for name in modules if any(name == each or name.startswith(f"{each}.") for each in NOT_AT_A_START)}
    assert there == set()
    assert not [name for name in modules if name.startswith("jiefen.") and name.endswith(".tasks")]


def test_who_runs_jobs_knows_the_work_of_every_application(tmp_path: Path):
    before, handlers, tasks = said_by(ALL_TASKS, tmp_path)
    assert before == []
    assert {"ledger.nightly", "collection.plan_night", "lawyers.rebuild"} <= set(handlers)
    files = ROOT.glob("src/jiefen/**/tasks.py")
    owners = {".".join(file.relative_to(ROOT / "src").with_suffix("").parts) for file in files}
    assert owners <= {name.rpartition(".")[0].removeprefix("queuecmd_") for name in tasks}


def said_by(program: str, data: Path) -> list[list[str]]:
    """What a fresh process says."""
    command = [sys.executable, "-c", program]
    said = subprocess.run(command, cwd=ROOT, env=environment_of(data), check=True, capture_output=True, text=True)
    return json.loads(said.stdout)


def test_what_was_imported_is_left_out_of_later_collections():
    before = gc.get_freeze_count()
    with importing():
        assert not gc.isenabled()
        kept = [[] for _ in range(100)]
    assert gc.isenabled()
    assert gc.get_freeze_count() >= before + len(kept)
    gc.unfreeze()


def test_collecting_goes_on_after_an_import_that_failed():
    with pytest.raises(ImportError), importing():
        raise ImportError
    assert gc.isenabled()
    gc.unfreeze()


def test_ctrl_c_ends_the_server_without_a_traceback(tmp_path: Path):
    migrated_into(tmp_path)
    port = free_port()
    environment = {**environment_of(tmp_path), "JIEFEN_JOBS": "off", "JIEFEN_DEMO": "0"}
    command = [sys.executable, "-m", "jiefen.cli", "serve", str(port)]
    with subprocess.Popen(
        command, env=environment, cwd=ROOT, stderr=subprocess.PIPE, text=True, preexec_fn=_hears_ctrl_c
    ) as server:
        _wait_until_it_answers(port, server)
        server.send_signal(signal.SIGINT)
        _, said = server.communicate(timeout=MOST_SECONDS)
    assert server.returncode == 130
    assert said.strip() == "已停止。"


def _hears_ctrl_c() -> None:
    """As in a terminal; a shell that runs the tests in the background has told its children to ignore it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _wait_until_it_answers(port: int, server: subprocess.Popen) -> None:
    """Until a page was served: from then on the server hears Ctrl+C as a server does."""
    give_up = time.monotonic() + MOST_SECONDS
    while time.monotonic() < give_up:
        assert server.poll() is None, "the server stopped while starting"
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=2) as asked:
                asked.settimeout(MOST_SECONDS)
                asked.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
                if asked.recv(1):
                    return
        except ConnectionError:
            time.sleep(0.1)
    raise AssertionError("the server did not answer")
