"""The ledger's night: one job per organisation and night, positions checked, last month frozen."""

from __future__ import annotations

import datetime as dt

import pytest

from jiefen.config import jobs
from jiefen.ledger import positions, tasks
from jiefen.ledger.models import HouseholdPosition, KpiSnapshot
from jiefen.ledger.queries.rates import scope_facts
from jiefen.ledger.snapshots import freeze_in_background
from jiefen.shared import clock
from jiefen.shared.jobs.models import Job
from jiefen.shared.jobs.runner import run_waiting_jobs
from tests.factories.world import AT, make_charge, make_estate, make_organisation, make_premises

pytestmark = pytest.mark.django_db


def test_a_night_repairs_positions_and_freezes_the_month_once():
    home = make_premises(make_estate(make_organisation()))
    make_charge(home, 30000, dt.date(2025, 1, 1))
    positions.refresh([home.pk], at=AT)
    HouseholdPosition.objects.update(outstanding_fen=1)
    tasks.start_the_night.call_local()
    tasks.start_the_night.call_local()
    assert Job.objects.filter(kind="ledger.nightly").count() == 1
    assert run_waiting_jobs() == 1
    job = Job.objects.get(kind="ledger.nightly")
    assert (job.state, job.result["differences"]) == ("done", 1)
    assert run_waiting_jobs() == 1, "the month is frozen by a job of its own"
    assert KpiSnapshot.objects.exists()
    assert HouseholdPosition.objects.get().outstanding_fen == 30000


def test_past_months_are_frozen_in_the_background_one_job_each():
    home = make_premises(make_estate(make_organisation()))
    make_charge(home, 30000, dt.date(2025, 1, 1))
    freeze_in_background(organisation_id=home.organisation_id, months=3, at=AT)
    assert run_waiting_jobs() == 3
    months = KpiSnapshot.objects.filter(scope="organisation", code="overall_rate").order_by("month")
    assert [f"{row.month:%Y-%m}" for row in months] == ["2026-08", "2026-09", "2026-10"]


def test_the_figures_are_counted_before_anybody_asks(settings, django_assert_max_num_queries):
    settings.JOBS_IN_PROCESS = True
    estate = make_estate(make_organisation())
    make_charge(make_premises(estate), 30000, dt.date(2026, 1, 1))
    tasks.keep_figures_ready.call_local()
    month = clock.today().replace(day=1)
    with django_assert_max_num_queries(8) as asked:
        scope_facts(estate.organisation_id, month, "estate", [estate.pk], today=clock.today())
    assert not [query for query in asked.captured_queries if "ledger_charge c" in query["sql"]]


def test_a_worker_of_its_own_has_no_memory_to_fill(settings, django_assert_num_queries):
    make_organisation()
    settings.JOBS_IN_PROCESS = False
    with django_assert_num_queries(0):
        tasks.keep_figures_ready.call_local()


@pytest.mark.parametrize("fails", [False, True])
def test_a_start_counts_the_figures_first_and_works_off_the_jobs_in_any_case(monkeypatch, fails):
    home, began = make_premises(make_estate(make_organisation())), []
    make_charge(home, 30000, dt.date(2026, 1, 1))

    def remember() -> None:
        began.append("figures")
        if fails:
            raise RuntimeError("the database is away")

    monkeypatch.setattr(tasks, "remember_figures", remember)
    monkeypatch.setattr(jobs, "run_waiting_jobs", lambda: began.append("jobs"))
    monkeypatch.setattr(jobs.connections, "close_all", lambda: None)
    jobs._begin()
    assert began == ["figures", "jobs"]
