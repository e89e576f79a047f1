"""The operator's pages: the queue, papers and their checks, evidence, decisions, matters, texts, firms, sheets."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jiefen.accounts.models import Organisation, OrganisationKind
from jiefen.accounts.roles import Role
from jiefen.audit.models import Event
from jiefen.lawyers.actions import introductions, licences, papers
from jiefen.lawyers.models import Introduction, LawFirm, Lawyer, Licence, VerifiedMatter
from tests.factories.lawyers import EVIDENCE, firm_code, licence_no, make_lawyer_actor, make_operator, make_verified
from tests.factories.world import AT, TODAY, make_membership, make_organisation
from tests.lawyers.test_licences import _submitted
from tests.web.workbench.signed_in import on_the_day, text_of

__all__ = ["on_the_day"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_columns(tmp_path, monkeypatch):
    monkeypatch.setattr("jiefen.lawyers.columns.folder", lambda: tmp_path)


@pytest.fixture
def ops(client):
    platform = Organisation.objects.create(name="平台", kind=OrganisationKind.OPERATOR, created_at=AT)
    client.force_login(make_membership(platform, Role.OPERATOR, name="温书意").user)
    return client


def test_the_queue_holds_who_waits_submitted_first(ops) -> None:
    operator = make_operator()
    due, _ = make_verified(operator)
    Licence.objects.filter(lawyer=due).update(state="due_for_recheck")
    _submitted()
    page = text_of(ops.get("/ops/lawyers/"))
    assert [int(each) for each in re.findall(r'<a href="/ops/lawyers/(\d+)/"', page)] == [due.pk + 1, due.pk]
    assert "明理律师事务所" in page
    for tab, count in (("submitted", 1), ("recheck", 1), ("verified", 0), ("stopped", 0), ("x", 2)):
        assert len(re.findall(r'<a href="/ops/lawyers/\d+/"', text_of(ops.get(f"/ops/lawyers/?tab={tab}")))) == count
    assert "陆知远" in text_of(ops.get("/ops/lawyers/?q=知远"))
    assert "没有要处理的" in text_of(ops.get("/ops/lawyers/?q=查无此人"))


def test_the_queue_costs_the_same_at_one_and_three(ops, django_assert_num_queries) -> None:
    for _ in range(3):
        _submitted()
        with django_assert_num_queries(8):
            ops.get("/ops/lawyers/")


def test_checks_soon_due_are_said_and_may_be_done_early(ops) -> None:
    near, far = (make_verified(make_operator())[0] for _ in range(2))
    Licence.objects.filter(lawyer=near).update(recheck_due_on=TODAY + dt.timedelta(days=30))
    Licence.objects.filter(lawyer=far).update(recheck_due_on=TODAY + dt.timedelta(days=31))
    assert "1 位律师的执业证在近期到复核日" in text_of(ops.get("/ops/lawyers/"))
    page = text_of(ops.get("/ops/lawyers/?tab=soon"))
    assert f"/ops/lawyers/{near.pk}/" in page and f"/ops/lawyers/{far.pk}/" not in page
    assert f"/ops/lawyers/{near.pk}/verify/" in text_of(ops.get(f"/ops/lawyers/{near.pk}/"))
    assert f"/ops/lawyers/{far.pk}/verify/" not in text_of(ops.get(f"/ops/lawyers/{far.pk}/"))
    assert "离复核还早" in text_of(ops.post(f"/ops/lawyers/{far.pk}/verify/", follow=True))
    ops.post(f"/ops/lawyers/{near.pk}/verify/")
    assert "近期没有快到复核日的名片" in text_of(ops.get("/ops/lawyers/?tab=soon"))


def test_a_deleted_copy_leaves_its_fingerprint_on_the_page(ops) -> None:
    operator, (_, lawyer, licence, _) = make_operator(), _submitted()
    page = text_of(ops.get(f"/ops/lawyers/{lawyer.pk}/"))
    assert "等待核验" in page and licence.evidence_sha256[:16] in page
    licences.verify_licence(lawyer_id=lawyer.pk, by=operator, at=AT)
    assert "留到2026年12月23日" in text_of(ops.get(f"/ops/lawyers/{lawyer.pk}/"))
    papers.delete_due_papers(by=operator, at=AT + dt.timedelta(days=31))
    page = text_of(ops.get(f"/ops/lawyers/{lawyer.pk}/"))
    assert "按期限删除（核验通过）" in page and licence.evidence_sha256[:16] in page
    assert "按期限删除了证件照片" in page and "看证件照片" not in page


def test_papers_are_compared_line_by_line(ops) -> None:
    _, lawyer, licence, number = _submitted()
    page = text_of(ops.get(f"/ops/lawyers/{lawyer.pk}/"))
    for words in (
        number,
        "17 位结构相符：江苏苏州，2012 年，专职律师",
        "与证号第 6 到 9 位一致",
        "校验位相符",
        "提交执业证",
        "核验通过",
    ):
        assert words in page
    Licence.objects.filter(pk=licence.pk).update(claimed_year=2001)
    Lawyer.objects.filter(pk=lawyer.pk).update(city_code="1100")
    page = text_of(ops.get(f"/ops/lawyers/{lawyer.pk}/"))
    assert "自报 2001 年" in page
    assert "请确认是否转所" in page
    assert ops.get("/ops/lawyers/999999/").status_code == 404


def test_looking_at_the_evidence_is_written_down(ops) -> None:
    _, lawyer, _, _ = _submitted()
    answer = ops.get(f"/ops/lawyers/{lawyer.pk}/evidence/")
    assert (answer.content, answer["Content-Type"]) == (EVIDENCE, "application/pdf")
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]
    event = Event.objects.get(code="lawyers.evidence_viewed")
    assert (event.subject_no, event.actor_no is not None) == (str(lawyer.pk), True)
    assert "查看了证件照片" in text_of(ops.get(f"/ops/lawyers/{lawyer.pk}/"))
    Licence.objects.update(evidence_key="")
    assert ops.get(f"/ops/lawyers/{lawyer.pk}/evidence/").status_code == 404


@pytest.mark.parametrize(("decision", "before", "after"), [
    ("verify", "submitted", "verified"), ("refuse", "submitted", "refused"), ("suspend", "verified", "suspended"),
    ("revoke", "verified", "revoked"), ("verify", "due_for_recheck", "verified"),
])  # fmt: skip
def test_decisions_are_looked_at_twice(ops, decision: str, before: str, after: str) -> None:
    _, lawyer, licence, _ = _submitted()
    Licence.objects.filter(pk=licence.pk).update(state=before)
    path = f"/ops/lawyers/{lawyer.pk}/{decision}/"
    assert "陆知远" in text_of(ops.get(path))
    assert Licence.objects.get().state == before
    if decision != "verify":
        assert "请写明原因" in text_of(ops.post(path, {"reason": " "}))
    assert ops.post(path, {"reason": "与登记不符"}).url == f"/ops/lawyers/{lawyer.pk}/"
    assert Licence.objects.get().state == after
    again = ops.post(path, {"reason": "再来一次"}, follow=True)
    assert "不能改为" in text_of(again) or "离复核还早" in text_of(again)
    assert ops.get(f"/ops/lawyers/{lawyer.pk}/dance/").status_code == 302


def test_a_matter_needs_a_source(ops) -> None:
    lawyer, _ = make_verified(make_operator())
    path = f"/ops/lawyers/{lawyer.pk}/matters/"
    given = {
        "area": "劳动社保",
        "cause_of_action": "劳动合同纠纷",
        "source": "（2024）虚构 1 号",
        "concluded_year": "2024",
    }
    assert "劳动社保" in text_of(ops.get(path))
    assert "请写出处" in text_of(ops.post(path, {**given, "source": ""}))
    assert "年份不合理" in text_of(ops.post(path, {**given, "concluded_year": "1900"}))
    assert ops.post(path, given).status_code == 302
    assert "已经登记过" in text_of(ops.post(path, given))
    assert VerifiedMatter.objects.count() == 1


def test_texts_are_published_or_sent_back(ops) -> None:
    lawyer, actor = make_verified(make_operator())
    text = "我在大学兼任讲师，主要办劳动争议，会先听您把事情说完。"
    introductions.write_introduction(lawyer_id=lawyer.pk, text=text, by=actor, at=AT)
    assert "有自述等着看" in text_of(ops.get("/ops/lawyers/"))
    assert "职务和资历" in text_of(ops.get("/ops/lawyers/introductions/"))
    path = f"/ops/lawyers/{lawyer.pk}/introduction/"
    assert "请写明哪里要改" in text_of(ops.post(path, {"decision": "send_back"}, follow=True))
    ops.post(path, {"decision": "send_back", "note": "请写明年份"})
    assert Introduction.objects.get().state == "sent_back"
    introductions.write_introduction(lawyer_id=lawyer.pk, text=text, by=actor, at=AT)
    ops.post(path, {"decision": "publish"})
    assert Introduction.objects.get().published == text
    assert "不在等审核" in text_of(ops.post(path, {"decision": "publish"}, follow=True))
    assert ops.post("/ops/lawyers/999999/introduction/", {"decision": "publish"}).status_code == 302


def test_firms_are_registered_once(ops) -> None:
    given = {"name": "恒川律师事务所", "code": firm_code(), "city": "苏州"}
    assert "没有找到" in text_of(ops.get("/ops/firms/"))
    ops.post("/ops/firms/", given)
    assert "已登记为“恒川律师事务所”" in text_of(
        ops.post("/ops/firms/", {**given, "name": "另一律师事务所"}, follow=True)
    )
    assert "校验不符" in text_of(ops.post("/ops/firms/", {**given, "code": given["code"][:-1] + ("1" if given["code"][-1] != "1" else "2")}))  # fmt: skip
    assert LawFirm.objects.count() == 1
    assert "恒川律师事务所" in text_of(ops.get("/ops/firms/?q=恒川"))
    ops.post("/ops/firms/", {**given, "name": "恒川正律师事务所", "corrects": "on"})
    assert LawFirm.objects.get().name == "恒川正律师事务所"
    assert Event.objects.filter(code="lawyers.firm_corrected").count() == 1


def test_a_sheet_is_looked_at_before_it_is_written(ops) -> None:
    lines = [
        "姓名,执业证号,执业机构,律所代码,城市",
        f"秦川,{licence_no()},明理律师事务所,{firm_code()},苏州",
        "何苗,12,明理律师事务所,31,苏州",
    ]
    sheet = SimpleUploadedFile("名单.csv", "\n".join(lines).encode())
    page = text_of(ops.post("/ops/lawyers/import/", {"file": sheet}))
    assert "会新加 1 位" in page
    assert "第 3 行" in page
    assert Lawyer.objects.count() == LawFirm.objects.count() == 0
    assert not Event.objects.filter(code="lawyers.imported").exists()
    assert ops.post("/ops/lawyers/import/confirm/").url == "/ops/lawyers/"
    assert Lawyer.objects.get().name == "秦川"
    assert ops.post("/ops/lawyers/import/confirm/").url == "/ops/lawyers/import/"
    assert "不是能读的表格" in text_of(ops.post("/ops/lawyers/import/", {"file": SimpleUploadedFile("x.xlsx", b"x")}))
    assert "请选一个表格" in text_of(ops.post("/ops/lawyers/import/"))


def test_nobody_else_verifies(client) -> None:
    _, lawyer, _, _ = _submitted()
    paths = [f"/ops/lawyers/{lawyer.pk}/{tail}" for tail in ("", "evidence/", "verify/", "matters/")]
    paths += ["/ops/lawyers/", "/ops/firms/", "/ops/lawyers/import/", "/ops/lawyers/introductions/"]
    for path in paths:
        assert client.get(path).status_code == 302
    office = Organisation.objects.get(pk=make_lawyer_actor().organisation_id)
    for house, role in ((office, Role.LAWYER), (make_organisation(), Role.ADMIN)):
        client.force_login(make_membership(house, role).user)
        for path in paths:
            assert client.get(path).status_code == 403, path
