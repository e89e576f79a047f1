"""A worker process that is killed in the middle of its effect. Run as a module with a job id."""

from __future__ import annotations

import os
import signal
import sys

import django

django.setup()

from jiefen.accounts.models import Organisation  # noqa: E402
from jiefen.shared.jobs.runner import JobRun, handles, run_job  # noqa: E402
from tests.factories.world import AT  # noqa: E402


@handles("test.create")
def create(run: JobRun) -> None:
    with run.effect():
        Organisation.objects.create(name="唯一的组织", created_at=AT)
        if "die" in sys.argv:
            os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(0 if run_job(int(sys.argv[1])) else 3)
