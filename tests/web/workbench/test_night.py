"""昨晚: who moved, from what to what, why; the first night, a quiet one, and other people's."""

from __future__ import annotations

import pytest
from django.urls import reverse

from jiefen.accounts.roles import Role
from jiefen.collection.actions.night import run_night
from jiefen.rules.stage_codes import REASONS
from jiefen.service_log.actions import open_ticket
from jiefen.web.workbench import night
from tests.factories.arrears import make_debtor
from tests.factories.talks import know_payments
from tests.factories.world import AT, TODAY, make_actor, make_estate, make_organisation
from tests.web.workbench.signed_in import on_the_day, sign_in, text_of

pytestmark = pytest.mark.django_db
__all__ = ["on_the_day"]


@pytest.fixture
def estate():
    found = make_estate(make_organisation(), "云栖里")
    know_payments(found.organisation)
    return found


def page(client, organisation):
    sign_in(client, organisation)
    return text_of(client.get(reverse("night")))


def test_every_reason_has_a_word():
    assert set(REASONS) <= set(night.REASONS)


def test_before_the_first_night_and_after_it(client, estate):
    assert "还没有排过" in page(client, estate.organisation)
    make_debtor(estate, "101", (2023, 11), owner="李强")
    run_night(estate.organisation_id, today=TODAY, at=AT)
    assert "昨晚是第一次排" in page(client, estate.organisation)


def test_who_moved_and_why(client, estate):
    home = make_debtor(estate, "101", (2026, 8), (2026, 9), fen=20_000, owner="李强")
    run_night(estate.organisation_id, today=TODAY, at=AT)
    open_ticket(premises_id=home.pk, what="厨房漏水", by=make_actor(estate.organisation), at=AT)
    next_day = TODAY.replace(day=TODAY.day + 1)
    run_night(estate.organisation_id, today=next_day, at=AT.replace(day=next_day.day))
    shown = page(client, estate.organisation)
    assert "李强" in shown
    assert "报修没完" in shown


def test_another_companys_night_is_not_shown(client, estate):
    make_debtor(estate, "101", (2023, 11), owner="李强")
    run_night(estate.organisation_id, today=TODAY, at=AT)
    assert "还没有排过" in page(client, make_organisation())


def test_a_steward_does_not_see_the_team(client, estate):
    sign_in(client, estate.organisation, Role.STEWARD)
    assert client.get(reverse("night")).status_code == 403
