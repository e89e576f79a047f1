"""Options for one household: the examples of docs/algorithms/plan_options.md, refusals, exact sums."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiefen.rules.banned_phrases import is_clean
from jiefen.rules.plan_options import OptionFacts, PlanOption, PlanOptionCode, PlanOptionError, options_for

TODAY = date(2026, 11, 23)
CODES = list(PlanOptionCode)


def _facts(**facts: object) -> OptionFacts:
    """1,200.00 元 of principal and 35.20 元 of late charge, nothing else."""
    return OptionFacts(**{"today": TODAY, "principal_fen": 1200_00, "late_charge_fen": 35_20, **facts})


def _options(**facts: object) -> dict[str, PlanOption]:
    return {option.code: option for option in options_for(_facts(**facts))}


def test_pay_now_late_charge_waived() -> None:
    option = _options()["pay_now_waive_late"]
    assert (option.total_fen, option.now_fen, option.waived_fen) == (1200_00, 1200_00, 35_20)
    assert option.label == "现在付清，违约金不收"
    assert option.why == "一次结清最省心，35.20 元违约金不收。"
    assert option.consequence_owner == "今天付 1,200.00 元，这几笔就都结清了，35.20 元违约金不收。"
    assert option.consequence_company == "今天收到 1,200.00 元，少收 35.20 元违约金，不用再跟进。"
    assert not option.needs_approval


def test_without_a_late_charge_none_is_mentioned() -> None:
    option = _options(late_charge_fen=0)["pay_now_waive_late"]
    assert (option.label, option.why) == ("现在一次付清", "一次结清最省心。")
    assert option.consequence_owner == "今天付 1,200.00 元，这几笔就都结清了。"


def test_a_thousand_in_three() -> None:
    option = _options(principal_fen=1000_00, first_due_on=date(2026, 12, 10))["instalments_3"]
    assert [line.amount_fen for line in option.schedule] == [333_34, 333_33, 333_33]
    assert option.consequence_owner.startswith(
        "一共 1,000.00 元，从 12月10日 起每月付一期，每期 333.33 元（前 1 期 333.34 元），2027年2月10日 付完，35.20 元违约金不收。"
    )
    assert "有两期同时没有付" in option.consequence_owner


def test_six_waive_half_rounded_down_twelve_nothing() -> None:
    options = _options(late_charge_fen=35_21)
    assert (options["instalments_6"].waived_fen, options["instalments_6"].total_fen) == (17_60, 1217_61)
    assert (options["instalments_12"].waived_fen, options["instalments_12"].total_fen) == (0, 1235_21)
    assert not options["instalments_6"].needs_approval
    assert options["instalments_12"].approval.role == "manager"


def test_pay_after_a_repair_that_nobody_has_written_down_opens_its_ticket() -> None:
    option = _options()["pay_after_repair"]
    assert (option.is_offered, option.opens_ticket, option.total_fen, option.waived_fen) == (True, True, 1200_00, 35_20)
    assert option.why == "业主说了要修的地方，开单和他的决定一起记下。"
    assert option.consequence_owner == (
        "今天就开一张报修单。修好、您确认之后 7 天内付 1,200.00 元，35.20 元违约金不收。修好之前我们不谈付款。"
    )
    assert option.consequence_company.startswith("记下这次沟通时一起开报修单。先修好、等业主确认，再收 1,200.00 元")
    assert not _options(open_ticket="顶楼漏水")["pay_after_repair"].opens_ticket


def test_pay_after_repair() -> None:
    option = _options(open_ticket="顶楼漏水")["pay_after_repair"]
    assert (option.total_fen, option.now_fen) == (1200_00, 0)
    assert option.consequence_owner == (
        "先把“顶楼漏水”修好，您确认之后 7 天内付 1,200.00 元，35.20 元违约金不收。修好之前我们不谈付款。"
    )


def test_part_now_is_the_oldest_bill_or_about_a_third() -> None:
    assert _options(oldest_bill_fen=268_80)["part_now"].now_fen == 268_80
    assert _options(oldest_bill_fen=100_00)["part_now"].now_fen == 100_00
    assert _options(oldest_bill_fen=99_99)["part_now"].now_fen == 360_00, "nobody makes two payments for such a part"
    third = _options(principal_fen=1000_01)["part_now"]
    assert (third.now_fen, third.rest_fen) == (301_00, 699_01)
    said = _options(part_fen=1)["part_now"]
    assert (said.now_fen, said.rest_fen) == (1, 1199_99)


def test_named_date() -> None:
    option = _options()["named_date"]
    assert (option.due_on, option.total_fen) == (date(2026, 12, 7), 1235_20)
    assert option.consequence_owner == (
        "您 12月7日 付 1,235.20 元。其中 35.20 元违约金算到今天，付清之前照旧计算。到那天之前我们不再联系您谈这件事。"
    )
    assert _options(named_on=date(2026, 12, 24))["named_date"].needs_approval is False
    assert _options(named_on=date(2026, 12, 25))["named_date"].approval.role == "manager"


def test_dispute_a_line_and_hardship() -> None:
    options = _options()
    assert "15 天内书面答复" in options["dispute_line"].consequence_owner
    assert options["dispute_line"].total_fen == 0
    assert options["hardship"].approval.role == "manager"
    assert (options["hardship"].due_on, options["hardship"].rest_fen) == (date(2027, 2, 21), 1200_00)


REFUSED = {
    "too_small": ({"principal_fen": 500_00}, "instalments_6", "金额 517.60 元，分 6 期每期不到 100.00 元，不划算。"),
    "plan_running": ({"plan_running": True}, "instalments_3", "已经有一份分期在走。"),
    "promise_running": ({"promise_running": True}, "named_date", "已经说好了一个日子，还没到。"),
    "already_paused": ({"in_breathing_space": True}, "hardship", "已经在暂缓期里。"),
    "part_too_small": ({"principal_fen": 199_99}, "part_now", "金额 199.99 元，分开付反而麻烦。"),
    "date_too_far": (
        {"named_on": date(2027, 2, 24)},
        "named_date",
        "最远可以说到 2027年2月23日，更久的请选分期或暂缓。",
    ),
    "limitation_first": (
        {"limitation_on": date(2026, 12, 1)},
        "named_date",
        "其中一部分 12月1日 过诉讼时效，比这个日子早；请业主先在字面上认可金额，或选分期。",
    ),
    "nothing_owed": ({"principal_fen": 0, "late_charge_fen": 0}, "hardship", "没有还没付的账单。"),
    "all_disputed": ({"disputed_fen": 1200_00}, "part_now", "还没付的都在异议里，先核对清楚、给业主答复。"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_why_an_option_is_not_offered(name: str) -> None:
    facts, code, why = REFUSED[name]
    option = _options(**facts)[code]
    assert (option.is_offered, option.why) == (False, why)
    assert (option.total_fen, option.consequence_owner) == (0, "")


def test_disputed_and_expired_parts_are_told_honestly() -> None:
    option = _options(disputed_fen=200_00, expired_fen=300_00)["pay_now_waive_late"]
    assert option.total_fen == 1000_00
    assert option.consequence_owner.endswith(
        "其中 300.00 元已过诉讼时效，付不付由您决定；写下约定就等于重新认可这一部分。有异议的 200.00 元不在里面。"
    )


def test_waivers_and_plans_above_the_thresholds_ask_for_the_higher_role() -> None:
    options = _options(principal_fen=40_000_00, late_charge_fen=2500_00)
    assert options["pay_now_waive_late"].approval.role == "admin"
    assert options["instalments_3"].approval.role == "admin"
    assert "超过 2,000.00 元，要公司批准" in options["pay_now_waive_late"].approval.why


ORDER = {
    "": ["pay_now_waive_late", "instalments_3"],
    "hardship": ["instalments_3", "instalments_6"],
    "no_perceived_service": ["pay_after_repair", "pay_now_waive_late"],
    "factual": ["dispute_line", "pay_now_waive_late"],
}


@pytest.mark.parametrize("obstacle", ORDER)
def test_the_fitting_options_come_first(obstacle: str) -> None:
    found = options_for(_facts(obstacle=obstacle, open_ticket="灯"))
    assert [option.code for option in found[:2]] == ORDER[obstacle]
    assert len(found) == len(CODES)
    assert [option.is_offered for option in options_for(_facts(plan_running=True))][-1] is False


@pytest.mark.parametrize(
    "bad",
    [
        {"principal_fen": -1},
        {"disputed_fen": 1200_01},
        {"expired_fen": 1200_01},
        {"part_fen": 0},
        {"part_fen": 1200_00},
        {"named_on": date(2026, 11, 22)},
        {"first_due_on": date(2026, 11, 22)},
    ],
)
def test_contradictions_are_refused(bad: dict[str, object]) -> None:
    with pytest.raises(PlanOptionError):
        options_for(_facts(**bad))


@settings(deadline=None)
@given(st.integers(1, 10**8), st.integers(0, 10**6), st.integers(0, 10**8), st.booleans())
def test_every_fen_is_accounted_for(principal: int, late: int, disputed: int, ticket: bool) -> None:
    disputed = min(disputed, principal)
    facts = _facts(
        principal_fen=principal, late_charge_fen=late, disputed_fen=disputed, open_ticket="灯" if ticket else None
    )
    for option in options_for(facts):
        assert option.why.endswith("。") and "{" not in option.consequence_owner + option.consequence_company
        if not option.is_offered:
            continue
        assert is_clean(option.consequence_owner) and is_clean(option.consequence_company)
        if option.schedule:
            assert sum(line.amount_fen for line in option.schedule) == option.total_fen
            assert min(line.amount_fen for line in option.schedule) >= 100_00
        if option.code == "part_now":
            assert option.now_fen + option.rest_fen == principal - disputed and option.rest_fen > 0
        elif option.total_fen:
            assert option.total_fen + option.waived_fen == principal - disputed + late
