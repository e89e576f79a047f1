"""Penalties as rows: entered with a source, shown, hiding or ending a card, taken back; a lawyer's and a firm's."""

from __future__ import annotations

import datetime as dt

import pytest

from jiefen.audit.models import Event
from jiefen.lawyers.actions import licences
from jiefen.lawyers.actions.penalties import open_evidence, record_penalty, withdraw_penalty
from jiefen.lawyers.models import Affiliation, LawFirm, Licence, Penalty
from jiefen.lawyers.queries.penalties import published_penalties, punished, record_of
from jiefen.lawyers.queries.profile import profile
from jiefen.lawyers.refusals import CardRefused, NotVerifiable
from jiefen.rules.penalties import UnknownPenalty
from jiefen.shared.errors import NotFound, NotPermitted
from tests.factories.lawyers import make_operator, make_verified
from tests.factories.world import AT, TODAY

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4 decision"
LATER = AT + dt.timedelta(days=400)


@pytest.fixture(autouse=True)
def _own_columns(tmp_path, monkeypatch, settings):
    monkeypatch.setattr("jiefen.lawyers.columns.folder", lambda: tmp_path)
    settings.DATA_FOLDER = tmp_path


@pytest.fixture
def operator():
    return make_operator()


def punish(operator, whom, pk, kind="warning", **changes):
    given = {
        "authority": "示范市司法局",
        "decided_on": TODAY - dt.timedelta(days=3),
        "source": "示范司罚〔2026〕1 号",
        **changes,
    }
    return record_penalty(whom=whom, pk=pk, kind=kind, by=operator, at=AT, **given)


def state_of(lawyer):
    return Licence.objects.get(lawyer=lawyer).state


def firm_of(lawyer) -> LawFirm:
    return Affiliation.objects.get(lawyer=lawyer, until_on=None).firm


def test_a_warning_stands_on_the_profile_with_its_source(operator):
    lawyer, _ = make_verified(operator)
    row = punish(operator, "lawyer", lawyer.pk, evidence=PDF)
    assert state_of(lawyer) == "verified"
    [line] = profile(lawyer.pk).penalties
    assert (line.kind, line.authority, line.source, line.of_firm) == (
        "警告",
        "示范市司法局",
        "示范司罚〔2026〕1 号",
        False,
    )
    assert open_evidence(penalty_id=row.pk, by=operator, at=AT) == (PDF, "application/pdf")
    codes = list(Event.objects.filter(code__startswith="lawyers.penalty").order_by("pk").values_list("code", flat=True))
    assert codes == ["lawyers.penalty_recorded", "lawyers.penalty_evidence_viewed"]


def test_a_suspension_hides_the_card_until_a_year_after_its_end(operator):
    lawyer, _ = make_verified(operator)
    punish(operator, "lawyer", lawyer.pk, "suspension", stopped_until=TODAY)
    assert state_of(lawyer) == "suspended"
    assert Licence.objects.get(lawyer=lawyer).note == "被停止执业（2026年11月20日），到2027年11月23日不展示"
    with pytest.raises(NotVerifiable, match="2027年11月24日起可以再核验"):
        licences.verify_licence(lawyer_id=lawyer.pk, by=operator, at=AT)
    licences.verify_licence(lawyer_id=lawyer.pk, by=operator, at=LATER)
    assert state_of(lawyer) == "verified"


def test_a_stop_long_over_only_stands_on_the_profile(operator):
    lawyer, _ = make_verified(operator)
    long_ago = dt.date(2022, 5, 1)
    punish(operator, "lawyer", lawyer.pk, "suspension", decided_on=dt.date(2022, 1, 1), stopped_until=long_ago)
    assert (state_of(lawyer), len(profile(lawyer.pk).penalties)) == ("verified", 1)


def test_a_firm_that_is_closed_has_nobody_to_offer_and_others_stay(operator):
    (mine, _), (other, _) = make_verified(operator), make_verified(operator)
    firm = firm_of(mine)
    assert firm != firm_of(other)
    punish(operator, "firm", firm.pk, "closure", stopped_until=TODAY)
    assert (state_of(mine), state_of(other)) == ("suspended", "verified")
    assert published_penalties(firm_id=firm_of(other).pk) == ()
    assert [line.of_firm for line in published_penalties(lawyer_id=mine.pk, firm_id=firm.pk)] == [True]


def test_a_revoked_licence_has_no_way_back(operator):
    lawyer, _ = make_verified(operator)
    punish(operator, "lawyer", lawyer.pk, "revoked")
    assert state_of(lawyer) == "revoked"


def test_one_taken_back_leaves_the_page_and_stays_on_record(operator):
    lawyer, _ = make_verified(operator)
    row = punish(operator, "lawyer", lawyer.pk, "suspension", stopped_until=TODAY)
    with pytest.raises(CardRefused, match="为什么撤销"):
        withdraw_penalty(penalty_id=row.pk, reason="错", by=operator, at=AT)
    withdraw_penalty(penalty_id=row.pk, reason="同名的另一个人", by=operator, at=AT)
    licences.verify_licence(lawyer_id=lawyer.pk, by=operator, at=AT)
    assert profile(lawyer.pk).penalties == ()
    assert [one.withdrawn_because for one in record_of(operator, punished(operator, "lawyer", lawyer.pk))] == [
        "同名的另一个人"
    ]
    with pytest.raises(CardRefused, match="已经撤销"):
        withdraw_penalty(penalty_id=row.pk, reason="再来一次", by=operator, at=AT)


@pytest.mark.parametrize(
    ("kind", "changes", "refusal"),
    [
        ("warning", {"source": " "}, CardRefused),
        ("warning", {"authority": ""}, CardRefused),
        ("warning", {"decided_on": TODAY + dt.timedelta(days=1)}, CardRefused),
        ("suspension", {"stopped_until": TODAY - dt.timedelta(days=9)}, CardRefused),
        ("suspension", {}, UnknownPenalty),
        ("closure", {"stopped_until": TODAY}, UnknownPenalty),
        ("warning", {"evidence": b"MZ not a picture"}, NotVerifiable),
    ],
)
def test_refusals_write_nothing(operator, kind, changes, refusal):
    lawyer, _ = make_verified(operator)
    with pytest.raises(refusal):
        punish(operator, "lawyer", lawyer.pk, kind, **changes)
    assert (Penalty.objects.count(), state_of(lawyer)) == (0, "verified")


def test_only_an_operator_and_only_of_somebody_who_is_there(operator):
    lawyer, actor = make_verified(operator)
    with pytest.raises(NotPermitted):
        punish(actor, "lawyer", lawyer.pk)
    for whom, pk in (("lawyer", 999_999), ("firm", 999_999), ("judge", 1)):
        with pytest.raises(NotFound):
            punish(operator, whom, pk)
    with pytest.raises(NotFound):
        open_evidence(penalty_id=punish(operator, "lawyer", lawyer.pk).pk, by=operator, at=AT)
