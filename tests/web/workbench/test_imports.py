"""The import pages as a clerk uses them, and as others may not."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from jiefen.accounts.models import Membership
from jiefen.accounts.roles import Role
from jiefen.ledger.actions.payments import record_payment
from jiefen.ledger.models import Charge, ImportBatch, MappingMemory
from jiefen.ledger.states import ImportState
from jiefen.shared import clock
from jiefen.shared.jobs.models import Job
from jiefen.shared.jobs.runner import run_waiting_jobs
from tests.factories.sheets import arrears_xlsx, three_households
from tests.factories.world import make_actor, make_membership, make_organisation

pytestmark = pytest.mark.django_db


def client_of(membership: Membership) -> Client:
    client = Client()
    client.force_login(membership.user, backend="jiefen.accounts.backends.MembershipBackend")
    return client


@pytest.fixture
def clerk() -> Client:
    return client_of(make_membership(make_organisation(), Role.FINANCE))


def upload(client: Client, data: bytes, name: str = "欠费.xlsx", **more: str) -> ImportBatch:
    body = {"file": SimpleUploadedFile(name, data), "kind": "arrears", **more}
    response = client.post(reverse("imports"), body)
    assert response.status_code == 302, response.content.decode()
    run_waiting_jobs()
    return ImportBatch.objects.latest("pk")


def text(client: Client, name: str, *args: object) -> str:
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200
    return response.content.decode()


def test_upload_preview_confirm(clerk):
    batch = upload(clerk, three_households())
    page = text(clerk, "import", batch.pk)
    assert "确认入账" in page
    assert "4,600" in page
    assert clerk.post(reverse("import_commit", args=[batch.pk])).status_code == 302
    assert "正在" in text(clerk, "import", batch.pk) or "排队中" in text(clerk, "import", batch.pk)
    run_waiting_jobs()
    page = text(clerk, "import", batch.pk)
    assert "已入账" in page
    assert "撤销这次导入" in page
    assert Charge.objects.count() == 4
    assert "欠费.xlsx" in text(clerk, "imports")


def test_a_sheet_that_is_known_in_part_says_how_much_is_new(clerk):
    batch = upload(clerk, three_households())
    assert "这次写入" not in text(clerk, "import", batch.pk)
    clerk.post(reverse("import_commit", args=[batch.pk]))
    run_waiting_jobs()
    more = arrears_xlsx(
        ("1栋1单元101", "王芳", "", 90, "物业费", "2024-01-01", "2024-06-30", 1200),
        ("1栋1单元101", "王芳", "", 90, "物业费", "2024-07-01", "2024-12-31", 1350),
    )
    page = text(clerk, "import", upload(clerk, more, "第二份.xlsx", estate_name="云栖里小区").pk)
    assert "1 笔是账上没有的" in page
    assert "1,350" in page
    assert "重复，不再写入" in page


def test_without_a_file_the_form_says_so_and_keeps_what_was_typed(clerk):
    response = clerk.post(reverse("imports"), {"kind": "arrears", "estate_name": "云栖里"})
    assert response.status_code == 422
    assert "请先选一个表格文件" in response.content.decode()
    assert "云栖里" in response.content.decode()


def test_an_oversized_file_is_refused_before_it_is_read(clerk, monkeypatch):
    monkeypatch.setattr("jiefen.web.workbench.import_forms.MAX_BYTES", 1000)
    body = {"file": SimpleUploadedFile("大.xlsx", three_households()), "kind": "arrears"}
    response = clerk.post(reverse("imports"), body)
    assert response.status_code == 422
    assert "拆成几个文件" in response.content.decode()
    assert not ImportBatch.objects.exists()


def test_a_refused_file_shows_its_sentence(clerk):
    batch = upload(clerk, b"PK\x03\x04 nothing", "坏.xlsx")
    assert batch.state == ImportState.REFUSED
    assert batch.refusal in text(clerk, "import", batch.pk)


def test_progress_tells_the_page_to_reload_when_the_work_is_over(clerk):
    batch = upload(clerk, three_households())
    assert clerk.get(reverse("import_progress", args=[batch.pk]))["HX-Refresh"] == "true"
    ImportBatch.objects.update(state=ImportState.READING)
    Job.objects.update(state="running", phase="正在读取", done_count=40, total_count=100)
    response = clerk.get(reverse("import_progress", args=[batch.pk]))
    assert "HX-Refresh" not in response
    assert "40" in response.content.decode()


def test_an_accident_offers_another_try(clerk):
    batch = upload(clerk, three_households())
    ImportBatch.objects.update(state=ImportState.READING)
    Job.objects.update(state="failed", error="出了意外，没有写入任何内容。")
    assert "再试一次" in text(clerk, "import", batch.pk)
    clerk.post(reverse("import_retry", args=[batch.pk]))
    run_waiting_jobs()
    assert ImportBatch.objects.get().state == ImportState.PREVIEWED


def doubtful(clerk: Client) -> ImportBatch:
    return upload(
        clerk,
        arrears_xlsx(
            ("1-1-101", "王芳", "", 90, "物业费", "2024-01-01", "2024-06-30", "约一千二"),
            ("1-1-102", "李军", "", 90, "物业费", "2024-01-01", "2024-06-30", -100),
            ("1-1-103", "陈晨", "", 90, "物业费", "2024-01-01", "2024-06-30", 100),
        ),
    )


def test_doubts_can_be_corrected_and_accepted_on_the_page(clerk):
    batch = doubtful(clerk)
    page = text(clerk, "import", batch.pk)
    assert page.count("先不入账") >= 2
    cell = {"sheet": "欠费明细", "row": 2, "column": 7, "value": "1200"}
    clerk.post(reverse("import_correct", args=[batch.pk]), cell)
    run_waiting_jobs()
    doubt = {"sheet": "欠费明细", "row": 3, "code": "negative_amount", "reason": "多收退回"}
    clerk.post(reverse("import_accept", args=[batch.pk]), doubt)
    run_waiting_jobs()
    batch.refresh_from_db()
    assert (batch.state, batch.summary["outstanding_fen"]) == (ImportState.PREVIEWED, 120000)


def test_an_empty_reason_changes_nothing(clerk):
    batch = doubtful(clerk)
    doubt = {"sheet": "欠费明细", "row": 3, "code": "negative_amount", "reason": " "}
    response = clerk.post(reverse("import_accept", args=[batch.pk]), doubt, follow=True)
    assert "为什么按原样接受" in response.content.decode()
    batch.refresh_from_db()
    assert batch.accepted == {}


def test_the_workbook_comes_back_with_a_problem_column(clerk):
    batch = doubtful(clerk)
    response = clerk.get(reverse("import_problems", args=[batch.pk]))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0).to_python()
    assert "问题" in rows[0][-1]
    assert "金额" in rows[1][-1]
    assert rows[3][-1] == ""


def test_the_workbook_says_what_was_put_right_and_what_was_accepted_and_why(clerk):
    batch = doubtful(clerk)
    amount = next(c["index"] for c in batch.plans[0]["columns"] if c["field"] == "amount")
    before = {
        problem["row"]: problem["value"] for problem in batch.summary["problems"] if problem["column"] == "欠费金额"
    }
    cell = {"sheet": "欠费明细", "row": 2, "column": amount, "value": "1,200.00"}
    clerk.post(reverse("import_correct", args=[batch.pk]), cell)
    run_waiting_jobs()
    doubt = {"sheet": "欠费明细", "row": 3, "code": "negative_amount", "reason": "上月多收 =退回"}
    clerk.post(reverse("import_accept", args=[batch.pk]), doubt)
    run_waiting_jobs()
    response = clerk.get(reverse("import_problems", args=[batch.pk]))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0).to_python()
    assert f"原来是“{before[2]}”，改成“1,200.00”" in rows[1][-1]
    assert "请改成数字" not in rows[1][-1]
    assert str(rows[1][amount]) == before[2]  # the cell itself stays as the file has it
    assert "已按原样接受：这是负数，可能是多收、预存或冲红。原因：上月多收 =退回" in rows[2][-1]
    assert rows[3][-1] == ""


def test_a_cell_that_was_blank_and_one_that_was_emptied_are_told_so(clerk):
    batch = doubtful(clerk)
    for row, column, value in ((2, 40, "备注里补的"), (3, 0, "")):
        body = {"sheet": "欠费明细", "row": row, "column": column, "value": value}
        clerk.post(reverse("import_correct", args=[batch.pk]), body)
        run_waiting_jobs()
    response = clerk.get(reverse("import_problems", args=[batch.pk]))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0).to_python()
    assert "【AO 列】已在页面上改过：原来是空白，改成“备注里补的”。" in rows[1][-1]
    assert f"原来是“{rows[2][0]}”，改成空白。" in rows[2][-1]


def test_the_mapping_page_lets_a_clerk_say_what_a_column_is(clerk):
    batch = upload(clerk, arrears_xlsx(("1-1-101", "王芳", 100, 7), header=("房号", "业主", "甲", "乙")))
    page = text(clerk, "import_mapping", batch.pk)
    assert "甲" in page
    roles = {0: "room", 1: "owner", 2: "amount:outstanding", 3: "ignore"}
    body = {f"role-0-{number}": role for number, role in roles.items()} | {"item-0-2": "物业费"}
    clerk.post(reverse("import_mapping", args=[batch.pk]), body)
    run_waiting_jobs()
    batch.refresh_from_db()
    assert (batch.summary["outstanding_fen"], MappingMemory.objects.count()) == (10000, 1)


def test_the_mapping_page_says_that_the_sheet_is_being_read_and_looks_again(clerk):
    body = {"file": SimpleUploadedFile("欠费.xlsx", three_households()), "kind": "arrears"}
    clerk.post(reverse("imports"), body)
    batch = ImportBatch.objects.latest("pk")
    page = text(clerk, "import_mapping", batch.pk)
    assert "正在读这张表" in page
    assert reverse("import_progress", args=[batch.pk]) in page
    assert "保存并重新核对" not in page
    assert clerk.post(reverse("import_mapping", args=[batch.pk]), {}).status_code == 409
    run_waiting_jobs()
    assert "保存并重新核对" in text(clerk, "import_mapping", batch.pk)


def test_the_mapping_page_of_a_file_that_was_refused_or_is_in_the_books_offers_no_choice(clerk):
    refused = upload(clerk, b"PK\x03\x04 broken", name="坏.xlsx")
    page = text(clerk, "import_mapping", refused.pk)
    assert "这个文件没有导入" in page
    assert "保存并重新核对" not in page
    batch = upload(clerk, three_households())
    clerk.post(reverse("import_commit", args=[batch.pk]))
    run_waiting_jobs()
    assert "列的对应不能再改" in text(clerk, "import_mapping", batch.pk)
    assert clerk.post(reverse("import_mapping", args=[batch.pk]), {}).status_code == 409
    batch.refresh_from_db()
    assert batch.state == ImportState.COMMITTED


def test_a_sheet_whose_reading_broke_off_sends_the_clerk_back_to_try_again(clerk):
    clerk.post(reverse("imports"), {"file": SimpleUploadedFile("欠费.xlsx", three_households()), "kind": "arrears"})
    batch = ImportBatch.objects.latest("pk")
    Job.objects.filter(pk=batch.job_no).update(state="failed", error="磁盘满了。")
    page = text(clerk, "import_mapping", batch.pk)
    assert "磁盘满了。" in page
    assert reverse("import", args=[batch.pk]) in page


def test_undo_asks_once_more_and_then_takes_it_back(clerk):
    batch = upload(clerk, three_households())
    clerk.post(reverse("import_commit", args=[batch.pk]))
    run_waiting_jobs()
    assert "冲正" in text(clerk, "import_undo", batch.pk)
    assert Charge.objects.filter(reversals=None, reversal_of=None).count() == 4
    clerk.post(reverse("import_undo", args=[batch.pk]))
    assert Charge.objects.filter(reversals=None, reversal_of=None).count() == 0
    assert "已撤销" in text(clerk, "import", batch.pk)


def test_an_undo_that_is_refused_says_what_rests_on_it(clerk):
    batch = upload(clerk, three_households())
    clerk.post(reverse("import_commit", args=[batch.pk]))
    run_waiting_jobs()
    charge = Charge.objects.filter(reversal_of=None).order_by("pk").first()  # of two due on one day
    now = clock.now()
    record_payment(
        by=make_actor(batch.organisation, Role.FINANCE), premises_id=charge.premises_id, amount_fen=100,
        paid_on=clock.day_of(now), method="cash", at=now,
    )  # fmt: skip
    answer = clerk.post(reverse("import_undo", args=[batch.pk]))
    assert answer.status_code == 409
    assert "：1 笔收款已经核销到这些账单" in answer.content.decode()
    batch.refresh_from_db()
    assert batch.state == ImportState.COMMITTED


def test_a_doubt_without_content_offers_no_acceptance(clerk):
    batch = upload(clerk, arrears_xlsx(("1-1-101", "王芳", "", 90, "物业费", "2024-01-01", "2024-06-30", "九百")))
    page = text(clerk, "import", batch.pk)
    assert "改这一格" in page
    assert "按原样接受" not in page


def test_discarding_leaves_no_trace_in_the_list(clerk):
    batch = upload(clerk, three_households())
    clerk.post(reverse("import_discard", args=[batch.pk]))
    assert "欠费.xlsx" not in text(clerk, "imports")
    late = clerk.post(reverse("import_commit", args=[batch.pk]), follow=True)
    assert "已经放弃" in late.content.decode()
    assert Charge.objects.count() == 0


def test_the_same_file_again_says_that_nothing_changed(clerk):
    data = three_households()  # made once: a workbook holds the second it was made in
    batch = upload(clerk, data)
    clerk.post(reverse("import_commit", args=[batch.pk]))
    run_waiting_jobs()
    assert "以前导入过" not in text(clerk, "import", batch.pk)
    body = {"file": SimpleUploadedFile("又一次.xlsx", data), "kind": "arrears"}
    again = clerk.post(reverse("imports"), body, follow=True)
    assert again.redirect_chain == [(reverse("import", args=[batch.pk]), 302)]
    assert "以前导入过" in again.content.decode()
    assert (ImportBatch.objects.count(), Charge.objects.count()) == (1, 4)


@pytest.mark.parametrize(
    ("late", "body", "sentence"),
    [
        ("import_commit", {}, "已经确认过"),
        ("import_discard", {}, "已经确认过"),
        ("import_correct", {"sheet": "欠费", "row": 2, "column": 0, "value": "1"}, "已经确认过"),
        ("import_retry", {}, "不用重试"),
    ],
)
def test_a_second_tab_is_told_how_the_import_stands_and_changes_nothing(clerk, late, body, sentence):
    batch = upload(clerk, three_households())
    clerk.post(reverse("import_commit", args=[batch.pk]))
    run_waiting_jobs()
    answer = clerk.post(reverse(late, args=[batch.pk]), body, follow=True)
    assert answer.redirect_chain == [(reverse("import", args=[batch.pk]), 302)]
    assert sentence in answer.content.decode()
    run_waiting_jobs()
    batch.refresh_from_db()
    assert (batch.state, Charge.objects.count()) == (ImportState.COMMITTED, 4)


@pytest.mark.parametrize(("confirmed", "sentence"), [(True, "已经撤销过了"), (False, "还没有入账")])
@pytest.mark.parametrize("method", ["get", "post"])
def test_undo_is_only_asked_where_there_is_something_to_undo(clerk, method, confirmed, sentence):
    batch = upload(clerk, three_households())
    if confirmed:
        clerk.post(reverse("import_commit", args=[batch.pk]))
        run_waiting_jobs()
        clerk.post(reverse("import_undo", args=[batch.pk]))
    rows = Charge.objects.count()
    answer = getattr(clerk, method)(reverse("import_undo", args=[batch.pk]), follow=True)
    assert answer.redirect_chain == [(reverse("import", args=[batch.pk]), 302)]
    assert sentence in answer.content.decode()
    assert Charge.objects.count() == rows


def test_a_sheet_without_an_amount_column_is_not_offered_as_fine(clerk):
    rows = "甲项,乙项,丙项,丁项\n2-1-101,钱一,2024.1-2024.6,120\n2-1-102,钱二,2024.1-2024.6,240\n"
    batch = upload(clerk, rows.encode(), "看不懂.csv", estate_name="走查里")
    page = text(clerk, "import", batch.pk)
    assert "没有认出一笔欠费" in page
    assert "没问题就确认" not in page
    assert "没有认出金额列" in page
    assert "金额取；" not in page
    fine = text(clerk, "import", upload(clerk, three_households(), estate_name="别处").pk)
    assert "没有认出一笔欠费" not in fine


def test_a_kind_of_doubt_is_named_so_that_it_can_be_told_from_others(clerk):
    batch = upload(
        clerk,
        arrears_xlsx(
            ("1-1-101", "王芳", "", 90, "物业费", "2024-01-01", "2024-06-30", -5),
            ("1-1-102", "李明", "", 90, "物业费", "2024-01-01", "2024-06-30", "九百"),
            ("", "赵云", "", 90, "物业费", "2024-01-01", "2024-06-30", 7),
        ),
    )
    page = text(clerk, "import", batch.pk)
    for name in (
        "这是负数，可能是多收、预存或冲红（1）",
        "这里应是金额，但看不懂（1）",
        "这一行有金额，但没有房号（1）",
    ):
        assert name in page


def test_a_refused_file_counts_nothing_in_the_list(clerk):
    batch = upload(clerk, b"\xff\xd8\xff\xe0 a photograph")
    assert batch.state == ImportState.REFUSED
    page = text(clerk, "imports")
    assert "0.00" not in page
    assert page.count("—") >= 2


PAGES = ("import", "import_mapping", "import_problems", "import_progress", "import_undo")
POSTS = (
    "import_commit",
    "import_discard",
    "import_retry",
    "import_correct",
    "import_accept",
    "import_undo",
    "import_mapping",
)


def test_another_company_gets_404_everywhere(clerk):
    batch = upload(clerk, three_households())
    stranger = client_of(make_membership(make_organisation(), Role.ADMIN))
    assert {stranger.get(reverse(name, args=[batch.pk])).status_code for name in PAGES} == {404}
    assert {stranger.post(reverse(name, args=[batch.pk])).status_code for name in POSTS} == {404}
    assert "欠费.xlsx" not in text(stranger, "imports")
    batch.refresh_from_db()
    assert batch.state == ImportState.PREVIEWED


def test_a_steward_gets_403_with_the_reason(clerk):
    steward = client_of(make_membership(make_organisation(), Role.STEWARD))
    response = steward.get(reverse("imports"))
    assert response.status_code == 403
    assert "导入表格" in response.content.decode()


def test_the_list_needs_as_many_queries_for_three_as_for_one(clerk, django_assert_max_num_queries):
    upload(clerk, three_households())
    with django_assert_max_num_queries(8) as one:
        text(clerk, "imports")
    for number in range(2):
        upload(clerk, arrears_xlsx((f"1-1-{number}", "王芳", "", 90, "物业费", "", "", 100)), f"{number}.xlsx")
    with django_assert_max_num_queries(8) as three:
        text(clerk, "imports")
    assert len(one) == len(three)
