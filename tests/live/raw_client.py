"""A browser's part of the protocol on bare sockets: a stream that resumes, a post that is repeated until it is answered."""

from __future__ import annotations

import asyncio
import json
import re
from typing import Any


async def request(port: int, text: str) -> tuple[int, str]:
    """One request; (status, body). Raises OSError or EOFError when the server dies meanwhile."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(text.encode())
        await writer.drain()
        answer = (await reader.read()).decode()
    finally:
        writer.close()
    head, found, body = answer.partition("\r\n\r\n")
    length = re.search(r"content-length: (\d+)", head.lower())
    if not found or (length and len(body.encode()) < int(length[1])):  # killed between the two
        raise EOFError
    return int(head.split(" ")[1]), body


async def post(port: int, path: str, cookie: str, data: dict[str, Any], **headers: str) -> tuple[int, dict[str, Any]]:
    """POST JSON as one of our pages does."""
    body = json.dumps(data)
    fields = {
        "Host": f"127.0.0.1:{port}", "Origin": f"http://127.0.0.1:{port}", "Cookie": cookie, "Connection": "close",
        "Content-Type": "application/json", "Content-Length": str(len(body.encode())), **headers,
    }  # fmt: skip
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in fields.items())
    status, answer = await request(port, f"POST {path} HTTP/1.1\r\n{lines}\r\n{body}")
    return status, json.loads(answer)


class Stream:
    """An EventSource. ``events``: (name, data) in the order they came; ``last_id`` is kept over reconnections."""

    def __init__(self, path: str, cookie: str) -> None:
        self.path, self.cookie = path, cookie
        self.events: list[tuple[str, dict[str, Any]]] = []
        self.last_id = ""
        self.status = 0
        self.connections = 0

    async def listen(self, port: int, cut_after: float | None = None) -> None:
        """Until the connection ends, at the latest ``cut_after`` seconds after it was answered. Raises OSError when it
        cannot be made.
        """
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            resume = f"Last-Event-ID: {self.last_id}\r\n" if self.last_id else ""
            head = f"GET {self.path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {self.cookie}\r\n{resume}\r\n"
            writer.write(head.encode())
            answer = await reader.readuntil(b"\r\n\r\n")
            self.status = int(answer.split(b" ")[1])
            self.connections += self.status == 200
            if self.status == 200:
                await asyncio.wait_for(self._read(reader), cut_after)
        except TimeoutError:
            return
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            writer.transport.abort()

    async def _read(self, reader: asyncio.StreamReader) -> None:
        waiting = b""
        while size := int(await reader.readuntil(b"\r\n"), 16):
            waiting += (await reader.readexactly(size + 2))[:size]
            while b"\n\n" in waiting:
                block, waiting = waiting.split(b"\n\n", 1)
                self._take(block.decode())

    def _take(self, block: str) -> None:
        fields = dict(line.split(": ", 1) for line in block.split("\n") if ": " in line)
        if "id" in fields:
            self.last_id = fields["id"]
        if "data" in fields:
            self.events.append((fields.get("event", "message"), json.loads(fields["data"])))

    def messages(self) -> list[dict[str, Any]]:
        """The messages that came, in their order."""
        return [data for name, data in self.events if name == "message"]
