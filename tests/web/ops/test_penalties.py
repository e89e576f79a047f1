"""The operator's page of penalties, and what readers see of it."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from jiefen.lawyers.models import Affiliation, Penalty
from jiefen.shared import clock
from tests.factories.consultations import make_lawyers
from tests.factories.lawyers import make_operator, make_verified
from tests.web.desk.test_reception import _own_columns, at_work  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator():
    return make_operator()


def sent(**changes):
    return {
        "kind": "warning", "authority": "示范市司法局", "decided_on": "2026-01-05", "stopped_until": "",
        "source": "示范司罚〔2026〕1 号", **changes,
    }  # fmt: skip


def test_entered_shown_to_readers_and_taken_back(operator, client):
    lawyer, _ = make_verified(operator)
    ops, page = at_work(operator), reverse("ops_penalties", args=["lawyer", lawyer.pk])
    assert page in ops.get(reverse("ops_lawyer", args=[lawyer.pk])).content.decode()
    decision = SimpleUploadedFile("d.pdf", b"%PDF-1.4")
    assert "公开页上写明。" in ops.post(page, sent(evidence=decision), follow=True).content.decode()
    public = reverse("lawyer_profile", args=[lawyer.pk])
    assert "示范司罚〔2026〕1 号" in client.get(public).content.decode()
    row = Penalty.objects.get()
    response = ops.get(reverse("ops_penalty_evidence", args=[row.pk]))
    assert (response.content, response["Content-Disposition"][:10]) == (b"%PDF-1.4", "attachment")
    assert client.get(reverse("ops_penalty_evidence", args=[row.pk])).status_code == 302
    withdraw = reverse("ops_penalty_withdraw", args=[row.pk])
    assert "为什么撤销" in ops.post(withdraw, {"reason": "", "back": page}, follow=True).content.decode()
    assert "同名的另一个人" in ops.post(withdraw, {"reason": "同名的另一个人"}, follow=True).content.decode()
    assert "没有登记到公开的处罚" in client.get(public).content.decode()


def test_a_firms_page_and_its_refusals(operator, client):
    lawyer, _ = make_verified(operator)
    firm = Affiliation.objects.get(lawyer=lawyer, until_on=None).firm
    ops, page = at_work(operator), reverse("ops_penalties", args=["firm", firm.pk])
    assert page in ops.get(reverse("ops_firms")).content.decode()
    assert "到哪一天为止" in ops.post(page, sent(kind="closure")).content.decode()
    assert "请写作出决定的日期" in ops.post(page, sent(decided_on="")).content.decode()
    assert Penalty.objects.count() == 0
    ops.post(page, sent(kind="fine"))
    assert "罚款" in client.get(reverse("firm_profile", args=[firm.pk])).content.decode()
    ops.post(page, sent(kind="closure", stopped_until=clock.today().isoformat()))
    assert client.get(reverse("lawyer_profile", args=[lawyer.pk])).status_code == 404


def test_nobody_else_has_this_page(operator):
    lawyer, actor = make_lawyers(1)[0]
    page = reverse("ops_penalties", args=["lawyer", lawyer.pk])
    assert at_work(actor).get(page).status_code == 403
    assert at_work(operator).get(reverse("ops_penalties", args=["judge", 1])).status_code == 404
