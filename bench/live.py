"""The live hub in one process beside a bare ASGI stream in the same run.

    ./run bench live [--clients 5000] [--writers 32] [--seconds 5] [--json]
    ./run bench live --nothing-lost [--reconnects 1000] [--on sqlite,postgresql] [--processes 1,2] [--json]

``clients`` real streams (cookie, seat, catch-up) are opened and left idle; ``writers`` of them post as fast as they are
answered, each post stored on SQLite and carried back down the stream of its conversation; then at a fixed rate. With
storage off the server itself publishes to all streams in turn: through the hub, and bare (``send`` and nothing else), at
5,000 a second and as fast as it can. Server and clients share the machine: one process each. Delays in ms, from before
the post (or publishing) to the arrival at the client. ``load_before``: how busy the machine was with other things.

``--nothing-lost`` measures no speed: two browsers and eighteen raw streams are torn down ``reconnects`` times in each setting
while all of them write and every server process is killed with -9; it counts what was lost, doubled or out of order, on the
pages and on the wire, and fails on any, and when there is no browser.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench._live_clients import Stream, Writer, connect, publish
from bench._live_torn import nothing_lost
from bench.report import show

AIM_RATE = 5000


def _percentile(delays: list[float], share: float) -> float:
    ranked = sorted(delays)
    return round(1000 * ranked[min(len(ranked) - 1, int(share * len(ranked)))], 1) if ranked else 0.0


def _figures(delays: list[float], seconds: float) -> dict[str, Any]:
    return {
        "per_second": round(len(delays) / seconds), "p50_ms": _percentile(delays, 0.5), "p99_ms": _percentile(delays, 0.99)
    }  # fmt: skip


def _rss_kib(pid: int) -> int:
    found = next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(found.split()[1])


def _cpu_s(pid: int) -> float:
    """User and system time of the server so far: unlike the clock it does not see what else the machine does."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _get(path: str, cookie: str = "") -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: x\r\nCookie: {cookie}\r\n\r\n".encode()


async def _idle(
    port: int, pid: int, talks: list[list[str]], delays: list[float]
) -> tuple[list[Stream], dict[str, Any]]:
    """Open all streams; how fast that went and what each costs."""
    warm = await connect(port, [_get(f"/live/threads/{talks[0][0]}/events", talks[0][1])], [])
    warm[0].transport.abort()
    await asyncio.sleep(1)
    before, cpu, began = _rss_kib(pid), _cpu_s(pid), time.monotonic()
    requests = [_get(f"/live/threads/{public_id}/events", cookie) for public_id, cookie in talks]
    streams = await connect(port, requests, delays)
    took, cpu = time.monotonic() - began, _cpu_s(pid) - cpu
    await asyncio.sleep(3)
    each = (_rss_kib(pid) - before) / max(len(streams), 1)
    return streams, {
        "idle_clients": len(streams), "connects_per_second": round(len(streams) / took), "cpu_ms_per_connect": round(1000 * cpu / len(streams), 2), "kib_per_idle_client": round(each, 1)
    }  # fmt: skip


async def _stored(port: int, pid: int, talks: list[list[str]], delays: list[float], options: Any) -> dict[str, Any]:
    """As fast as posts are answered, then 100 a second in all."""
    busy = [
        Writer(port, f"/live/threads/{public_id}/messages", cookie) for public_id, cookie in talks[: options.writers]
    ]
    return {
        "stored_as_fast_as_answered": await _written(pid, busy, delays, options.seconds, 0.0),
        "stored_at_100_a_second": await _written(pid, busy, delays, options.seconds, len(busy) / 100),
    }


async def _written(pid: int, busy: list[Writer], delays: list[float], seconds: float, pause: float) -> dict[str, Any]:
    """Let writers write; how many arrived how late, and the server's CPU for each."""
    delays.clear()
    until, cpu, posted = time.monotonic() + seconds, _cpu_s(pid), sum(each.posted for each in busy)
    runs = (
        each.run(lambda: time.monotonic() < until, pause, delay=place * pause / len(busy))
        for place, each in enumerate(busy)
    )
    await asyncio.gather(*runs)
    await asyncio.sleep(0.5)
    posted = sum(each.posted for each in busy) - posted
    each_cpu = round(1000 * (_cpu_s(pid) - cpu) / max(posted, 1), 2)
    return {**_figures(delays, seconds), "cpu_ms_per_message": each_cpu, "missing": posted - len(delays)}


