"""Contacts over the API: the same rules as on the page, by the same names; once per key; nobody else's households."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from jiefen.accounts.roles import Role
from jiefen.collection.models import ContactAttempt, PromiseToPay, RefusedContact
from jiefen.shared import clock
from tests.factories.arrears import give_to, make_debtor
from tests.factories.talks import know_payments
from tests.factories.world import AT, make_estate, make_organisation
from tests.web.workbench.signed_in import on_the_day, sign_in

pytestmark = pytest.mark.django_db
__all__ = ["on_the_day"]


@pytest.fixture
def estate():
    found = make_estate(make_organisation(), "云栖里")
    know_payments(found.organisation)
    return found


@pytest.fixture
def home(estate):
    return make_debtor(estate, "101", (2026, 8), (2026, 9), fen=20_000, owner="李强")


def steward(client, estate):
    give_to(sign_in(client, estate.organisation, Role.STEWARD), estate)


def contact(home, **more):
    at = AT.replace(hour=9, minute=30).isoformat()
    return {
        "premises_id": home.pk, "client_key": str(uuid.uuid4()), "channel": "phone", "at": at, "reached": "owner",
        "identity_check": "known_voice", **more,
    }  # fmt: skip


def post(client, path, body):
    return client.post(f"/api/v1/{path}", body, content_type="application/json")


def test_may_we_call_in_the_morning(client, estate, home):
    steward(client, estate)
    answer = post(client, "contacts/begin", {"premises_id": home.pk, "channel": "phone"})
    assert (answer.status_code, answer.json().get("allowed")) == (200, True), answer.json()


def test_a_call_at_nine_in_the_evening_is_refused_by_name(client, estate, home, monkeypatch):
    steward(client, estate)
    monkeypatch.setattr(clock, "now", lambda: AT.replace(hour=21, minute=5))
    answer = post(client, "contacts/begin", {"premises_id": home.pk, "channel": "phone"})
    assert (answer.status_code, answer["X-Refusal"]) == (409, "contact.quiet_hours")
    said = answer.json()
    assert (said["rule"], dt.datetime.fromisoformat(said["earliest"])) == ("quiet_hours", AT + dt.timedelta(hours=23))
    assert "21:05" in said["message"]


def test_and_so_is_writing_down_that_it_happened(client, estate, home, monkeypatch):
    steward(client, estate)
    monkeypatch.setattr(clock, "now", lambda: AT.replace(hour=21, minute=30))
    body = contact(home, at=AT.replace(hour=21).isoformat())
    for _ in range(2):
        assert post(client, "contacts", body)["X-Refusal"] == "contact.quiet_hours"
    assert not ContactAttempt.objects.exists()
    assert [row.client_key for row in RefusedContact.objects.all()] == [body["client_key"]], "the attempt is noted once"
    admitted = post(client, "contacts", {**body, "admits_breach": True})
    assert (admitted.status_code, admitted.json()["breach_rule"]) == (201, "quiet_hours")


def test_a_promise_is_written_down_once_per_key(client, estate, home):
    steward(client, estate)
    promise = {"amount_fen": 20_000, "due_on": "2026-11-30"}
    talk = {"owner_words": "月底发工资就交", "chosen_option": "named_date", "obstacles": [{"code": "no_urgency"}]}
    body = contact(home, promise=promise, talk=talk)
    first, again = post(client, "contacts", body), post(client, "contacts", body)
    assert (first.status_code, first.json()["id"]) == (201, again.json()["id"])
    assert PromiseToPay.objects.get().amount_fen == 20_000


def test_today_lists_the_stewards_own(client, estate, home):
    make_debtor(estate, "201", (2023, 11), owner="赵敏", building="2栋")
    give_to(sign_in(client, estate.organisation, Role.STEWARD), estate, "2栋")
    assert [card["owner_name"] for card in client.get("/api/v1/today").json()] == ["赵敏"]


def test_another_companys_household_is_not_found(client, home):
    sign_in(client, make_organisation())
    assert post(client, "contacts", contact(home)).status_code == 404
    assert post(client, "contacts/begin", {"premises_id": home.pk, "channel": "phone"}).status_code == 404
    assert client.get("/api/v1/today").json() == []


def test_a_visitor_is_asked_to_sign_in(client, home):
    assert post(client, "contacts", contact(home)).status_code == 401


def test_a_foreign_page_cannot_use_the_session(estate, home):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    sign_in(strict, estate.organisation)
    assert post(strict, "contacts", contact(home)).status_code == 403


@pytest.mark.parametrize(
    "wrong",
    [{"at": "2026-11-23T09:30:00"}, {"client_key": "1"}, {"premises_id": "x"}, {"promise": {"amount_fen": 1.5}}],
)
def test_what_is_malformed_is_named_and_writes_nothing(client, estate, home, wrong):
    steward(client, estate)
    answer = post(client, "contacts", contact(home, **wrong))
    assert (answer.status_code, answer.json()["code"]) == (422, "api.malformed")
    assert answer.json()["fields"][0]["field"].startswith(f"contact.{next(iter(wrong))}")
    assert not ContactAttempt.objects.exists()


def test_the_description_names_every_operation(client, estate):
    sign_in(client, estate.organisation)
    described = client.get("/api/v1/openapi.json").json()["paths"]
    assert set(described) == {"/api/v1/today", "/api/v1/contacts/begin", "/api/v1/contacts"}
