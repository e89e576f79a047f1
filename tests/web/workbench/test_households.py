"""住户: the list, its filters in the address, its workbook, one household, and a phone number on request."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jiefen.accounts.roles import Role
from jiefen.audit.models import Event
from jiefen.ledger.actions.payments import record_payment
from jiefen.service_log.models import RepairTicket, ServiceRecord
from tests.factories.arrears import give_to, make_debtor
from tests.factories.world import AT, TODAY, make_actor, make_charge, make_estate, make_fee_item, make_organisation
from tests.web.workbench.signed_in import on_the_day, sign_in, text_of

pytestmark = pytest.mark.django_db
__all__ = ["on_the_day"]
LIST = "/workbench/households/"


@pytest.fixture
def estate():
    return make_estate(make_organisation(), "云栖里")


def queries_of(client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        text_of(client.get(url))
    return len(captured)


def test_the_list_costs_the_same_for_one_and_for_fifty(client, estate):
    sign_in(client, estate.organisation)
    make_debtor(estate, "101", (2026, 9))
    client.get(LIST)
    few = queries_of(client, LIST)
    for number in range(102, 152):
        make_debtor(estate, str(number), (2026, 9))
    assert (few, queries_of(client, LIST)) == (8, 8)


def test_person_first_and_the_sum_of_the_filter(client, estate):
    sign_in(client, estate.organisation)
    make_debtor(estate, "101", (2023, 10), fen=123_456, owner="王芳")
    make_debtor(estate, "102", owner="李强")
    page = text_of(client.get(LIST))
    assert page.index("王芳</a>") < page.index("1,234.56</td>")
    assert "2 户" in page
    filtered = text_of(client.get(LIST, {"owing": "yes", "band": "barred"}))
    assert "王芳" in filtered
    assert "李强" not in filtered


def test_search_and_sort_stay_in_the_address(client, estate):
    sign_in(client, estate.organisation)
    for room in ("101", "102"):
        make_debtor(estate, room, (2026, 9))
    page = text_of(client.get(LIST, {"q": "王芳", "owing": "yes"}))
    assert 'name="owing" value="yes"' in page
    assert "q=%E7%8E%8B%E8%8A%B3&amp;owing=yes&amp;sort=oldest" in page


@pytest.mark.parametrize("query", [{"estate": "x"}, {"page": "0"}, {"page": "9" * 40}, {"sort": "x"}, {"band": "31"}])
def test_a_mistyped_address_is_the_plain_list(client, estate, query):
    sign_in(client, estate.organisation)
    make_debtor(estate, "101", (2026, 9))
    assert "王芳" in text_of(client.get(LIST, query))


def test_the_end_of_a_phone_number_gets_an_explanation(client, estate):
    sign_in(client, estate.organisation)
    make_debtor(estate, "101", (2026, 9), phone="13812345678")
    assert "要写完整号码" in text_of(client.get(LIST, {"q": "5678"}))
    assert "王芳" in text_of(client.get(LIST, {"q": "138 1234 5678"}))


def test_a_steward_sees_the_estates_he_looks_after_only(client, estate):
    member = sign_in(client, estate.organisation, Role.STEWARD)
    make_debtor(estate, "101", (2026, 9), owner="王芳")
    make_debtor(estate, "201", (2026, 9), owner="赵敏", building="2栋")
    hidden = make_debtor(make_estate(estate.organisation, "别的小区"), "101", (2026, 9), owner="李强")
    give_to(member, estate, "1栋")
    page = text_of(client.get(LIST))
    assert "王芳" in page
    assert "赵敏" in page
    for query in ({}, {"q": "李强"}, {"estate": hidden.estate_id}, {"building": hidden.building_id}):
        assert "李强</a>" not in text_of(client.get(LIST, query))
    assert client.get(reverse("household", args=[hidden.pk])).status_code == 404


def test_a_fresh_organisation_is_shown_the_way(client, estate):
    sign_in(client, make_organisation())
    assert "导入欠费表" in text_of(client.get(LIST))


def test_the_workbook_holds_texts_not_formulas_and_is_logged(client, estate):
    sign_in(client, estate.organisation)
    make_debtor(estate, "101", (2026, 9), fen=12_345, owner="=HYPERLINK(1)")
    make_debtor(estate, "102")
    response = client.get(LIST + "export/", {"owing": "yes"})
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[:5] for row in rows[1:]] == [("云栖里", "1栋1单元101", "=HYPERLINK(1)", 123.45, 1)]
    assert sheet["C2"].data_type == "s"
    event = Event.objects.get(code="estates.households_exported")
    assert event.data == {"rows": 1}


def test_a_steward_may_not_export(client, estate):
    sign_in(client, estate.organisation, Role.STEWARD)
    assert client.get(LIST + "export/").status_code == 403


def full_household(estate):
    """Bills, a part payment, a prepaid deposit item, collected-for-others, a ticket and services."""
    home = make_debtor(estate, "101", (2023, 11), (2026, 8), (2026, 9), fen=25_200, phone="13812345678")
    home.unit_price_x10000 = 28_000
    home.save()
    organisation = estate.organisation
    for name, kind in (("代收垃圾费", "collected_for_others"), ("装修押金", "deposit")):
        make_charge(home, 3_000, TODAY.replace(month=6, day=1), item=make_fee_item(organisation, name, kind))
    manager = make_actor(organisation)
    record_payment(
        premises_id=home.pk,
        amount_fen=5_200,
        paid_on=TODAY.replace(month=10, day=8),
        method="wechat",
        by=manager,
        at=AT,
    )
    RepairTicket.objects.create(
        organisation=organisation, premises=home, what="门禁坏了", opened_on=TODAY.replace(day=1)
    )
    for what, place in (("擦电梯", {"building": home.building}), ("修绿篱", {})):
        ServiceRecord.objects.create(
            organisation=organisation,
            estate=estate,
            category="cleaning",
            done_on=TODAY.replace(day=2),
            what=what,
            **place,
        )
    return home


def test_one_household_on_one_screen(client, estate):
    home = full_household(estate)
    sign_in(client, estate.organisation)
    page = text_of(client.get(reverse("household", args=[home.pk])))
    said = (
        "王芳", "138****5678", "门禁坏了", "擦电梯", "本楼", "修绿篱", "90.00 m² × 2.80 元 × 1 个月 = 252.00 元",
        "252.00 − 已付 52.00 = 还剩 200.00 元", "代收垃圾费", "装修押金", "业主付了一部分", "民法典第188条",
    )  # fmt: skip
    for words in said:
        assert words in page, words
    assert "13812345678" not in page
    assert page.index("这一户的人") < page.index("账单")


def test_the_page_loads_in_few_queries_however_long_the_story(client, estate):
    home = full_household(estate)
    bare = make_debtor(estate, "301", (2026, 9))
    sign_in(client, estate.organisation)
    urls = [reverse("household", args=[one.pk]) for one in (home, bare)]
    client.get(urls[0])
    counts = []
    for url in urls:
        with CaptureQueriesContext(connection) as captured:
            text_of(client.get(url))
        statements = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
        logged = [sql for sql in statements if "audit_" in sql]
        counts.append((len(statements) - len(logged), len(logged)))
    assert counts == [(10, 2), (10, 2)], "(reads with the sign-in's own two, the audit event)"


def test_every_look_is_logged(client, estate):
    home = make_debtor(estate, "101", (2026, 9))
    member = sign_in(client, estate.organisation)
    client.get(reverse("household", args=[home.pk]))
    event = Event.objects.get(code="estates.household_viewed")
    assert (event.actor_no, event.subject_no) == (member.pk, str(home.pk))


def test_a_phone_number_is_shown_on_request_and_logged(client, estate):
    home = make_debtor(estate, "101", phone="13812345678")
    party = home.ownerships.get().owner_id
    sign_in(client, estate.organisation, Role.FINANCE)
    url = reverse("household_phone", args=[home.pk, party])
    assert client.get(url).status_code == 405
    assert "13812345678" in client.post(url, follow=True).content.decode()
    assert client.post(url, headers={"hx-request": "true"}).content.decode().count("13812345678") == 2
    assert Event.objects.filter(code="estates.phone_revealed", subject_no=str(home.pk)).count() == 2
    assert "13812345678" not in client.get(reverse("household", args=[home.pk])).content.decode()


def test_a_phone_of_somebody_else_is_not_found(client, estate):
    home, other = make_debtor(estate, "101", phone="13812345678"), make_debtor(estate, "102", phone="13812345679")
    sign_in(client, estate.organisation)
    stranger = other.ownerships.get().owner_id
    assert client.post(reverse("household_phone", args=[home.pk, stranger])).status_code == 404
    assert not Event.objects.filter(code="estates.phone_revealed").exists()


def test_flags_stand_at_the_top(client, estate):
    home = make_debtor(estate, "101", (2026, 9), do_not_contact=True, is_vacant=True, is_delivered=False)
    sign_in(client, estate.organisation)
    page = text_of(client.get(reverse("household", args=[home.pk])))
    assert all(words in page for words in ("请勿联系", "空置", "未交付，由建设单位付"))
