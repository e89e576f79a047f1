"""Real server processes on a database of their own, and one that is killed."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.migrated import migrated_into

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Site:
    """A data folder with conversations, and servers on it."""

    folder: Path
    database_url: str
    servers: dict[int, subprocess.Popen[bytes]]
    talks: list[dict[str, Any]] = field(default_factory=list)
    port: int = 0
    rate_factor: int = 10_000

    def python(self, *arguments: str) -> str:
        """The output of a script that works on the site's data."""
        command = [sys.executable, *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self._environment(), capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def conversations(self, how_many: int) -> list[dict[str, Any]]:
        """Fresh conversations (see chat_world)."""
        return list(json.loads(self.python("-m", "tests.live.chat_world", str(how_many))))

    def start(self, port: int = 0) -> int:
        """A server process; returns its port."""
        port = port or free_port()
        command = [sys.executable, "-m", "uvicorn", "jiefen.config.asgi:application", "--port", str(port)]
        command += ["--log-level", "warning", "--timeout-graceful-shutdown", "5"]
        self.servers[port] = subprocess.Popen(command, cwd=ROOT, env=self._environment())
        for _ in range(400):
            assert self.servers[port].poll() is None, "the server stopped while starting"
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", port)) == 0:
                    return port
            time.sleep(0.1)
        raise AssertionError("the server did not come up")

    def kill(self, port: int) -> None:
        """kill -9."""
        server = self.servers.pop(port)
        server.kill()
        server.wait(timeout=10)

    def stop(self) -> list[int]:
        """End all servers in good order; their exit codes."""
        for server in self.servers.values():
            server.terminate()
        codes = [server.wait(timeout=20) for server in self.servers.values()]
        self.servers.clear()
        return codes

    def _environment(self) -> dict[str, str]:
        environment = {
            **os.environ, "JIEFEN_DATA": str(self.folder), "JIEFEN_DATABASE_URL": self.database_url,
            "DJANGO_SETTINGS_MODULE": "jiefen.config.settings", "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "JIEFEN_JOBS": "off", "JIEFEN_DEMO": "0", "JIEFEN_LIVE_RATE_FACTOR": str(self.rate_factor),
        }  # fmt: skip
        return environment


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def site(folder: Path, database_url: str = "") -> Iterator[Site]:
    """A migrated database, servers to be started; all of them are ended."""
    found = Site(folder, database_url, {})
    if database_url:
        found.python("-m", "django", "migrate", "-v0")
    else:
        migrated_into(folder)
    try:
        yield found
    finally:
        for server in found.servers.values():
            server.kill()
            server.wait(timeout=10)
