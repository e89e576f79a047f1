"""The life of a licence: every move of the table, every refusal, the yearly re-check, evidence, other people's cards."""

from __future__ import annotations

import datetime as dt

import pytest

from jiefen.audit.models import Event
from jiefen.lawyers.actions import firms, licences
from jiefen.lawyers.models import Licence
from jiefen.lawyers.refusals import CardRefused, LicenceTaken, NotVerifiable, WrongMoment
from jiefen.lawyers.states import LICENCE_MOVES, LicenceState
from jiefen.rules.licence_no import LicenceNoRefused
from jiefen.rules.regions import UnknownRegion
from jiefen.shared.errors import NotFound, NotPermitted
from jiefen.shared.files import read_private
from tests.factories.lawyers import EVIDENCE, licence_no, make_firm, make_lawyer_actor, make_operator, make_verified
from tests.factories.world import AT, TODAY, make_actor, make_organisation

pytestmark = pytest.mark.django_db


def _submitted():  # type: ignore[no-untyped-def]
    actor = make_lawyer_actor()
    lawyer = licences.register(name=" 陆知远 ", city="苏州市", by=actor, at=AT)
    firm = make_firm(actor)
    firms.move_firm(lawyer_id=lawyer.pk, firm_code=firm.code, on=TODAY, by=actor, at=AT)
    number = licence_no()
    licence = licences.submit_licence(
        lawyer_id=lawyer.pk, number=number, evidence=EVIDENCE, by=actor, at=AT, first_year=2012, sex="男"
    )
    return actor, lawyer, licence, number


def test_from_registration_to_a_year_later() -> None:
    operator = make_operator()
    _, lawyer, licence, number = _submitted()
    assert (lawyer.name, lawyer.city_code, licence.state) == ("陆知远", "3205", LicenceState.SUBMITTED)
    assert (licence.first_year, licence.category) == (2012, "专职律师")
    assert read_private(licence.evidence_key) == EVIDENCE
    assert Licence.objects.filter(number=number).count() == 0  # encrypted at rest
    licences.verify_licence(lawyer_id=lawyer.pk, by=operator, at=AT)
    licence.refresh_from_db()
    assert (licence.checked_by_no, licence.checked_on) == (operator.membership_id, TODAY)
    assert licence.recheck_due_on == TODAY + dt.timedelta(days=365)
    assert licences.mark_due(by=operator, at=AT + dt.timedelta(days=364)) == 0
    assert licences.mark_due(by=operator, at=AT + dt.timedelta(days=365)) == 1
    licences.verify_licence(lawyer_id=lawyer.pk, by=operator, at=AT + dt.timedelta(days=370))
    codes = list(Event.objects.filter(organisation_no=0).order_by("seq").values_list("code", flat=True))
    assert codes == [
        "lawyers.registered", "lawyers.firm_moved", "lawyers.licence_submitted", "lawyers.licence_verified",
        "lawyers.licence_due_for_recheck", "lawyers.licence_verified",
    ]  # fmt: skip


@pytest.mark.parametrize("before", LicenceState.values)
@pytest.mark.parametrize("to", LicenceState.values)
def test_the_whole_table_of_moves(before: str, to: str) -> None:
    operator, (_, _, licence, _) = make_operator(), _submitted()
    Licence.objects.filter(pk=licence.pk).update(state=before)
    licence.refresh_from_db()
    if to in LICENCE_MOVES[before]:
        licences.move(licence, to=to, by=operator, at=AT)
        assert Licence.objects.get(pk=licence.pk).state == to == licence.state
    else:
        with pytest.raises(WrongMoment):
            licences.move(licence, to=to, by=operator, at=AT)
        assert Licence.objects.get(pk=licence.pk).state == before


def test_two_checkers_at_once() -> None:
    operator, (_, _, licence, _) = make_operator(), _submitted()
    Licence.objects.filter(pk=licence.pk).update(state=LicenceState.REFUSED)
    with pytest.raises(WrongMoment, match="别人"):
        licences.move(licence, to=LicenceState.VERIFIED, by=operator, at=AT)


