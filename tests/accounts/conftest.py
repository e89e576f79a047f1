"""Sign-in tests: a cheap hasher (the real one is tested by name), a known world, a notepad instead of a channel."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import pytest

from jiefen.accounts.roles import Role
from tests.factories.world import make_membership, make_organisation

PHONE, PASSWORD = "13911112222", "lampe-im-fenster"


@pytest.fixture(autouse=True)
def _cheap_hashes(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def member():
    return make_membership(make_organisation(), Role.MANAGER, phone=PHONE, password=PASSWORD, name="何苗")


@dataclass
class Notepad:
    """Stands where ``notify.actions.send`` stands and remembers what it was given."""

    sent: list[dict] = field(default_factory=list)

    def __call__(self, **message) -> int:
        self.sent.append(message)
        return len(self.sent)

    @property
    def last_code(self) -> str:
        return next(iter(re.findall(r"\b\d{6}\b", self.sent[-1]["body"], re.ASCII)))


@pytest.fixture
def send():
    return Notepad()
