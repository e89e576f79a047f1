"""./run serve refuses in plain words before it says that it is ready."""

from __future__ import annotations

import errno
import socket

import pytest
from django.core.management.base import CommandError

from jiefen.cli.management.commands.serve import _listen, _refusal


def test_a_free_port_accepts_connections_at_once():
    with _listen("127.0.0.1", 0) as listening:
        port = listening.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port), timeout=2) as caller:
            assert caller.getpeername()[1] == port


def test_a_port_in_use_names_the_next_one():
    with _listen("127.0.0.1", 0) as listening:
        port = listening.getsockname()[1]
        with pytest.raises(CommandError) as refused:
            _listen("127.0.0.1", port)
    assert str(refused.value) == f"端口 {port} 已经有程序在用（也许解纷已经开着）。换一个端口：./run {port + 1}"


def test_a_port_that_cannot_be():
    with pytest.raises(CommandError, match="端口要在 1 到 65535 之间，70000 不行"):
        _listen("127.0.0.1", 70000)


def test_an_address_that_is_not_ours():
    with pytest.raises(CommandError, match=r"不能在 203\.0\.113\.9:8080 上打开服务"):
        _listen("203.0.113.9", 8080)


def test_the_last_port_and_a_forbidden_one():
    assert _refusal("", 65535, OSError(errno.EADDRINUSE, "")).endswith("./run 8080")
    assert _refusal("", 80, PermissionError(errno.EACCES, "")) == (
        "没有权限使用端口 80。换一个 1024 以上的端口：./run 8080"
    )
