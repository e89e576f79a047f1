"""./run serve: bring the installation up to date, load the demo on the first start, then serve."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command

from jiefen.accounts.demo_people import DEMO_PEOPLE
from jiefen.cli.base import JiefenCommand

STATIC_SOURCES = Path(__file__).resolve().parents[3] / "web"


class Command(JiefenCommand):
    """Serve the site and run its jobs in one process."""

    help = "Serve the site and run its jobs in one process."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The port, and the address to listen on."""
        parser.add_argument("port", nargs="?", type=int, default=int(os.environ.get("JIEFEN_PORT", "8000")))
        parser.add_argument("--host", default=os.environ.get("JIEFEN_HOST", "127.0.0.1"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Collect static files if they changed, load the demo if asked and empty, listen."""
        _collect_static_if_changed()
        if settings.DEMO:
            call_command("load_demo", if_empty=True, stdout=sys.stderr)
        host, port = options["host"], options["port"]
        self._greet(f"http://{host}:{port}/")
        import uvicorn

        uvicorn.run(
            "jiefen.config.asgi:application", host=host, port=port, log_level="warning", timeout_graceful_shutdown=5
        )

    def _greet(self, address: str) -> None:
        print(f"\n  解纷 Jiefen 已就绪: {address}    (Ctrl+C 停止)\n", flush=True)
        if settings.DEMO:
            print("  演示账号(手机号 / 密码):", flush=True)
            for person in DEMO_PEOPLE:
                print(f"    {person.role_name}  {person.name}  {person.phone} / {person.password}", flush=True)
            print(flush=True)


def _collect_static_if_changed() -> None:
    """Hash and compress static files, unless none is newer than the last time."""
    stamp = settings.STATIC_ROOT / ".collected"
    newest = max(path.stat().st_mtime_ns for path in STATIC_SOURCES.rglob("static/**/*") if path.is_file())
    if stamp.exists() and stamp.read_text() == str(newest):
        return
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(str(newest))
