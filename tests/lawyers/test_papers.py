"""Copies of licences: kept for their time, then deleted; what was decided on them stays."""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest

from jiefen.audit.models import Event
from jiefen.lawyers.actions import licences, papers
from jiefen.lawyers.models import Licence, LicencePaper
from jiefen.lawyers.refusals import WrongMoment
from jiefen.shared.errors import NotFound, NotPermitted
from jiefen.shared.files import read_private
from tests.factories.lawyers import EVIDENCE, make_lawyer_actor, make_operator
from tests.factories.world import AT, TODAY
from tests.lawyers.test_licences import _submitted

pytestmark = pytest.mark.django_db
NEW = EVIDENCE + b"\n% another copy"


def _after(days: int) -> dt.datetime:
    return AT + dt.timedelta(days=days)


def _again(actor, lawyer, number, evidence=NEW, at=AT):
    licences.submit_licence(lawyer_id=lawyer.pk, number=number, evidence=evidence, by=actor, at=at, first_year=2012)


def test_a_copy_that_waits_is_never_deleted() -> None:
    operator, (_, _, licence, _) = make_operator(), _submitted()
    assert papers.delete_due_papers(by=operator, at=_after(4000)) == 0
    assert read_private(licence.evidence_key) == EVIDENCE


def test_a_replaced_copy_goes_after_its_week_and_the_new_one_stays() -> None:
    operator, (actor, lawyer, licence, number) = make_operator(), _submitted()
    old = licence.evidence_key
    _again(actor, lawyer, number)
    assert papers.delete_due_papers(by=operator, at=_after(7)) == 0
    assert papers.delete_due_papers(by=operator, at=_after(8)) == 1
    with pytest.raises(NotFound):
        read_private(old)
    licence.refresh_from_db()
    assert read_private(licence.evidence_key) == NEW
    assert papers.delete_due_papers(by=operator, at=_after(9)) == 0


def test_after_the_check_the_file_goes_and_the_evidence_of_the_decision_stays() -> None:
    operator, (_, lawyer, licence, _) = make_operator(), _submitted()
    key = licence.evidence_key
    licences.verify_licence(lawyer_id=lawyer.pk, by=operator, at=AT)
    assert papers.delete_due_papers(by=operator, at=_after(30)) == 0
    assert papers.delete_due_papers(by=operator, at=_after(31)) == 1
    paper, licence = LicencePaper.objects.get(), Licence.objects.get()
    fingerprint = hashlib.sha256(EVIDENCE).hexdigest()
    assert (paper.key, paper.sha256, paper.decision, paper.decided_on) == ("", fingerprint, "verified", TODAY)
    assert (paper.decided_by_no, paper.deleted_at, paper.deleted_because) == (
        operator.membership_id, _after(31), "verified",
    )  # fmt: skip
    assert (licence.evidence_key, licence.evidence_sha256, licence.state) == ("", fingerprint, "verified")
    with pytest.raises(NotFound):
        read_private(key)
    with pytest.raises(NotFound, match="按期限删除"):
        licences.open_evidence(lawyer_id=lawyer.pk, by=operator, at=_after(32))
    event = Event.objects.get(code="lawyers.evidence_deleted")
    assert event.data == {"sha256": fingerprint, "because": "verified"}


def test_a_refused_copy_stays_half_a_year_unless_a_new_one_comes() -> None:
    operator, (actor, lawyer, _, number) = make_operator(), _submitted()
    licences.refuse_licence(lawyer_id=lawyer.pk, reason="照片看不清", by=operator, at=AT)
    assert papers.delete_due_papers(by=operator, at=_after(180)) == 0
    _again(actor, lawyer, number, at=_after(180))
    assert papers.delete_due_papers(by=operator, at=_after(187)) == 0
    assert papers.delete_due_papers(by=operator, at=_after(188)) == 1
    assert list(LicencePaper.objects.order_by("pk").values_list("decision", "deleted_because")) == [
        ("refused", "replaced"), ("", ""),
    ]  # fmt: skip


def test_a_later_check_does_not_make_a_copy_stay_longer() -> None:
    operator, (_, lawyer, _, _) = make_operator(), _submitted()
    licences.verify_licence(lawyer_id=lawyer.pk, by=operator, at=AT)
    licences.suspend_licence(lawyer_id=lawyer.pk, reason="查一查", by=operator, at=_after(1))
    licences.verify_licence(lawyer_id=lawyer.pk, by=operator, at=_after(20))
    assert LicencePaper.objects.get().decided_on == TODAY
    assert papers.delete_due_papers(by=operator, at=_after(31)) == 1


def test_a_file_already_gone_is_written_down_all_the_same() -> None:
    """Killed between the file and the row: the next night finds no file and says so."""
    operator, (_, lawyer, licence, _) = make_operator(), _submitted()
    licences.verify_licence(lawyer_id=lawyer.pk, by=operator, at=AT)
    papers.delete_private(licence.evidence_key)
    assert papers.delete_due_papers(by=operator, at=_after(31)) == 1
    assert LicencePaper.objects.get().deleted_because == "verified"


def test_only_the_platform_deletes() -> None:
    with pytest.raises(NotPermitted):
        papers.delete_due_papers(by=make_lawyer_actor(), at=AT)


def test_the_yearly_check_may_come_early_only_when_it_is_near() -> None:
    operator, (_, lawyer, _, _) = make_operator(), _submitted()
    licences.verify_licence(lawyer_id=lawyer.pk, by=operator, at=AT)
    with pytest.raises(WrongMoment, match="离复核还早"):
        licences.verify_licence(lawyer_id=lawyer.pk, by=operator, at=_after(334))
    licence = licences.verify_licence(lawyer_id=lawyer.pk, by=operator, at=_after(335))
    assert licence.recheck_due_on == TODAY + dt.timedelta(days=335 + 365)
    assert licences.mark_due(by=operator, at=_after(365)) == 0
