"""Today's proposal: the cast of docs/algorithms/stages.md, one household per situation, and properties."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiefen.rules.stages import LADDER, HouseholdFacts, Proposal, Stage, Step, propose, rank, stage_for

TODAY = date(2026, 11, 23)


def _days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def _facts(**facts: object) -> HouseholdFacts:
    """Three bills of 900.00 元 together, the oldest 40 days overdue, unless said otherwise."""
    known = {"household_id": 1, "outstanding_fen": 900_00, "open_bills": 3, "oldest_due_on": _days_ago(40)}
    return HouseholdFacts(**{**known, **facts})


NEAR = {"next_limitation_on": date(2026, 12, 20), "bills_expiring_180": 3, "amount_expiring_180_fen": 1240_00}
HELD = {
    "open_dispute": True, "disputed_fen": 300_00, "disputed_limitation_on": date(2026, 12, 1),
    "disputed_bills_expiring_180": 1, "disputed_expiring_180_fen": 300_00,
}  # fmt: skip
LAWFUL = {"last_demand_on": _days_ago(30), "last_contact_on": _days_ago(30), "outstanding_fen": 5000_00}

CAST: dict[str, tuple[dict[str, object], Stage, Step, str]] = {
    "due_soon": (
        {"oldest_due_on": date(2026, 11, 25), "open_bills": 1, "outstanding_fen": 200_00},
        Stage.REMINDER,
        Step.CONTACT,
        "1 笔 200.00 元 11月25日 到期，发一条温馨提示就好。",
    ),
    "just_overdue": (
        {"oldest_due_on": _days_ago(10), "open_bills": 1, "outstanding_fen": 200_00},
        Stage.REMINDER,
        Step.CONTACT,
        "1 笔 200.00 元 11月13日 到期，还没付。发一条温馨提示就好，也许只是忘了。",
    ),
    "first_call": (
        {},
        Stage.PHONE,
        Step.CONTACT,
        "3 笔共 900.00 元还没付，最早一笔 10月14日 到期。打个电话，先问问近况和对服务的看法。",
    ),
    "vacant_home": (
        {"vacant": True},
        Stage.PHONE,
        Step.CONTACT,
        "3 笔共 900.00 元还没付，最早一笔 10月14日 到期。打个电话，先问问近况和对服务的看法。"
        "房子空着，顺便问问有没有办过空置登记。",
    ),
    "no_number": (
        {"phone_known": False},
        Stage.VISIT,
        Step.CONTACT,
        "3 笔共 900.00 元还没付，手边没有电话。上门留张便条，请业主方便时回个话。",
    ),
    "relapse": (
        {"relapse": True, "oldest_due_on": _days_ago(5)},
        Stage.PHONE,
        Step.CONTACT,
        "上次缴清后，又有新账单没付：3 笔共 900.00 元。打个电话问问，是不是哪里没做好。",
    ),
    "visit_after_calls": (
        {"oldest_due_on": _days_ago(100), "last_contact_on": _days_ago(20)},
        Stage.VISIT,
        Step.CONTACT,
        "3 笔共 900.00 元还没付，最早一笔 8月15日 到期。约个方便的时间上门，当面听听业主怎么想。",
    ),
    "demand_after_visit": (
        {"oldest_due_on": _days_ago(150), "last_contact_on": _days_ago(20), "last_stage": Stage.VISIT},
        Stage.DEMAND_NOTICE,
        Step.CONTACT,
        "3 笔共 900.00 元还没付，聊过还没有结果。核对好账目，送一份能证明送达的催缴函，给业主留 15 天以上。",
    ),
    "lawyers_letter": (
        {**LAWFUL, "oldest_due_on": _days_ago(300), "last_stage": Stage.DEMAND_NOTICE},
        Stage.LAWYERS_LETTER,
        Step.APPROVAL,
        "3 笔共 5,000.00 元还没付，催缴函给的期限已经过了。要不要发律师函，由项目经理和律师看了再定，商量的门一直开着。",
    ),
    "partly_barred": (
        {**LAWFUL, "oldest_due_on": _days_ago(1200), "last_stage": Stage.LAWYERS_LETTER, "expired_fen": 300_00},
        Stage.MEDIATION_OR_PAYMENT_ORDER,
        Step.APPROVAL,
        "3 笔共 5,000.00 元还没付，最早一笔 2023年8月11日 到期。先邀请业主一起调解；"
        "账目业主认可的，经理也可以考虑申请支付令。其中 300.00 元已过诉讼时效，不列进去。",
    ),
    "court_last": (
        {**LAWFUL, "oldest_due_on": _days_ago(500), "last_stage": Stage.MEDIATION_OR_PAYMENT_ORDER},
        Stage.LITIGATION,
        Step.APPROVAL,
        "3 笔共 5,000.00 元还没付，调解和支付令都试过了。要不要起诉，由项目经理和律师看过证据和成本再定，随时可以和解。",
    ),
    "limitation_near": (
        NEAR,
        Stage.DEMAND_NOTICE,
        Step.CONTACT,
        "3 笔共 1,240.00 元将在 12月20日 过诉讼时效，先送一份能证明送达的催缴函。",
    ),
    "limitation_staggered": (
        {**NEAR, "last_limitation_on": date(2027, 3, 20)},
        Stage.DEMAND_NOTICE,
        Step.CONTACT,
        "3 笔共 1,240.00 元将从 12月20日 到 2027年3月20日 陆续过诉讼时效，先送一份能证明送达的催缴函。",
    ),
    "demand_without_proof": (
        {**NEAR, "last_demand_on": _days_ago(5), "last_contact_on": _days_ago(5)},
        Stage.DEMAND_NOTICE,
        Step.OFFICE,
        "催缴函 11月18日 送出，还没有送达证明。先查签收记录：3 笔共 1,240.00 元将在 12月20日 过诉讼时效。",
    ),
    "promise_broken": (
        {"promise_due_on": date(2026, 11, 20), "promise_fen": 600_00},
        Stage.PHONE,
        Step.CONTACT,
        "答应 11月20日 付 600.00 元，还没到账。打个电话问问是不是遇到了难处。",
    ),
    "promise_without_amount_or_number": (
        {"promise_due_on": date(2026, 11, 20), "phone_known": False},
        Stage.VISIT,
        Step.CONTACT,
        "答应 11月20日 付款，还没到账。上门问问是不是遇到了难处。",
    ),
    "promise_later_than_limitation": (
        {**NEAR, "promise_due_on": date(2026, 12, 25), "promise_fen": 600_00},
        Stage.PHONE,
        Step.CONTACT,
        "答应 12月25日 付 600.00 元，可最早一笔 12月20日 就过诉讼时效。请业主用短信或微信把这句话写下来。",
    ),
    "leaking_roof": (
        {"open_ticket": "顶楼漏水"},
        Stage.PHONE,
        Step.CARE,
        "有一张没修好的报修单(顶楼漏水)，先问问修得怎么样，不谈钱。",
    ),
    "leaking_roof_and_limitation": (
        {**NEAR, "open_ticket": "顶楼漏水"},
        Stage.PHONE,
        Step.CARE,
        "有一张没修好的报修单(顶楼漏水)，先问问修得怎么样，不谈钱。"
        "另外，3 笔共 1,240.00 元将在 12月20日 过诉讼时效，由项目经理跟进。",
    ),
    "everything_disputed": (
        {"open_dispute": True},
        Stage.PHONE,
        Step.OFFICE,
        "业主对账单有异议，还在等答复。先核对清楚再回复，答复之前不提付款。",
    ),
    "partly_disputed": (
        {"open_dispute": True, "disputed_fen": 300_00},
        Stage.PHONE,
        Step.CONTACT,
        "除去有异议的部分，余下 600.00 元还没付，最早一笔 10月14日 到期。打个电话，先问问近况和对服务的看法。",
    ),
    "do_not_contact_but_limitation": (
        {**NEAR, "do_not_contact": True},
        Stage.DEMAND_NOTICE,
        Step.APPROVAL,
        "业主说过不要再联系。要不要只寄一份书面催缴函，由项目经理定：3 笔共 1,240.00 元将在 12月20日 过诉讼时效。",
    ),
    "breathing_space_but_limitation": (
        {**NEAR, "breathing_space_until": date(2027, 1, 31)},
        Stage.DEMAND_NOTICE,
        Step.APPROVAL,
        "暂缓到 2027年1月31日，这段时间不联系。要不要和业主签一份延期约定，由项目经理定："
        "3 笔共 1,240.00 元将在 12月20日 过诉讼时效。",
    ),
    "everything_disputed_and_limitation": (
        {**NEAR, "open_dispute": True},
        Stage.MEDIATION_OR_PAYMENT_ORDER,
        Step.OFFICE,
        "有异议的 3 笔共 1,240.00 元将在 12月20日 过诉讼时效。先把异议答复清楚，再请业主写下核对后怎么付，"
        "或者一起申请人民调解，申请之日起时效重新计算。不发催缴函。",
    ),
    "disputed_part_near_limitation": (
        {**HELD, "oldest_due_on": _days_ago(3)},
        Stage.MEDIATION_OR_PAYMENT_ORDER,
        Step.OFFICE,
        "有异议的 1 笔 300.00 元将在 12月1日 过诉讼时效。先把异议答复清楚，再请业主写下核对后怎么付，"
        "或者一起申请人民调解，申请之日起时效重新计算。不发催缴函。",
    ),
    "both_parts_near_limitation": (
        {**NEAR, **HELD, "outstanding_fen": 2000_00},
        Stage.DEMAND_NOTICE,
        Step.CONTACT,
        "3 笔共 1,240.00 元将在 12月20日 过诉讼时效，先送一份能证明送达的催缴函。"
        "有异议的 1 笔 300.00 元将在 12月1日 过诉讼时效，这次不提，由项目经理先安排答复。",
    ),
    "disputed_part_near_limitation_do_not_contact": (
        {**HELD, "do_not_contact": True},
        Stage.MEDIATION_OR_PAYMENT_ORDER,
        Step.APPROVAL,
        "这户现在不联系，有异议的 1 笔 300.00 元将在 12月1日 过诉讼时效。"
        "要不要申请人民调解，由项目经理定，申请之日起时效重新计算。不发催缴函。",
    ),
    "promise_runs_but_the_disputed_part_expires": (
        {**HELD, "promise_due_on": date(2026, 11, 30)},
        Stage.MEDIATION_OR_PAYMENT_ORDER,
        Step.OFFICE,
        "有异议的 1 笔 300.00 元将在 12月1日 过诉讼时效。先把异议答复清楚，再请业主写下核对后怎么付，"
        "或者一起申请人民调解，申请之日起时效重新计算。不发催缴函。",
    ),
    "not_handed_over": (
        {"undelivered": True},
        Stage.PHONE,
        Step.OFFICE,
        "这套房还没交付，物业费由建设单位付。把账单转给建设单位，不联系买房人。",
    ),
    "thanks_for_a_part": (
        {"last_payment_on": _days_ago(5)},
        Stage.PHONE,
        Step.CARE,
        "11月18日 刚付过一笔。打个电话道声谢，问问服务哪里还能做好，今天不谈剩下的。",
    ),
    "all_barred": (
        {"expired_fen": 900_00, "oldest_due_on": _days_ago(1500)},
        Stage.PHONE,
        Step.CONTACT,
        "3 笔共 900.00 元都过了诉讼时效，不走法律步骤。可以好好商量，业主愿意付或写个约定就好。",
    ),
}


@pytest.mark.parametrize("name", CAST)
def test_the_cast(name: str) -> None:
    facts, stage, step, sentence = CAST[name]
    proposal = propose(_facts(**facts), TODAY)
    assert proposal is not None
    assert (proposal.stage, proposal.step) == (stage, step)
    assert proposal.sentence == sentence


def test_after_a_full_week_money_about_to_be_lost_is_asked_for_in_writing_but_never_beside_an_open_repair() -> None:
    full = {**NEAR, "contacts_this_week": 3}
    written = propose(_facts(**full), TODAY)
    assert written is not None
    assert (written.stage, written.step) == (Stage.DEMAND_NOTICE, Step.CONTACT)
    repair = propose(_facts(**full, open_ticket="顶楼漏水"), TODAY)
    assert repair is not None
    assert (repair.step, repair.reasons[0]) == (Step.OFFICE, "open_ticket")
    assert "顶楼漏水" in repair.sentence
    assert "不谈钱" in repair.sentence
    assert repair.deadline_on == written.deadline_on
    assert propose(_facts(contacts_this_week=3, open_ticket="顶楼漏水"), TODAY) is None


LEFT_ALONE: dict[str, dict[str, object]] = {
    "nothing_owed": {"outstanding_fen": 0},
    "no_due_date": {"oldest_due_on": None},
    "not_due_for_a_week": {"oldest_due_on": date(2026, 11, 30)},
    "do_not_contact": {"do_not_contact": True},
    "breathing_space": {"breathing_space_until": TODAY},
    "promise_running": {"promise_due_on": date(2026, 11, 30), "promise_fen": 1},
    "promise_due_today": {"promise_due_on": TODAY},
    "promise_due_today_and_limitation_later": {"promise_due_on": TODAY, **NEAR},
    "called_yesterday": {"last_contact_on": _days_ago(1)},
    "paid_yesterday": {"last_payment_on": _days_ago(1)},
    "thanked_already": {"last_payment_on": _days_ago(5), "last_contact_on": _days_ago(4)},
    "demand_period_running": {"last_demand_on": _days_ago(14), "last_contact_on": _days_ago(14)},
    "appointment_before_the_disputed_part_expires": {**HELD, "appointment_on": _days_ago(-2)},
    "in_court": {"last_stage": Stage.LITIGATION, "last_contact_on": _days_ago(60)},
}


@pytest.mark.parametrize("name", LEFT_ALONE)
def test_left_alone(name: str) -> None:
    assert propose(_facts(**LEFT_ALONE[name]), TODAY) is None


@pytest.mark.parametrize(
    ("age", "stage"),
    [
        (-4, None),
        (-3, Stage.REMINDER),
        (15, Stage.REMINDER),
        (16, Stage.PHONE),
        (60, Stage.PHONE),
        (61, Stage.VISIT),
        (120, Stage.VISIT),
        (121, Stage.DEMAND_NOTICE),
        (180, Stage.DEMAND_NOTICE),
        (181, Stage.LAWYERS_LETTER),
        (365, Stage.LAWYERS_LETTER),
        (366, Stage.MEDIATION_OR_PAYMENT_ORDER),
        (5000, Stage.MEDIATION_OR_PAYMENT_ORDER),
    ],
)
def test_stage_by_age_is_the_mildest_that_fits(age: int, stage: Stage | None) -> None:
    assert stage_for(_days_ago(age), TODAY) is stage


def test_old_arrears_never_spoken_about_begin_with_a_call() -> None:
    proposal = propose(_facts(oldest_due_on=_days_ago(900), outstanding_fen=20_000_00), TODAY)
    assert proposal is not None
    assert proposal.stage is Stage.PHONE


@pytest.mark.parametrize(
    "missing", [{"last_demand_on": None}, {"outstanding_fen": 999_99}, {"expired_fen": 4500_00}], ids=str
)
def test_legal_steps_need_a_demand_and_a_sum_worth_their_cost(missing: dict[str, object]) -> None:
    facts = {**LAWFUL, "oldest_due_on": _days_ago(300), "last_stage": Stage.DEMAND_NOTICE, **missing}
    proposal = propose(_facts(**facts), TODAY)
    assert proposal is not None
    assert proposal.stage is Stage.DEMAND_NOTICE


def test_a_broken_promise_already_talked_about_returns_to_the_ladder() -> None:
    facts = {"promise_due_on": _days_ago(30), "last_contact_on": _days_ago(20)}
    proposal = propose(_facts(**facts, oldest_due_on=_days_ago(100)), TODAY)
    assert proposal is not None
    assert proposal.reasons == ("visit",)


def test_a_limitation_date_already_past_or_far_is_no_reason() -> None:
    for on in (_days_ago(1), TODAY + timedelta(days=181)):
        proposal = propose(_facts(**{**NEAR, "next_limitation_on": on}), TODAY)
        assert proposal is not None
        assert (proposal.stage, proposal.deadline_on) == (Stage.PHONE, None)


def test_the_disputed_part_has_its_own_deadline_score_and_amount() -> None:
    """8 days to limitation 5000, 300.00 元 ÷ 20 = 15, 40 days ÷ 10 = 4; the 50 points of a dispute are in it already."""
    found = propose(_facts(**HELD), TODAY)
    assert found is not None
    assert (found.reasons, found.at_stake_fen, found.deadline_on) == (
        ("disputed_limitation",),
        300_00,
        date(2026, 12, 1),
    )
    assert found.score == 5000 + 15 + 4
    beside = propose(_facts(**HELD, open_ticket="门禁"), TODAY)
    assert beside is not None
    assert beside.reasons == ("open_ticket", "open_dispute", "disputed_limitation")
    assert (beside.at_stake_fen, beside.deadline_on) == (600_00, date(2026, 12, 1))


def test_a_ticket_title_is_shown_as_written() -> None:
    proposal = propose(_facts(open_ticket="{owed} 3%"), TODAY)
    assert proposal is not None
    assert proposal.sentence == "有一张没修好的报修单({owed} 3%)，先问问修得怎么样，不谈钱。"


def test_reasons_and_amount_at_stake() -> None:
    proposal = propose(_facts(**NEAR, open_ticket="门禁", relapse=True), TODAY)
    assert proposal is not None
    assert proposal.reasons == ("open_ticket", "limitation", "relapse")
    assert (proposal.at_stake_fen, proposal.deadline_on) == (1240_00, date(2026, 12, 20))


def test_score_by_hand() -> None:
    """27 days to limitation 5000, broken promise 4000, ticket none, 1,240.00 元 ÷ 20 = 62, 40 days ÷ 10 = 4."""
    proposal = propose(_facts(**NEAR, promise_due_on=date(2026, 11, 20)), TODAY)
    assert proposal is not None
    assert proposal.score == 5000 + 4000 + 62 + 4


_small_near = st.builds(
    _facts,
    next_limitation_on=st.integers(0, 180).map(lambda left: TODAY + timedelta(days=left)),
    amount_expiring_180_fen=st.integers(1, 100),
    outstanding_fen=st.integers(100, 200),
)
_small_broken = st.builds(
    _facts,
    promise_due_on=st.integers(1, 400).map(_days_ago),
    outstanding_fen=st.integers(1, 200),
)
_large = st.builds(
    _facts,
    outstanding_fen=st.integers(1, 10**12),
    oldest_due_on=st.integers(1, 10_000).map(_days_ago),
    open_ticket=st.sampled_from([None, "电梯"]),
    open_dispute=st.booleans(),
    disputed_fen=st.integers(0, 10**9),
    relapse=st.booleans(),
)


@given(st.one_of(_small_near, _small_broken), _large)
def test_limitation_and_promises_outrank_size(small: HouseholdFacts, large: HouseholdFacts) -> None:
    urgent, big = propose(small, TODAY), propose(large, TODAY)
    assert urgent is not None
    assert big is not None
    assert urgent.score > big.score


_maybe_date = st.none() | st.dates(date(2023, 1, 1), date(2027, 12, 31))
_amounts = st.integers(0, 10**8)
anything = st.builds(
    HouseholdFacts,
    household_id=st.integers(1, 10**6),
    outstanding_fen=st.integers(-100, 10**8),
    oldest_due_on=_maybe_date,
    open_bills=st.integers(1, 60),
    next_limitation_on=_maybe_date,
    last_limitation_on=_maybe_date,
    bills_expiring_180=st.integers(0, 5),
    amount_expiring_180_fen=_amounts,
    expired_fen=_amounts,
    last_payment_on=_maybe_date,
    last_contact_on=_maybe_date,
    last_stage=st.none() | st.sampled_from(LADDER),
    last_demand_on=_maybe_date,
    open_ticket=st.sampled_from([None, "顶楼漏水", "门禁"]),
    open_dispute=st.booleans(),
    disputed_fen=_amounts,
    disputed_limitation_on=_maybe_date,
    disputed_bills_expiring_180=st.integers(0, 5),
    disputed_expiring_180_fen=_amounts,
    contacts_this_week=st.integers(0, 4),
    promise_due_on=_maybe_date,
    promise_fen=st.none() | _amounts,
    breathing_space_until=_maybe_date,
    do_not_contact=st.booleans(),
    phone_known=st.booleans(),
    vacant=st.booleans(),
    undelivered=st.booleans(),
    relapse=st.booleans(),
)


@given(anything)
def test_barred_situations_are_never_a_talk_about_money(facts: HouseholdFacts) -> None:
    proposal = propose(facts, TODAY)
    if proposal is None:
        return
    assert facts.outstanding_fen > 0
    barred = facts.do_not_contact or facts.undelivered or facts.open_ticket is not None
    resting = facts.breathing_space_until is not None and facts.breathing_space_until >= TODAY
    if barred or resting or not facts.undisputed_fen:
        assert proposal.step is not Step.CONTACT
    if proposal.stage in (Stage.LAWYERS_LETTER, Stage.MEDIATION_OR_PAYMENT_ORDER, Stage.LITIGATION):
        assert proposal.step in (Step.APPROVAL, Step.OFFICE)


@given(anything)
def test_every_sentence_is_whole_and_kind(facts: HouseholdFacts) -> None:
    proposal = propose(facts, TODAY)
    if proposal is None:
        return
    sentence = proposal.sentence
    assert sentence.endswith("。")
    assert not set("{}!\uff01") & set(sentence)
    assert not any(word in sentence for word in ("拖欠", "恶意", "后果", "必须", "尽快", "否则"))
    assert proposal.reasons[0]
    assert len(set(proposal.reasons)) == len(proposal.reasons)


@given(st.lists(anything, max_size=12, unique_by=lambda facts: facts.household_id), st.randoms(use_true_random=False))
def test_rank_does_not_depend_on_input_order(households: list[HouseholdFacts], random: object) -> None:
    proposals = [found for facts in households if (found := propose(facts, TODAY))]
    shuffled: list[Proposal] = list(proposals)
    random.shuffle(shuffled)
    ranked = rank(shuffled)
    assert ranked == rank(proposals)
    scores = [each.score for each in ranked]
    assert scores == sorted(scores, reverse=True)


def test_rank_breaks_ties_by_deadline_then_household() -> None:
    def proposal(who: str, deadline: date | None) -> Proposal:
        return Proposal(who, Stage.PHONE, Step.CONTACT, 10, ("phone",), "。", 1, deadline)

    later, sooner, b, a = proposal("x", TODAY), proposal("y", _days_ago(1)), proposal("b", None), proposal("a", None)
    assert rank([b, later, a, sooner]) == [sooner, later, a, b]
