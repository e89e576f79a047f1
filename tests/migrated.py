"""A data folder with an up-to-date, empty SQLite database, for tests that start real processes.

Migrating takes many seconds, so it is done once in a test process and the file is copied from then on.
"""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FILE = "jiefen.sqlite3"


def migrated_into(folder: Path) -> None:
    """Put the database into ``folder``."""
    shutil.copy(_made_once(), folder / FILE)


def environment_of(folder: Path) -> dict[str, str]:
    """What a process needs to work on the SQLite database in ``folder``."""
    environment = {
        **os.environ, "JIEFEN_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "jiefen.config.settings",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
    }  # fmt: skip
    environment.pop("JIEFEN_DATABASE_URL", None)
    return environment


@cache
def _made_once() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="jiefen-migrated-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    command = [sys.executable, "-m", "django", "migrate", "-v0"]
    subprocess.run(command, cwd=ROOT, env=environment_of(folder), check=True)
    return folder / FILE
