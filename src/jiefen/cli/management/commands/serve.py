"""./run serve: bring the installation up to date, load the demo on the first start, then serve."""

from __future__ import annotations

import errno
import os
import socket
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import get_resolver

from jiefen.accounts.demo_people import EVERYBODY
from jiefen.accounts.queries import demo_is_loaded
from jiefen.cli.base import JiefenCommand
from jiefen.cli.starting import importing

STATIC_SOURCES = Path(__file__).resolve().parents[3] / "web"


class Command(JiefenCommand):
    """在一个进程里启动网站和后台任务。"""

    help = "在一个进程里启动网站和后台任务。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The port, and the address to listen on."""
        parser.add_argument(
            "port", nargs="?", type=int, metavar="端口", default=int(os.environ.get("JIEFEN_PORT", "8000"))
        )
        parser.add_argument("--host", metavar="地址", default=os.environ.get("JIEFEN_HOST", "127.0.0.1"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Collect static files if they changed, load the demo if asked and empty, listen."""
        _collect_static_if_changed()
        if settings.DEMO:
            call_command("load_demo", if_empty=True, stdout=sys.stderr)
        host, port = options["host"], options["port"]
        listening = _listen(host, port)
        self._greet(f"http://{host}:{port}/")
        with importing():
            import uvicorn

            config = uvicorn.Config("jiefen.config.asgi:application", log_level="warning", timeout_graceful_shutdown=5)
            config.load()
            get_resolver().url_patterns  # noqa: B018  the URL maps; the pages' modules come with their first request or soon after
        uvicorn.Server(config).run(sockets=[listening])

    def _greet(self, address: str) -> None:
        print(f"\n  解纷 Jiefen 已就绪：{address}    （Ctrl+C 停止）\n", flush=True)
        if settings.DEMO and demo_is_loaded():
            print("  演示账号（手机号 / 密码）：", flush=True)
            for person in EVERYBODY:
                print(f"    {person.role_name}  {person.name}  {person.phone} / {person.password}", flush=True)
            print(flush=True)


def _listen(host: str, port: int) -> socket.socket:
    """A socket that accepts connections from now on; raises CommandError in plain words before anything is promised."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(2048)
    except (OSError, OverflowError) as error:
        listening.close()
        raise CommandError(_refusal(host, port, error)) from None
    return listening


def _refusal(host: str, port: int, error: Exception) -> str:
    """Why nothing can be served there, and what to do."""
    if isinstance(error, OverflowError):
        return f"端口要在 1 到 65535 之间，{port} 不行。例如：./run 8080"
    code = error.errno if isinstance(error, OSError) else None
    if code == errno.EADDRINUSE:
        return f"端口 {port} 已经有程序在用（也许解纷已经开着）。换一个端口：./run {port + 1 if port < 65535 else 8080}"
    if code in (errno.EACCES, errno.EPERM):
        return f"没有权限使用端口 {port}。换一个 1024 以上的端口：./run 8080"
    return f"不能在 {host}:{port} 上打开服务：{error}。请检查地址和端口。"


def _collect_static_if_changed() -> None:
    """Hash and compress static files, unless none is newer than the last time."""
    stamp = settings.STATIC_ROOT / ".collected"
    newest = max(path.stat().st_mtime_ns for path in STATIC_SOURCES.rglob("static/**/*") if path.is_file())
    if stamp.exists() and stamp.read_text() == str(newest):
        return
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(str(newest))
