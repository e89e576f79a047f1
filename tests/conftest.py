"""Guards for every test: no undefined template variable (the network is shut off in pyproject.toml)."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from hypothesis import HealthCheck
from hypothesis import settings as drawn

drawn.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
drawn.load_profile("unhurried")  # the machine may be busy: no test is timed


class UndefinedVariable(Exception):
    """A template used a variable nobody passed."""


class _FailOnUndefined(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        raise UndefinedVariable(record.getMessage())


@pytest.fixture(autouse=True)
def _undefined_template_variables_fail() -> Iterator[None]:
    """Django logs undefined variables at DEBUG; here that is an error (inside ``{% if %}`` Django stays silent)."""
    logger, handler = logging.getLogger("django.template"), _FailOnUndefined()
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    yield
    logger.removeHandler(handler)
    logger.setLevel(level)


@pytest.fixture(autouse=True)
def _nothing_is_remembered_from_another_test() -> None:
    """Rolled-back rows leave their ids to the next test; what was counted from them must not."""
    cache.clear()


@pytest.fixture(autouse=True)
def _plain_static_files(settings) -> None:  # type: ignore[no-untyped-def]
    """Tests do not collect static files first."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
