"""What is worth no row (somebody is typing) from one process to the others on the same SQLite file.

PostgreSQL carries such lines by NOTIFY. Processes that share a SQLite file share a folder, so each opens a socket in it
and says its lines to the sockets of the others: nothing is written to the database, nobody polls. A line that finds
no room is dropped, and a socket whose process was killed is removed by the next who speaks to it.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Final

LONGEST_LINE: Final = 4096
AT_ONCE: Final = 64
log = logging.getLogger("jiefen.live")


class Neighbours:
    """One per process. ``hear`` is called in the event loop with every line another process says."""

    def __init__(self, folder: Path, loop: asyncio.AbstractEventLoop, hear: Callable[[str], None]) -> None:
        self._folder, self._loop, self._hear = folder, loop, hear
        self._mine = folder / f"{secrets.token_hex(6)}.sock"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        try:
            self._socket.setblocking(False)
            self._socket.bind(str(self._mine))
        except OSError:  # the folder's name is too long for a socket
            self._socket.close()
            raise
        loop.add_reader(self._socket, self._take)

    def tell(self, line: str) -> None:
        """Say a line to every other process."""
        for other in self._folder.glob("*.sock"):
            if other != self._mine:
                self._say(other, line.encode())

    def close(self) -> None:
        """Hear no more."""
        self._loop.remove_reader(self._socket)
        self._socket.close()
        self._mine.unlink(missing_ok=True)

    def _say(self, other: Path, line: bytes) -> None:
        try:
            self._socket.sendto(line, str(other))
        except (ConnectionRefusedError, FileNotFoundError):
            other.unlink(missing_ok=True)
        except OSError:  # it does not keep up: what it misses is worth nothing a second later
            return

    def _take(self) -> None:
        for _ in range(AT_ONCE):
            try:
                line = self._socket.recv(LONGEST_LINE)
            except OSError:
                return
            try:
                self._hear(line.decode())
            except ValueError:
                log.warning("a line from another process was not understood")


def neighbours_in(folder: Path, loop: asyncio.AbstractEventLoop, hear: Callable[[str], None]) -> Neighbours | None:
    """None where the system or the folder has no room for sockets; then such lines stay in their own process."""
    try:
        return Neighbours(folder, loop, hear)
    except (AttributeError, NotImplementedError, OSError):
        log.warning("no socket in %s: who types is seen within one process only", folder)
        return None
