"""团队 and the human rates on 数字: who may look, what stands there, and that nobody is ranked."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jiefen.accounts.roles import Role
from jiefen.collection import actions
from jiefen.collection.actions import ContactBarred
from jiefen.collection.queries.compliance import Compliance
from jiefen.rules.contact_facts import rows_on
from jiefen.rules.plan_options import PlanOptionCode
from jiefen.service_log.actions import open_ticket
from jiefen.web.workbench.team_words import NEVER, OPTIONS, RULES, rules_kept
from tests.factories.talks import AT, DAY, TODAY, PromiseDraft, Talk, make_home
from tests.factories.world import make_premises
from tests.web.workbench.signed_in import on_the_day, sign_in, text_of

pytestmark = pytest.mark.django_db
__all__ = ["on_the_day"]


@pytest.fixture
def home():
    return make_home(10_000, 20_000)


def busy(home):
    """A promise from a talk, a breach, and a repair."""
    talk = Talk(owner_words="月底转", chosen_option="named_date", questions_asked=("您看哪天方便？",))
    home.talk(talk=talk, promise=PromiseDraft(5_000, TODAY + 3 * DAY))
    home.talk(initiated_by="us", purpose="care", at=AT.replace(hour=21) - DAY, admits_breach=True)
    open_ticket(premises_id=home.id, what="屋面漏水", opened_on=TODAY, by=home.steward, at=AT)


@pytest.mark.parametrize("role", [Role.MANAGER, Role.FINANCE, Role.ADMIN])
def test_who_may_look(client, home, role):
    sign_in(client, home.premises.organisation, role)
    page = text_of(client.get(reverse("team")))
    assert "各片区的活" in page
    assert ("去审批" in page) is (role != Role.FINANCE)


def test_a_steward_may_not_and_is_not_offered_it(client, home):
    sign_in(client, home.premises.organisation, Role.STEWARD)
    assert client.get(reverse("team")).status_code == 403
    assert reverse("team") not in text_of(client.get(reverse("today")))


def test_what_stands_there(client, home):
    busy(home)
    sign_in(client, home.premises.organisation)
    page = text_of(client.get(reverse("team")))
    for words in (
        "屋面漏水",
        "休息时间联系",
        "说好一个日子",
        "数据还太少：预演过 0 次，没有预演 0 次。每边至少 30 次再看。",
    ):
        assert words in page
    assert "还有 1 次不满两周" in page
    assert "名次" in page  # that there is none


def test_a_company_that_has_just_begun(client, home):
    sign_in(client, home.premises.organisation)
    page = text_of(client.get(reverse("team")))
    assert "没有登记过违规，也没有被规则拦下" in page
    assert "修好了，钱就动了" not in page


def test_the_number_of_queries_does_not_grow(client, home):
    busy(home)
    sign_in(client, home.premises.organisation)
    counts = []
    for number in range(3):
        with CaptureQueriesContext(connection) as found:
            text_of(client.get(reverse("team")))
        counts.append(len(found))
        make_premises(home.premises.estate, building=f"{number + 30}栋")
    assert counts[1] == counts[2]


def test_another_company_sees_nothing_of_it(client, home):
    busy(home)
    sign_in(client, make_home(10_000).premises.organisation)
    page = text_of(client.get(reverse("team")))
    assert "屋面漏水" not in page
    assert "休息时间联系" not in page


def test_every_rule_and_option_has_words():
    codes = {row.text("code") for row in rows_on("sentence", TODAY)}
    no_rules = {
        "ban", "no_time_opens", "cap_is_zero", "allowed", "owner_initiated", "emergency", "care_only", "undisputed_only",
        "sealed_only", "aggregate_only",
    }  # fmt: skip
    assert codes - no_rules == set(RULES)
    assert set(OPTIONS) == set(PlanOptionCode)


def test_a_rule_of_the_bans_is_named_together():
    found = rules_kept(Compliance(3, (("cut_utilities", 1),), (("block_access", 2), ("quiet_hours", 1))))
    assert [(each.rule, each.admitted, each.stopped) for each in found] == [(NEVER, 1, 2), (RULES["quiet_hours"], 0, 1)]


def test_what_the_rules_stopped_stands_beside_what_was_admitted(client, home):
    busy(home)
    with pytest.raises(ContactBarred):
        actions.begin_contact(
            premises_id=home.id, channel="phone", purpose="bill", by=home.steward, at=AT.replace(hour=7)
        )
    sign_in(client, home.premises.organisation)
    team = text_of(client.get(reverse("team")))
    assert "1 次联系里；另有 1 次被规则拦下" in team
    assert "如实登记的违规 1 次，被规则拦下 1 次" in team
    assert "如实登记的违规 1 次，被规则拦下 1 次" in text_of(client.get(reverse("numbers")))


def test_the_human_rates_stand_on_the_numbers_page(client, home):
    promise = home.promise(30_000, at=AT - 3 * DAY, due_on=TODAY)
    home.pay(30_000)
    promise.refresh_from_db()
    assert promise.state == "kept"
    sign_in(client, home.premises.organisation)
    page = text_of(client.get(reverse("numbers") + "?by=steward"))
    for words in ("人和人之间", "承诺兑现率", "1 / 1 次", "触达率", "缴后满意率", "复欠率", "按管家看人和人之间"):
        assert words in page
    assert "看人和人之间" not in text_of(client.get(reverse("numbers") + "?by=fee_item"))


def test_the_workbook_holds_the_human_rates(client, home):
    actions.make_promise(premises_id=home.id, amount_fen=30_000, due_on=TODAY, by=home.steward, at=AT - 3 * DAY)
    home.pay(30_000)
    sign_in(client, home.premises.organisation)
    response = client.get(reverse("numbers_export") + "?by=estate")
    heads, row = openpyxl.load_workbook(io.BytesIO(response.content)).worksheets[0].iter_rows(values_only=True)
    found = dict(zip(heads, row, strict=True))
    assert (found["到期的承诺（次）"], found["兑现的承诺（次）"], found["承诺兑现率"]) == (1, 1, 1)
    assert found["触达率"] is None
    fees = client.get(reverse("numbers_export") + "?by=fee_item")
    heads, row = openpyxl.load_workbook(io.BytesIO(fees.content)).worksheets[0].iter_rows(values_only=True)
    assert dict(zip(heads, row, strict=True))["承诺兑现率"] is None
