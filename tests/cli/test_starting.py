"""A start: what is checked before a command runs, what is kept from the collector, and how Ctrl+C ends it."""

import gc
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
