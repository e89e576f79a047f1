"""A signed-in client on the day the factories live in."""

from __future__ import annotations

import pytest

from jiefen.accounts.roles import Role
from jiefen.shared import clock
from tests.factories.world import AT, make_membership


@pytest.fixture(autouse=True)
def on_the_day(monkeypatch, settings):
    """Pages see 2026-11-23."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    monkeypatch.setattr(clock, "now", lambda: AT)


def sign_in(client, organisation, role: str = Role.MANAGER):
    """Sign a new member in; returns the membership."""
    member = make_membership(organisation, role)
    client.force_login(member.user)
    return member


def text_of(response) -> str:
    """The page, which must be there."""
    assert response.status_code == 200, response.status_code
    return response.content.decode()