def test_refused_and_handed_in_again() -> None:
    operator, (actor, lawyer, _, _) = make_operator(), _submitted()
    with pytest.raises(CardRefused, match="原因"):
        licences.refuse_licence(lawyer_id=lawyer.pk, reason=" ", by=operator, at=AT)
    licences.refuse_licence(lawyer_id=lawyer.pk, reason="照片看不清", by=operator, at=AT)
    assert Licence.objects.get(lawyer=lawyer).note == "照片看不清"
    again = licences.submit_licence(lawyer_id=lawyer.pk, number=licence_no(), evidence=EVIDENCE, by=actor, at=AT)
    assert (again.state, again.note) == (LicenceState.SUBMITTED, "")


def test_suspension_can_be_lifted_and_revocation_cannot() -> None:
    operator = make_operator()
    lawyer, actor = make_verified(operator)
    licences.suspend_licence(lawyer_id=lawyer.pk, reason="年度考核不称职", by=operator, at=AT)
    with pytest.raises(WrongMoment):
        licences.submit_licence(lawyer_id=lawyer.pk, number=licence_no(), evidence=EVIDENCE, by=actor, at=AT)
    licences.verify_licence(lawyer_id=lawyer.pk, by=operator, at=AT)
    licences.revoke_licence(lawyer_id=lawyer.pk, reason="注销", by=operator, at=AT)
    with pytest.raises(WrongMoment):
        licences.verify_licence(lawyer_id=lawyer.pk, by=operator, at=AT)


def test_submitting_is_refused() -> None:
    actor, lawyer, _, number = _submitted()
    other = make_lawyer_actor()
    second = licences.register(name="江一舟", city="苏州", by=other, at=AT)
    for given, error in (
        ({"number": "123"}, LicenceNoRefused),
        ({"number": licence_no(), "first_year": 2001}, NotVerifiable),
        ({"number": licence_no(), "sex": "女"}, NotVerifiable),
        ({"number": licence_no(category="7")}, NotVerifiable),
        ({"number": licence_no(), "evidence": b""}, NotVerifiable),
        ({"number": number}, LicenceTaken),
    ):
        with pytest.raises(error):
            licences.submit_licence(**{"lawyer_id": second.pk, "evidence": EVIDENCE, "by": other, "at": AT, **given})
    with pytest.raises(NotFound):  # somebody else's card
        licences.submit_licence(lawyer_id=lawyer.pk, number=licence_no(), evidence=EVIDENCE, by=other, at=AT)
    assert Licence.objects.count() == 1
    assert actor.organisation_id != other.organisation_id


def test_registering_is_refused() -> None:
    actor = make_lawyer_actor()
    with pytest.raises(CardRefused):
        licences.register(name=" ", city="苏州", by=actor, at=AT)
    with pytest.raises(UnknownRegion):
        licences.register(name="陆知远", city="无此市", by=actor, at=AT)
    licences.register(name="陆知远", city="苏州", by=actor, at=AT)
    with pytest.raises(CardRefused, match="已经有"):
        licences.register(name="陆知远", city="苏州", by=actor, at=AT)
    with pytest.raises(NotPermitted):
        licences.register(name="何苗", city="苏州", by=make_actor(make_organisation()), at=AT)


def test_only_operators_verify_and_only_with_a_firm() -> None:
    actor, lawyer, _, _ = _submitted()
    for action in (licences.refuse_licence, licences.suspend_licence, licences.revoke_licence):
        with pytest.raises(NotPermitted):
            action(lawyer_id=lawyer.pk, reason="x", by=actor, at=AT)
    with pytest.raises(NotPermitted):
        licences.verify_licence(lawyer_id=lawyer.pk, by=actor, at=AT)
    with pytest.raises(NotPermitted):
        licences.mark_due(by=actor, at=AT)
    lawyer.affiliations.all().delete()
    with pytest.raises(NotVerifiable, match="律所"):
        licences.verify_licence(lawyer_id=lawyer.pk, by=make_operator(), at=AT)
    with pytest.raises(NotFound):
        licences.verify_licence(lawyer_id=lawyer.pk + 999, by=make_operator(), at=AT)
