"""May a household be contacted: the examples of docs/algorithms/contact_policy.md by name, edges, and properties."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiefen.rules.contact_facts import (
    CHINA,
    Channel,
    ContactPolicyError,
    ContactRequest,
    Hours,
    Household,
    Initiator,
    PastContact,
    Purpose,
    Recipient,
    limits_on,
    rows_on,
)
from jiefen.rules.contact_policy import ALWAYS, LASTING, PASSING, Permission, may_contact
from jiefen.rules.tables_io import Row

NOON = "2026-11-23T12:00"  # a Monday
HOME = Household()


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def _ask(at: str = NOON, channel: Channel = Channel.PHONE, **facts: object) -> Permission:
    return may_contact(ContactRequest(at=_at(at), channel=channel, **facts))


def _past(at: str, channel: Channel = Channel.PHONE, **facts: object) -> PastContact:
    return PastContact(_at(at), channel, **facts)


def _refused(found: Permission) -> tuple[str | None, str | None]:
    return found.rule, None if found.earliest is None else found.earliest.strftime("%m-%d %H:%M:%S")


# --- the clock -------------------------------------------------------------------------------------------------

EDGES = {
    "last_second_of_the_day": ("2026-11-23T19:59:59", None),
    "eight_in_the_evening": ("2026-11-23T20:00", "11-24 09:00:00"),
    "five_past_eight": ("2026-11-23T20:05", "11-24 09:00:00"),
    "below_the_floor": ("2026-11-23T22:05", "11-24 09:00:00"),
    "midnight": ("2026-11-24T00:00", "11-24 09:00:00"),
    "one_minute_to_nine": ("2026-11-24T08:59", "11-24 09:00:00"),
    "nine": ("2026-11-24T09:00", None),
    "saturday_noon": ("2026-11-28T12:00", None),
    "evening_before_national_day": ("2026-09-30T20:30", "10-08 09:00:00"),
    "friday_night_before_may_day": ("2026-04-30T21:00", "05-06 09:00:00"),
    "make_up_working_sunday": ("2026-09-20T12:00", None),
}


@pytest.mark.parametrize("name", EDGES)
def test_quiet_hours_and_holidays_at_their_edges(name: str) -> None:
    at, earliest = EDGES[name]
    for channel in (Channel.PHONE, Channel.VISIT, Channel.MESSAGE):
        found = _ask(at, channel)
        assert found.allowed is (earliest is None)
        assert _refused(found) == (("quiet_hours", earliest) if earliest else (None, None))


def test_the_refusal_says_the_time_the_rule_and_the_way_on() -> None:
    assert _ask("2026-11-23T21:05").message == "现在是 21:05，20:00 之后不打电话。明早 9:00 起可以。"
    assert _ask("2026-11-24T08:10").message == "现在是 8:10，9:00 之前不打电话。今天 9:00 起可以。"
    assert _ask("2026-09-30T21:05", Channel.VISIT).message == (
        "现在是 21:05，20:00 之后不上门。10月8日（周四）9:00 起可以。"
    )


def test_holiday_names_itself_before_the_hours_but_lets_repairs_through() -> None:
    assert _refused(_ask("2026-10-02T23:00")) == ("holiday", "10-08 09:00:00")
    assert _ask("2026-10-02T12:00").message == (
        "今天是法定节假日，让业主好好过节，不打电话谈账单。10月8日（周四）9:00 起可以。"
    )
    assert _ask("2026-10-02T12:00", purpose=Purpose.CARE).allowed
    assert _ask("2026-10-02T12:00", Channel.LETTER).allowed


def test_an_instant_in_another_zone_is_judged_by_chinas_clock() -> None:
    request = ContactRequest(at=datetime.fromisoformat("2026-11-23T12:00:00+00:00"), channel=Channel.PHONE)
    assert _refused(may_contact(request)) == ("quiet_hours", "11-24 09:00:00")


def test_a_summer_of_the_past_with_daylight_saving_changes_nothing() -> None:
    assert _ask("2026-07-01T19:59:59").allowed
    assert _refused(_ask("2026-07-01T20:00")) == ("quiet_hours", "07-02 09:00:00")


def test_letters_rest_in_the_box_and_disturb_nobody() -> None:
    assert _ask("2026-11-23T22:05", Channel.LETTER).allowed


def test_a_repair_is_not_talked_about_at_night_either_unless_agreed_or_dangerous() -> None:
    assert _ask("2026-11-23T22:05", purpose=Purpose.CARE).rule == "quiet_hours"
    assert _ask("2026-11-23T22:05", purpose=Purpose.CARE, is_agreed_time=True).allowed
    assert _ask("2026-11-23T02:05", purpose=Purpose.EMERGENCY).allowed


def test_the_owner_may_begin_at_any_time_in_spite_of_everything() -> None:
    household = Household(
        do_not_contact=True, everything_disputed=True, open_ticket="", breathing_space_until=date.max, deceased=True
    )
    found = _ask("2026-11-23T23:30", initiated_by=Initiator.OWNER, household=household, history=(_past(NOON),))
    assert found == Permission(True, None, "业主主动联系，随时可以谈，听业主说。")
    assert _ask("2026-11-23T23:30", Channel.IN_PERSON_OFFICE, household=household).allowed


# --- hours somebody set ------------------------------------------------------------------------------------------


def test_a_company_may_move_its_quiet_hours_inside_the_floor_only() -> None:
    later = limits_on(date(2026, 11, 23), Hours(time(21), time(8, 30)))
    assert _ask("2026-11-23T20:30", limits=later).allowed
    assert _refused(_ask("2026-11-23T21:00", limits=later)) == ("quiet_hours", "11-24 08:30:00")
    stricter = limits_on(date(2026, 11, 23), Hours(time(18), time(10)))
    assert _refused(_ask("2026-11-23T18:00", limits=stricter)) == ("quiet_hours", "11-24 10:00:00")


@pytest.mark.parametrize(
    "start, end", [("22:30", "09:00"), ("20:00", "07:59"), ("09:00", "20:00"), ("23:00", "23:30"), ("07:00", "06:00")]
)
def test_looser_quiet_hours_are_refused_by_name(start: str, end: str) -> None:
    span = Hours(time.fromisoformat(start), time.fromisoformat(end))
    if (start, end) == ("07:00", "06:00"):  # almost the whole day: the floor lies inside only in part
        span = Hours(time(23), time(22))
    with pytest.raises(ContactPolicyError, match="安静时段只能更严") as refused:
        limits_on(date(2026, 11, 23), span)
    assert refused.value.code == "contact_policy.quiet_hours_too_loose"


def test_looser_caps_are_refused_by_name_and_unknown_ones_too() -> None:
    with pytest.raises(ContactPolicyError, match="每天通话次数要在 0 到 3 之间") as refused:
        limits_on(date(2026, 11, 23), calls_per_day=4)
    assert refused.value.code == "contact_policy.cap_too_loose"
    with pytest.raises(ContactPolicyError, match="没有名为“phones”") as refused:
        limits_on(date(2026, 11, 23), phones=1)
    assert refused.value.code == "contact_policy.unknown_cap"


def test_owner_hours_replace_the_companys_but_never_the_floor() -> None:
    evening = Household(only_hours=(Hours(time(20, 30), time(23)),))
    assert _ask("2026-11-23T21:00", household=evening).allowed
    assert _refused(_ask("2026-11-23T12:00", household=evening)) == ("owner_hours", "11-23 20:30:00")
    assert _refused(_ask("2026-11-23T22:30", household=evening)) == ("quiet_hours", "11-24 20:30:00")


def test_owner_hours_that_never_open_have_no_earliest() -> None:
    night = Household(only_hours=(Hours(time(22), time(23)),))
    found = may_contact(
        ContactRequest(at=_at("2026-11-01T12:00"), channel=Channel.PHONE, household=night), lambda notice: None
    )
    assert _refused(found) == ("owner_hours", None)
    assert found.message.endswith("请改用信函，或请业主另说一个时间。")


def test_a_nap_the_owner_asked_for_is_kept() -> None:
    nap = Household(quiet=(Hours(time(12), time(14, 30)),))
    assert _refused(_ask(NOON, household=nap)) == ("owner_hours", "11-23 14:30:00")
    assert _ask("2026-11-23T14:30", household=nap).allowed


# --- not too often -----------------------------------------------------------------------------------------------


def test_second_call_the_same_day() -> None:
    found = _ask("2026-11-23T15:00", history=(_past("2026-11-23T10:00"),))
    assert _refused(found) == ("daily_cap", "11-24 09:00:00")
    assert found.message == "今天 10:00 已经通过电话，一天最多 1 次。明早 9:00 起可以。"
    assert _ask("2026-11-23T15:00", history=(_past("2026-11-22T19:59"),)).allowed


def test_what_uses_up_no_call() -> None:
    for past in (
        _past("2026-11-23T10:00", initiated_by=Initiator.OWNER),
        _past("2026-11-23T10:00", purpose=Purpose.CARE),
        _past("2026-11-23T10:00", channel=Channel.LETTER),
        _past("2026-11-23T10:00", is_reached=False),
    ):
        assert _ask("2026-11-23T15:00", history=(past,)).allowed


def test_other_ways_have_their_own_day() -> None:
    one_each = (_past("2026-11-23T10:00", Channel.VISIT), _past("2026-11-23T10:00", Channel.MESSAGE))
    assert _ask("2026-11-23T15:00", history=one_each).allowed
    assert _ask("2026-11-23T15:00", Channel.VISIT, history=one_each).rule == "daily_cap"
    assert _ask("2026-11-23T15:00", Channel.MESSAGE, history=one_each).rule == "daily_cap"
    letter = (_past("2026-11-23T10:00", Channel.LETTER),)
    assert _refused(_ask("2026-11-23T15:00", Channel.LETTER, history=letter)) == ("daily_cap", "11-24 00:00:00")


def test_three_contacts_in_any_seven_days() -> None:
    three = tuple(_past(f"2026-11-{day}T10:00:30", way) for day, way in ((17, Channel.PHONE), (19, Channel.VISIT)))
    three += (_past("2026-11-20T18:00", Channel.MESSAGE),)
    found = _ask("2026-11-23T12:00", history=three)
    assert _refused(found) == ("weekly_cap", "11-24 10:00:30")
    assert found.message == "连续 7 天里已经联系 3 次，最多 3 次。明早 10:01 起可以。"
    assert _ask("2026-11-24T10:00:30", history=three).allowed
    assert _ask("2026-11-24T10:00:29", history=three).rule == "weekly_cap"
    assert _ask("2026-11-23T12:00", Channel.LETTER, history=three).allowed


def test_a_contact_every_day_waits_for_the_third_last_to_grow_old() -> None:
    daily = tuple(_past(f"2026-11-{day}T12:00") for day in (19, 20, 21, 22))
    assert _refused(_ask("2026-11-23T12:00", history=daily)) == ("weekly_cap", "11-27 12:00:00")


def test_ringing_without_an_answer() -> None:
    twice = tuple(_past(f"2026-11-23T{hour}:00", is_reached=False) for hour in (10, 11))
    found = _ask("2026-11-23T15:00", history=twice)
    assert _refused(found) == ("unanswered_cap", "11-24 09:00:00")
    assert found.message == "今天已经拨了 2 次没有接通，最多 2 次。明早 9:00 起可以。"
    assert _ask("2026-11-23T15:00", history=twice[:1]).allowed
    six = tuple(_past(f"2026-11-{day}T{hour}:00", is_reached=False) for day in (18, 19, 20) for hour in (10, 11))
    assert _refused(_ask("2026-11-23T15:00", history=six)) == ("unanswered_cap", "11-25 10:00:00")
    assert _ask("2026-11-23T15:00", Channel.MESSAGE, history=six).allowed


def test_two_visits_a_week_even_when_nobody_opens() -> None:
    two = tuple(_past(f"2026-11-{day}T18:00", Channel.VISIT, is_reached=False) for day in (18, 20))
    assert _refused(_ask("2026-11-23T15:00", Channel.VISIT, history=two)) == ("visit_cap", "11-25 18:00:00")


def test_a_company_that_never_calls() -> None:
    found = _ask(limits=limits_on(date(2026, 11, 23), calls_per_day=0))
    assert _refused(found) == ("daily_cap", None)
    assert found.message.startswith("按公司的规定，不打电话。")


# --- what stands between -----------------------------------------------------------------------------------------

PAUSES = {
    "nothing_owed": (Household(owes_nothing=True), None),
    "deceased": (Household(deceased=True), None),
    "do_not_contact": (Household(do_not_contact=True), None),
    "channel_refused": (Household(refused_channels=frozenset({Channel.PHONE})), None),
    "breathing_space": (Household(breathing_space_until=date(2026, 12, 11)), "12-12 09:00:00"),
    "dispute": (Household(everything_disputed=True), None),
    "open_ticket": (Household(open_ticket="顶楼漏水"), None),
    "standing_promise": (Household(promise_due_on=date(2026, 11, 25), promise_fen=600_00), "11-26 09:00:00"),
    "running_plan": (Household(plan_running=True, plan_next_due_on=date(2026, 12, 10)), "12-11 09:00:00"),
    "stale_payment_data": (Household(payments_known_on=date(2026, 11, 8)), None),
}


@pytest.mark.parametrize("rule", PAUSES)
def test_a_bill_call_waits(rule: str) -> None:
    household, earliest = PAUSES[rule]
    found = _ask(household=household)
    assert _refused(found) == (rule, earliest)
    assert found.message.endswith("。") and "！" not in found.message


def test_what_the_sentences_say() -> None:
    said = {rule: _ask(household=household).message for rule, (household, _) in PAUSES.items()}
    assert said["open_ticket"] == (
        "有一张业主还没确认修好的报修单（顶楼漏水），先不谈账单。先问问修得怎么样；业主确认修好后就可以谈账单。"
    )
    assert said["standing_promise"] == (
        "业主答应 11月25日（周三） 付款 600.00 元，还没到日子，先不联系。11月26日（周四）9:00 起可以。"
    )
    assert said["breathing_space"] == "这一户正在暂缓期（到12月11日（周五）），不谈付款。12月12日（周六）9:00 起可以。"


@pytest.mark.parametrize("rule", ["breathing_space", "dispute", "open_ticket", "standing_promise", "running_plan"])
def test_care_is_possible_while_the_bill_waits(rule: str) -> None:
    household, _ = PAUSES[rule]
    found = _ask(household=household, purpose=Purpose.CARE)
    assert found == Permission(True, None, "可以打电话，只谈服务和近况，不提账单。")
    assert _ask(channel=Channel.LETTER, purpose=Purpose.DEMAND, household=household).rule == rule


@pytest.mark.parametrize("rule", ["breathing_space", "dispute", "open_ticket", "standing_promise", "running_plan"])
def test_a_sealed_letter_may_save_the_claim_when_a_manager_decided_so(rule: str) -> None:
    household, _ = PAUSES[rule]
    facts = {"household": household, "protects_claim": True}
    assert _ask(channel=Channel.LETTER, purpose=Purpose.DEMAND, **facts).allowed
    assert _ask(channel=Channel.PHONE, **facts).rule == rule


def test_do_not_contact_leaves_sealed_written_steps_only() -> None:
    alone = Household(do_not_contact=True)
    for purpose in (Purpose.CARE, Purpose.AFTERCARE, Purpose.BILL):
        assert _ask(purpose=purpose, household=alone).rule == "do_not_contact"
    for purpose in (Purpose.DEMAND, Purpose.LEGAL, Purpose.BILL):
        assert _ask(channel=Channel.LETTER, purpose=purpose, household=alone).allowed
    assert _ask(channel=Channel.LETTER, purpose=Purpose.AFTERCARE, household=alone).rule == "do_not_contact"


def test_a_dispute_pauses_its_own_lines_only() -> None:
    two = Household(disputed=frozenset({"7"}))
    assert _ask(household=two).message == "可以打电话，有异议的那几笔先不提。"
    assert _ask(household=two, charges=frozenset({"8"})).allowed
    assert _ask(household=two, charges=frozenset({"7", "8"})).rule == "dispute"


def test_dates_that_pass_include_themselves() -> None:
    space = Household(breathing_space_until=date(2026, 11, 23))
    assert _refused(_ask("2026-11-23T23:00", household=space)) == ("breathing_space", "11-24 09:00:00")
    assert _ask("2026-11-24T09:00", household=space).allowed
    promise = Household(promise_due_on=date(2026, 11, 22))
    assert _ask("2026-11-23T09:00", household=promise).allowed
    assert _ask("2026-11-23T09:00", household=Household(plan_running=True)).rule == "running_plan"
    assert _ask(household=Household(breathing_space_until=date.max)).earliest is None


def test_old_payment_data_stops_a_demand_sooner_than_a_call() -> None:
    week_old = Household(payments_known_on=date(2026, 11, 15))
    assert _ask(household=week_old).allowed
    demand = _ask(channel=Channel.LETTER, purpose=Purpose.DEMAND, household=week_old)
    assert demand.rule == "stale_payment_data"
    assert demand.message == (
        "上一次导入收款流水是11月15日（周日），超过 7 天，业主也许已经付了。请先导入最新的收款流水，再决定要不要联系。"
    )
    assert _ask(household=Household(payments_known_on=date(2026, 11, 9))).allowed
    assert "还没有导入过收款流水" in _ask(household=Household(payments_known_on=date.min)).message
    assert _ask(purpose=Purpose.AFTERCARE, household=Household(payments_known_on=date.min)).allowed


# --- people, and what is never done -------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [Recipient.FAMILY, Recipient.TENANT, Recipient.OUTSIDER, Recipient.UNVERIFIED])
def test_nobody_else_hears_of_the_bill(who: Recipient) -> None:
    found = _ask(recipient=who)
    assert _refused(found) == ("third_party", None)
    assert "账单的事一个字也不能提" in found.message
    assert _ask(recipient=who, purpose=Purpose.CARE).allowed is (who is not Recipient.OUTSIDER)


def test_a_relative_who_lives_there_may_take_a_sealed_letter() -> None:
    facts = {"channel": Channel.LETTER, "purpose": Purpose.DEMAND}
    found = _ask(recipient=Recipient.FAMILY, **facts)
    assert found == Permission(True, None, "可以寄信，信要封好，只交到同住的成年家属手里，不说里面是什么。")
    assert _ask(recipient=Recipient.TENANT, **facts).rule == "third_party"


def test_a_visit_to_a_let_flat_meets_the_tenant_unless_the_owner_is_meant() -> None:
    let = Household(tenant_lives_there=True)
    assert _ask(channel=Channel.VISIT, household=let).rule == "third_party"
    assert _ask(channel=Channel.VISIT, household=let, recipient=Recipient.OWNER).allowed
    assert _ask(household=let).allowed
    assert _ask(channel=Channel.VISIT, household=let, initiated_by=Initiator.OWNER).allowed
    assert _ask(initiated_by=Initiator.THIRD_PARTY).rule == "third_party"


def test_the_heirs_may_be_spoken_to() -> None:
    assert _ask(household=Household(deceased=True), recipient=Recipient.AGENT).allowed
    assert _ask(household=Household(deceased=True), purpose=Purpose.CARE).allowed


@pytest.mark.parametrize("row", rows_on("ban", date(2026, 11, 23)), ids=lambda row: row.text("code"))
def test_what_is_never_done(row: Row) -> None:
    code = row.text("code")
    found = _ask(ban=code, initiated_by=Initiator.OWNER)
    assert _refused(found) == (code, None)
    assert "任何时候都不可以" in found.message


def test_an_announcement_names_nobody() -> None:
    assert _refused(_ask(channel=Channel.ANNOUNCEMENT)) == ("public_disclosure", None)
    assert _ask(channel=Channel.ANNOUNCEMENT, names_people=False).allowed


# --- the order ----------------------------------------------------------------------------------------------------


def test_the_first_rule_in_the_documented_order_names_the_refusal() -> None:
    everything = Household(
        do_not_contact=True,
        breathing_space_until=date(2026, 12, 31),
        everything_disputed=True,
        open_ticket="",
        promise_due_on=date(2026, 12, 1),
        plan_running=True,
        payments_known_on=date(2026, 1, 1),
    )
    order = ["do_not_contact", "breathing_space", "dispute", "open_ticket", "standing_promise", "running_plan"]
    free = {
        "do_not_contact": {"do_not_contact": False},
        "breathing_space": {"breathing_space_until": None},
        "dispute": {"everything_disputed": False},
        "open_ticket": {"open_ticket": None},
        "standing_promise": {"promise_due_on": None},
        "running_plan": {"plan_running": False},
    }
    for rule in order:
        assert _ask("2026-11-23T23:00", household=everything).rule == rule
        everything = replace(everything, **free[rule])
    assert _ask("2026-11-23T23:00", household=everything).rule == "stale_payment_data"
    assert len(ALWAYS) + len(LASTING) + len(PASSING) == 19


def test_contradictory_requests_are_refused() -> None:
    with pytest.raises(ContactPolicyError, match="晚于要问的时间"):
        ContactRequest(at=_at(NOON), channel=Channel.PHONE, history=(_past("2026-11-23T12:01"),))
    with pytest.raises(ContactPolicyError, match="没有时区"):
        ContactRequest(at=datetime(2026, 11, 23, 12), channel=Channel.PHONE)


# --- properties ----------------------------------------------------------------------------------------------------

_minutes = st.integers(0, 60 * 24 * 300)
_span = st.builds(
    lambda start, length: Hours(
        time(start // 60, start % 60), time((start + length) % 1440 // 60, (start + length) % 60)
    ),
    st.integers(0, 1439),
    st.integers(30, 1200),
)
_households = st.builds(
    Household,
    do_not_contact=st.integers(0, 9).map(lambda n: n == 0),
    breathing_space_until=st.none() | st.dates(date(2026, 1, 1), date(2026, 11, 30)),
    promise_due_on=st.none() | st.dates(date(2026, 1, 1), date(2026, 11, 30)),
    plan_running=st.booleans(),
    plan_next_due_on=st.dates(date(2026, 1, 1), date(2026, 11, 30)),
    quiet=st.lists(_span, max_size=1).map(tuple),
)


@st.composite
def _requests(draw: st.DrawFn) -> ContactRequest:
    at = _at("2026-01-05T00:00") + timedelta(minutes=draw(_minutes))
    before = st.integers(0, 60 * 24 * 9)
    history = draw(
        st.lists(
            st.builds(
                lambda minutes, way, reached: PastContact(at - timedelta(minutes=minutes), way, is_reached=reached),
                before,
                st.sampled_from([Channel.PHONE, Channel.VISIT, Channel.MESSAGE, Channel.LETTER]),
                st.booleans(),
            ),
            max_size=8,
        )
    )
    return ContactRequest(
        at=at,
        channel=draw(st.sampled_from([Channel.PHONE, Channel.VISIT, Channel.MESSAGE, Channel.LETTER])),
        purpose=draw(st.sampled_from([Purpose.BILL, Purpose.CARE, Purpose.AFTERCARE, Purpose.PROMISE_CHECK])),
        household=draw(_households),
        history=tuple(history),
    )


@settings(max_examples=300, deadline=None)
@given(_requests(), st.data())
def test_at_the_earliest_instant_it_is_allowed_and_no_minute_before(
    request: ContactRequest, data: st.DataObject
) -> None:
    found = may_contact(request, lambda notice: None)
    assert found.allowed == (found.rule is None) and found.message.endswith("。")
    if found.allowed or found.earliest is None:
        assert found.earliest is None
        return
    assert found.earliest > request.at
    assert may_contact(replace(request, at=found.earliest), lambda notice: None).allowed
    minutes = int((found.earliest - request.at).total_seconds() // 60)
    every = range(minutes) if minutes <= 90 else data.draw(st.lists(st.integers(0, minutes - 1), max_size=60))
    for ahead in [*every, max(minutes - 1, 0)]:
        earlier = replace(request, at=request.at + timedelta(minutes=ahead))
        assert not may_contact(earlier, lambda notice: None).allowed


@settings(deadline=None)
@given(_span, _span)
def test_a_span_lies_in_another_exactly_when_every_minute_does(one: Hours, other: Hours) -> None:
    held = [m for m in range(1440) if one.holds(time(m // 60, m % 60))]
    assert one.lies_in(other) == all(other.holds(time(m // 60, m % 60)) for m in held)