async def _unstored(port: int, pid: int, to: str, options: argparse.Namespace) -> dict[str, Any]:
    delays: list[float] = []
    streams = await connect(port, [_get(f"/{to}/{number}") for number in range(options.clients)], delays)
    await asyncio.sleep(1)
    found: dict[str, Any] = {}
    if to == "bare":
        busy = [Writer(port, f"/echo/{number}") for number in range(options.writers)]
        found["posts_as_fast_as_answered"] = await _written(pid, busy, delays, options.seconds, 0.0)
    for name, rate in ((f"at_{AIM_RATE}_a_second", AIM_RATE), ("as_fast_as_it_can", 0)):
        delays.clear()
        said = await publish(port, to, rate, options.seconds)
        await asyncio.sleep(1)
        found[name] = {**_figures(delays, said["seconds"]), "missing": said["sent"] - len(delays)}
    for stream in streams:
        stream.transport.abort()
    return found


async def _measure(port: int, pid: int, talks: list[list[str]], options: argparse.Namespace) -> dict[str, Any]:
    delays: list[float] = []
    streams, figures = await _idle(port, pid, talks, delays)
    figures |= await _stored(port, pid, talks, delays, options)
    for stream in streams:
        stream.transport.abort()
    await asyncio.sleep(1)
    for to in ("bare", "hub"):
        figures[f"{to}_without_storage"] = await _unstored(port, pid, to, options)
    fast = [figures[f"{to}_without_storage"]["as_fast_as_it_can"]["per_second"] for to in ("hub", "bare")]
    stored, echo = (
        figures["stored_as_fast_as_answered"],
        figures["bare_without_storage"]["posts_as_fast_as_answered"],
    )
    shares = {
        "hub_share_of_bare": round(fast[0] / max(fast[1], 1), 2),
        "stored_times_bare_cpu": round(stored["cpu_ms_per_message"] / max(echo["cpu_ms_per_message"], 0.01), 1),
    }
    return {**figures, **shares}


def _server(port: int, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "uvicorn", "bench._live_server:application", "--port", str(port)]
    process = subprocess.Popen([*command, "--log-level", "error", "--backlog", "4096"], env=environment)
    for _ in range(300):
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                return process
        time.sleep(0.1)
    raise SystemExit("the server did not come up")


def measure(options: argparse.Namespace, folder: str) -> dict[str, Any]:
    """Build the world, start the server in a process of its own, measure from this one."""
    environment = {
        **os.environ, "JIEFEN_DATA": folder, "JIEFEN_JOBS": "off", "JIEFEN_LIVE_RATE_FACTOR": "1000000",
        "DJANGO_SETTINGS_MODULE": "jiefen.config.settings", "JIEFEN_DATABASE_URL": "",
    }  # fmt: skip
    figures: dict[str, Any] = {"clients": options.clients, "load_before": round(os.getloadavg()[0], 1)}
    subprocess.run([sys.executable, "-m", "django", "migrate", "-v0"], env=environment, check=True)
    (Path(folder) / "static").mkdir(exist_ok=True)
    world = [sys.executable, "-m", "bench._live_world", str(options.clients)]
    talks = json.loads(subprocess.run(world, env=environment, check=True, capture_output=True).stdout)
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = int(found.getsockname()[1])
    server = _server(port, environment)
    try:
        return {**figures, **asyncio.run(_measure(port, server.pid, talks, options))}
    finally:
        server.kill()
        server.wait()


def main() -> None:
    """Measure in a data folder of its own, which is removed afterwards."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--clients", type=int, default=5000)
    parser.add_argument("--writers", type=int, default=32)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--nothing-lost", action="store_true")
    parser.add_argument("--reconnects", type=int, default=1000)
    parser.add_argument("--on", default="sqlite,postgresql")
    parser.add_argument("--processes", default="1,2")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if options.nothing_lost:
        processes = [int(each) for each in options.processes.split(",")]
        figures, whole = nothing_lost(options.reconnects, options.on.split(","), processes)
        show("live", {"load_before": round(os.getloadavg()[0], 1), **figures})
        raise SystemExit(
            0 if whole else "not proven: messages were lost, doubled or out of order, or there was no browser"
        )
    folder = tempfile.mkdtemp(prefix="jiefen-bench-")
    try:
        show("live", measure(options, folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
