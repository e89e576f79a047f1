"""An OpenAI-compatible endpoint on 127.0.0.1 that answers what a test wants and keeps what it was sent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any


@dataclass
class ChatEndpoint:
    """``answer``: the model's line; ``raw``: a whole body instead; ``status``: the HTTP status."""

    url: str = ""
    answer: str = ""
    raw: bytes | None = None
    status: int = 200
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)


@contextmanager
def chat_endpoint() -> Iterator[ChatEndpoint]:
    fake = ChatEndpoint()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            fake.asked.append({"path": self.path, **json.loads(body)})
            fake.headers.append(dict(self.headers))
            answer = {"choices": [{"message": {"role": "assistant", "content": fake.answer}}]}
            self.send_response(fake.status)
            self.end_headers()
            self.wfile.write(fake.raw if fake.raw is not None else json.dumps(answer).encode())

        def log_message(self, *args: object) -> None:
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    fake.url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
