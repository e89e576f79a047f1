"""Lines between processes: heard by all others, by nobody twice, and a killed process is forgotten."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

from jiefen.live.neighbours import LONGEST_LINE, neighbours_in
from tests.live.running import run_apart
from tests.live.test_two_clients import until


def test_lines_reach_the_others_and_a_dead_socket_is_removed(tmp_path):
    async def run() -> None:
        loop, heard = asyncio.get_running_loop(), {"a": [], "b": [], "c": []}
        a, b, c = (neighbours_in(tmp_path / "live", loop, heard[name].append) for name in heard)
        assert a and b and c
        dead = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        dead.bind(str(tmp_path / "live" / "killed.sock"))
        dead.close()
        a.tell("正在输入")
        b.tell("x" * (LONGEST_LINE + 1))
        await until(lambda: len(heard["c"]) == 2)
        assert heard["a"] == ["x" * LONGEST_LINE], "cut, not split"
        assert heard["b"] == ["正在输入"]
        c.close()
        a.tell("noch etwas")
        await until(lambda: heard["b"][1:] == ["noch etwas"])
        assert len(list((tmp_path / "live").iterdir())) == 2
        a.close()
        b.close()

    run_apart(run())


def test_nonsense_and_a_full_socket_trouble_nobody(tmp_path):
    async def run() -> None:
        heard: list[str] = []

        def hear(line: str) -> None:
            heard.append(line)
            raise ValueError

        loop = asyncio.get_running_loop()
        a, b = neighbours_in(tmp_path, loop, lambda line: None), neighbours_in(tmp_path, loop, hear)
        assert a and b
        for number in range(2000):  # more than a socket holds
            a.tell(str(number))
        await until(lambda: heard)
        await asyncio.sleep(0.05)
        a.tell("the last")
        await until(lambda: heard[-1] == "the last")
        a.close()
        b.close()

    run_apart(run())


def test_a_folder_whose_name_is_too_long_has_no_sockets(tmp_path):
    async def run() -> None:
        deep = Path(tmp_path, "a" * 60, "b" * 60)
        assert neighbours_in(deep, asyncio.get_running_loop(), print) is None

    run_apart(run())
