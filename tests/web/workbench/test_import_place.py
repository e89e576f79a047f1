"""The address brings a clerk back to the doubt he was at, whatever became of it."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from jiefen.accounts.roles import Role
from jiefen.estates.models import Estate
from jiefen.ledger.models import ImportBatch
from jiefen.shared.jobs.runner import run_waiting_jobs
from jiefen.web.workbench.import_place import back_to, look_again, place_in
from tests.factories.sheets import arrears_xlsx, three_households
from tests.factories.world import make_membership, make_organisation
from tests.web.workbench.test_imports import client_of, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> Client:
    return client_of(make_membership(make_organisation(), Role.FINANCE))


def with_doubts(clerk: Client) -> ImportBatch:
    """Two amounts nobody can read and one that is negative, in rows 2 to 4."""
    period = ("物业费", "2024-01-01", "2024-06-30")
    rows = [("1-1-101", "约一千"), ("1-1-102", "约两千"), ("1-1-103", -100), ("1-1-104", 100)]
    return upload(clerk, arrears_xlsx(*[(room, "王芳", "", 90, *period, amount) for room, amount in rows]))


def post(clerk: Client, name: str, batch: ImportBatch, query: str, **body: object) -> str:
    """The page the clerk sees when the sheet has been read again."""
    answer = clerk.post(f"{reverse(name, args=[batch.pk])}?{query}", body)
    assert answer.status_code == 302
    run_waiting_jobs()
    return clerk.get(answer["Location"]).content.decode()


def below(page: str) -> str:
    """What stands right under the marked place."""
    assert page.count('id="place"') == 1
    return page.split('id="place"')[1].split("</section>")[0]


CELL = {"sheet": "欠费明细", "row": 2, "column": 7}


def test_after_a_correction_the_next_doubt_stands_at_the_place(clerk):
    page = post(clerk, "import_correct", with_doubts(clerk), "at=1", **CELL, value="1000")
    assert "还有 2 处有疑问" in below(page)
    assert "第 3 行" in below(page)


def test_a_correction_that_did_not_help_comes_back_to_the_same_cell(clerk):
    page = post(clerk, "import_correct", with_doubts(clerk), "at=1", **CELL, value="一千左右")
    assert "还有 3 处有疑问" in below(page)
    assert "第 2 行" in below(page)


def test_where_the_last_of_its_kind_is_settled_the_others_are_shown(clerk):
    batch = with_doubts(clerk)
    doubt = {"sheet": "欠费明细", "row": 4, "code": "negative_amount", "reason": "上月多收"}
    page = post(clerk, "import_accept", batch, "code=negative_amount&at=1", **doubt)
    assert "已按原样接受" in below(page)
    assert "第 2 行" in below(page)
    assert "第 3 行" in page


def test_the_kind_of_doubt_and_the_page_of_lines_stay(clerk):
    page = post(clerk, "import_correct", with_doubts(clerk), "code=amount_unreadable&rows=1&at=2", **CELL, value="1000")
    assert "?code=amount_unreadable&amp;rows=1&amp;at=1" in below(page)
    assert "第 4 行" not in page.split("怎样读的这张表")[0]


def test_with_the_last_doubt_gone_the_place_is_the_head_with_the_button_that_confirms(clerk):
    period = ("物业费", "2024-01-01", "2024-06-30")
    batch = upload(clerk, arrears_xlsx(("1-1-101", "王芳", "", 90, *period, "约一千")))
    page = post(clerk, "import_correct", batch, "at=1", **CELL, value="1000")
    assert "没有疑问了。" in below(page)
    assert "确认入账" in below(page)


def test_a_blank_reason_is_asked_for_where_it_belongs(clerk):
    batch = with_doubts(clerk)
    doubt = {"sheet": "欠费明细", "row": 4, "code": "negative_amount", "reason": " "}
    page = post(clerk, "import_accept", batch, "at=3", **doubt)
    assert "请写一句为什么按原样接受" in below(page)
    assert below(page).count('<details class="fold" open>') == 1
    assert page.count('<details class="fold" open>') == 1


def test_the_mapping_page_leads_back_to_where_the_clerk_came_from(clerk):
    batch = with_doubts(clerk)
    body = {f"role-0-{column['index']}": "ignore" for column in batch.plans[0]["columns"]}
    body |= {"role-0-0": "room", "role-0-7": "amount:outstanding"}
    address = f"{reverse('import_mapping', args=[batch.pk])}?at=2"
    assert f"{reverse('import', args=[batch.pk])}?at=2#place" in clerk.get(address).content.decode()
    assert "第 3 行" in below(clerk.get(back_to(batch.pk, QueryDict("at=2"))).content.decode())
    page = post(clerk, "import_mapping", batch, "at=2", **body)
    assert "已按列的对应重新核对" in below(page)
    assert "第 3 行" in below(page)


def test_while_the_sheet_is_read_the_link_to_look_again_differs_every_time():
    query = QueryDict("code=negative_amount&at=3&did=corrected&other=x")
    first = look_again(query)
    assert first == "?code=negative_amount&at=3&did=corrected&again=1#place"
    assert look_again(QueryDict(first[1:].partition("#")[0])).endswith("&again=2#place")


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("at=2&did=corrected", 2), ("at=9&did=corrected", 5), ("did=mapped", 0), ("at=0&did=mapped", 0),
        ("at=-3&did=mapped", 0), ("at=x&did=mapped", 0), ("at=٣&did=mapped", 0), ("at=99999999999&did=mapped", 0),
    ],
)  # fmt: skip
def test_the_place_is_one_that_is_there(query, number):
    assert place_in(QueryDict(query), 5, same_kind=True).number == number


@pytest.mark.parametrize("query", ["", "page=2&at=3&did=corrected", "rows=2"])
def test_an_address_without_a_place_has_none(query):
    assert place_in(QueryDict(query), 5, same_kind=True) is None


def test_words_in_the_address_are_never_shown():
    assert place_in(QueryDict("at=1&did=<b>"), 5, same_kind=True).words == ""


def test_a_doubt_about_a_whole_sheet_leads_to_that_sheet_on_the_mapping_page_and_back(clerk):
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    book.active.title = "一月"
    for sheet in (book.active, book.create_sheet("二月")):
        sheet.append(("房号", "业主", "物业费"))
        for number in range(30):
            sheet.append((f"1-1-{101 + number}", "王芳", 100 + number))
    book.save(buffer)
    batch = upload(clerk, buffer.getvalue())
    numbers = [n for n, doubt in enumerate(batch.summary["problems"], 1) if doubt["code"] == "sheet_repeats"]
    place = f"{reverse('import_mapping', args=[batch.pk])}?at={numbers[0]}#table-1"
    assert place in clerk.get(reverse("import", args=[batch.pk])).content.decode()
    assert 'id="table-1"' in clerk.get(place).content.decode()


def test_the_estate_that_only_the_file_names_can_be_changed_before_anything_is_written(clerk):
    batch = upload(clerk, three_households("欠费统计"), "v1_export.xlsx")
    assert "先用了文件名" in clerk.get(reverse("import", args=[batch.pk])).content.decode()
    blank = post(clerk, "import_estate", batch, "", estate_name="  ")
    assert "请写上小区的名称" in below(blank)
    page = post(clerk, "import_estate", batch, "", estate_name=" 云栖里 ")
    assert "已换成这个小区" in below(page)
    assert "小区：云栖里" in page
    assert "先用了文件名" not in page
    assert Estate.objects.count() == 0
    clerk.post(reverse("import_commit", args=[batch.pk]))
    run_waiting_jobs()
    assert [estate.name for estate in Estate.objects.all()] == ["云栖里"]
    late = clerk.post(reverse("import_estate", args=[batch.pk]), {"estate_name": "别处"}, follow=True)
    assert "已经确认过" in late.content.decode()


def test_a_sheet_that_names_its_estate_is_not_asked(clerk):
    batch = upload(clerk, three_households())
    assert "先用了文件名" not in clerk.get(reverse("import", args=[batch.pk])).content.decode()


def test_nobody_else_can_name_the_estate(clerk):
    batch = upload(clerk, three_households("欠费统计"), "v1_export.xlsx")
    other = client_of(make_membership(make_organisation(), Role.FINANCE))
    assert other.post(reverse("import_estate", args=[batch.pk]), {"estate_name": "别处"}).status_code == 404
    steward = client_of(make_membership(batch.organisation, Role.STEWARD))
    assert steward.post(reverse("import_estate", args=[batch.pk]), {"estate_name": "别处"}).status_code == 403
    batch.refresh_from_db()
    assert batch.estate_name == "v1_export"
