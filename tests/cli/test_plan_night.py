"""./run manage plan_night."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.factories.arrears import make_debtor
from tests.factories.world import make_estate, make_organisation

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("plan_night", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_it_plans_the_named_organisation_and_reports():
    estate = make_estate(make_organisation("和风"))
    make_debtor(estate, "101", (2026, 8))
    make_debtor(make_estate(make_organisation("别家")), "101", (2026, 8))
    found = json.loads(run("--organisation", "和风", "--today", "2026-11-23", "--json"))
    assert [(night["households"], night["proposals"]) for night in found["nights"]] == [(1, 1)]
    assert len(run("--today", "2026-11-23").splitlines()) == 2


def test_an_unknown_organisation_is_refused():
    with pytest.raises(CommandError, match="没有叫"):
        run("--organisation", "没有")
