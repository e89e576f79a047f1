"""kill -9 in the middle of a night, with real processes on a real database file: it goes on where it stopped."""

from __future__ import annotations

import json
import signal
import sqlite3

from jiefen.engine.proposal_columns import PREMISES, from_bytes
from tests.migrated import migrated_into
from tests.shared.test_jobs_survive_kill import python

_WORLD = """
import django; django.setup()
from tests.factories.arrears import make_debtor
from tests.factories.world import make_estate, make_organisation
estate = make_estate(make_organisation())
for number in range(10):
    make_debtor(estate, f"1{number:02d}", (2026, 8))
print(estate.organisation_id)
"""


def test_a_killed_night_goes_on_where_it_stopped(tmp_path):
    migrated_into(tmp_path)
    organisation = python(tmp_path, "-c", _WORLD).stdout.strip()
    night = ("-m", "tests.fakes.dying_night", organisation)
    assert python(tmp_path, *night, "die").returncode == -signal.SIGKILL
    database = sqlite3.connect(tmp_path / "jiefen.sqlite3", isolation_level=None)
    assert database.execute("SELECT sum(proposals) FROM collection_buildingproposals").fetchone() == (4,)
    state, counts = database.execute("SELECT state, counts FROM collection_nightrun").fetchone()
    assert (state, json.loads(counts)["households"]) == ("running", 4)
    done = python(tmp_path, *night)
    assert done.returncode == 0, done.stderr
    rows = database.execute("SELECT packed FROM collection_buildingproposals").fetchall()
    premises = from_bytes([packed for (packed,) in rows])[:, PREMISES].tolist()
    assert (len(premises), len(set(premises))) == (10, 10)
    state, counts = database.execute("SELECT state, counts FROM collection_nightrun").fetchone()
    assert (state, json.loads(counts)["households"], json.loads(counts)["written"]) == ("done", 10, 10)
