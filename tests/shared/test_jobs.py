"""Job rows: claimed once, taken over when a worker dies, effect and "done" in one transaction."""

from __future__ import annotations

import datetime as dt

import pytest

from jiefen.accounts.models import Organisation
from jiefen.rules.errors import RuleError
from jiefen.shared import clock
from jiefen.shared.jobs import runner
from jiefen.shared.jobs.actions import enqueue
from jiefen.shared.jobs.models import Job, JobState
from jiefen.shared.jobs.runner import JobRun, LeaseLost, handles, run_job, run_waiting_jobs
from tests.factories.world import AT

pytestmark = pytest.mark.django_db


def create_one(run: JobRun) -> None:
    with run.effect():
        Organisation.objects.create(name=f"组织 {run.job.pk}", created_at=AT)
        run.result["made"] = 1


@pytest.fixture(autouse=True)
def _handlers(monkeypatch):
    monkeypatch.setattr(runner, "_handlers", {})
    handles("test.create")(create_one)


def make_job(kind: str = "test.create", **fields: object) -> Job:
    job = enqueue(organisation_id=1, membership_id=None, kind=kind, params={}, at=AT)
    Job.objects.filter(pk=job.pk).update(**fields)
    return job


def test_a_job_runs_once_and_says_what_it_did():
    job = make_job()
    assert run_job(job.pk) is True
    assert run_job(job.pk) is False
    job.refresh_from_db()
    assert (job.state, job.result, job.attempts) == (JobState.DONE, {"made": 1}, 1)
    assert job.is_finished
    assert Organisation.objects.count() == 1


def test_a_running_job_with_a_live_lease_is_left_alone():
    job = make_job(state=JobState.RUNNING, lease_until=clock.now() + dt.timedelta(seconds=9))
    assert run_job(job.pk) is False
    assert run_waiting_jobs() == 0


def test_a_job_whose_worker_died_is_taken_over():
    make_job(state=JobState.RUNNING, claim="dead", attempts=1, lease_until=clock.now() - dt.timedelta(seconds=1))
    assert run_waiting_jobs() == 1
    assert Organisation.objects.count() == 1


def test_the_slow_worker_loses_everything_once_another_took_over():
    job = make_job(state=JobState.RUNNING, claim="slow", lease_until=clock.now() - dt.timedelta(seconds=1))
    slow = JobRun(Job.objects.get(pk=job.pk), "slow")
    assert run_job(job.pk) is True
    with pytest.raises(LeaseLost):
        create_one(slow)
    with pytest.raises(LeaseLost):
        slow.progress(1, 2, "读取")
    assert Organisation.objects.count() == 1


def test_a_refusal_is_shown_in_its_own_words():
    def refuse(run: JobRun) -> None:
        with run.effect():
            Organisation.objects.create(name="不该留下", created_at=AT)
            raise RuleError("这张表里没有房号，请补上再传。")

    handles("test.refuse")(refuse)
    job = make_job("test.refuse")
    run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.FAILED, "这张表里没有房号，请补上再传。")
    assert not Organisation.objects.exists()


def test_an_accident_leaves_nothing_and_names_the_job():
    def stumble(run: JobRun) -> None:
        with run.effect():
            Organisation.objects.create(name="不该留下", created_at=AT)
            raise KeyError("x")

    handles("test.stumble")(stumble)
    job = make_job("test.stumble")
    run_job(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert str(job.pk) in job.error
    assert not Organisation.objects.exists()


def test_a_job_that_keeps_dying_is_stopped():
    job = make_job(state=JobState.RUNNING, attempts=3, lease_until=clock.now() - dt.timedelta(seconds=1))
    run_job(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert not Organisation.objects.exists()


def test_progress_is_visible_and_renews_the_lease():
    seen = []

    def report(run: JobRun) -> None:
        run.progress(10, 100, "读取")
        seen.append(Job.objects.values_list("phase", "done_count", "total_count").get(pk=run.job.pk))
        run.progress(11, 100, "读取")  # within 0.4 s: not written
        seen.append(Job.objects.values_list("done_count", flat=True).get(pk=run.job.pk))
        with run.effect():
            pass

    handles("test.report")(report)
    run_job(make_job("test.report").pk)
    assert seen == [("读取", 10, 100), 10]


def test_whoever_meets_an_unknown_kind_first_loads_the_tasks(monkeypatch):
    monkeypatch.setattr(runner, "load_tasks", lambda: handles("test.put_off")(create_one))
    job = make_job("test.put_off")
    assert run_job(job.pk) is True
    job.refresh_from_db()
    assert job.state == JobState.DONE


def test_a_kind_that_no_task_knows_is_told(monkeypatch):
    monkeypatch.setattr(runner, "load_tasks", lambda: None)
    job = make_job("test.nobody")
    assert run_job(job.pk) is True
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.FAILED, f"出了意外，没有写入任何内容。请把编号 {job.pk} 告诉管理员。")
