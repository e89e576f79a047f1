"""The whole from × to matrix of every lifecycle; who is second is told so; every step leaves its event."""

from __future__ import annotations

from itertools import product

import pytest

from jiefen.audit.models import Event
from jiefen.collection import models
from jiefen.collection.states import LIFECYCLES, MovedMeanwhile, MoveRefused, move
from tests.factories.talks import AT, TODAY, make_home

pytestmark = pytest.mark.django_db


def columns(home, name):
    return {
        "PromiseToPay": {"amount_fen": 1, "due_on": TODAY, "made_at": AT},
        "RepaymentPlan": {"principal_fen": 1, "proposed_at": AT, "default_rule": "two_missed", "agreement_text": "x"},
        "Dispute": {"reason": "area", "opened_on": TODAY},
        "BreathingSpace": {"reason": "illness", "from_on": TODAY, "until_on": TODAY, "requested_at": AT},
        "Vacancy": {"from_on": TODAY, "applied_at": AT},
        "WaiverRequest": {
            "charge": home.charges[0], "component": "principal", "amount_fen": 1, "reason": "x", "requested_at": AT,
        },
        "Aftercare": {"payment_no": 1, "due_from": TODAY, "due_to": TODAY},
    }[name]  # fmt: skip


def standing(home, name, state):
    owner = {"organisation": home.premises.organisation, "premises": home.premises}
    return getattr(models, name).objects.create(state=state, **owner, **columns(home, name))


MATRIX = [
    (name, here, there)
    for name, life in LIFECYCLES.items()
    for here, there in product(life.states.values, life.states.values)
]


@pytest.mark.parametrize(("name", "here", "there"), MATRIX)
def test_only_the_table_leads_on(name, here, there):
    home, life = make_home(100), LIFECYCLES[name]
    row = standing(home, name, here)
    if there not in life.moves[here]:
        with pytest.raises(MoveRefused, match="不能直接改成") as refused:
            move(row, to=there, by=home.manager, at=AT)
        assert (refused.value.code, type(row).objects.get().state) == ("collection.move_refused", here)
        return
    move(row, to=there, by=home.manager, at=AT, data={"note": 7})
    assert (type(row).objects.get().state, row.state, row.moved_at) == (there, there, AT)
    event = Event.objects.get(code=life.moves[here][there])
    assert (event.actor_no, event.data) == (home.manager.membership_id, {"from": here, "to": there, "note": 7})


@pytest.mark.parametrize("name", LIFECYCLES)
def test_every_state_has_a_row_in_its_table_and_every_step_a_code(name):
    life = LIFECYCLES[name]
    assert set(life.moves) == set(life.states.values)
    codes = [code for steps in life.moves.values() for code in steps.values()]
    assert all(code.startswith("collection.") for code in codes)


def test_who_is_second_is_told_so():
    home = make_home(100)
    first = standing(home, "Dispute", "open")
    second = models.Dispute.objects.get()
    move(first, to="answered", by=home.manager, at=AT)
    with pytest.raises(MovedMeanwhile, match="刚刚被别人更新过"):
        move(second, to="withdrawn", by=home.manager, at=AT)
    assert models.Dispute.objects.get().state == "answered"
