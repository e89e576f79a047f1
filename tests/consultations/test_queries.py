"""What people see: the outlook, the desk, the board, the coming week; nothing before accepting, constant queries."""

from __future__ import annotations

import datetime as dt

import pytest

from jiefen.consultations.actions import duty, talking
from jiefen.consultations.actions.dispatching import tick
from jiefen.consultations.models import DutyShift, Question
from jiefen.consultations.queries.board import board
from jiefen.consultations.queries.desk import colleagues_there, desk_of, own_figures, shifts_of
from jiefen.consultations.queries.estimate import outlook
from jiefen.consultations.queries.public import card_figures, lane_figures, reply_words
from jiefen.consultations.queries.readings import lawyer_hours, readings
from jiefen.consultations.queries.roster import coming_week
from jiefen.consultations.refusals import ShiftRefused
from jiefen.rules.service_clock import Share
from jiefen.shared.clock import day_of
from jiefen.shared.errors import NotFound, NotPermitted
from tests.factories.consultations import accepted, later, make_lawyers, make_question, seen, writes
from tests.factories.lawyers import make_operator
from tests.factories.world import AT

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def test_nobody_there_and_nobody_has_promised():
    found = outlook(make_question(), at=later(1))
    assert (found.here, found.in_front, found.minutes, found.next_at) == (0, 0, None, None)


def test_nobody_there_but_somebody_comes_in_an_hour():
    [(_, actor)] = make_lawyers(1)
    duty.go_offline(by=actor, at=AT)
    duty.add_shift(starts_at=AT + HOUR, ends_at=AT + 3 * HOUR, by=actor, at=AT)
    found = outlook(make_question(), at=AT)
    assert (found.minutes, found.next_at) == (62, AT + HOUR)


def test_somebody_free_and_then_all_busy():
    make_lawyers(1, places=1)
    first = make_question()
    assert outlook(first, at=later(1)).minutes == 2
    second = make_question(at=later(1))
    tick(at=later(2))
    found = outlook(second, at=later(3))
    assert (found.here, found.free, found.in_front, found.minutes) == (1, 0, 1, 37)


def test_who_let_the_question_pass_is_no_hope_for_it():
    make_lawyers(1)
    first = make_question()
    tick(at=later(2))
    assert outlook(first, at=later(3)).passed == 0
    seen(later(33))
    tick(at=later(33))
    found, other = outlook(first, at=later(34)), outlook(make_question(at=later(34)), at=later(34))
    assert (found.free, found.passed, other.passed) == (1, 1, 0)


def test_before_accepting_only_kind_and_region_are_on_the_desk():
    [(_, actor)] = make_lawyers(1)
    make_question(own_name="孙小云", others=("远航物业",))
    tick(at=later(1))
    view = desk_of(actor, at=later(2))
    [card] = view.offers
    assert (card.label, card.area, card.city, card.until) == ("劳动社保", "劳动社保", "苏州", later(31))
    assert "工资" not in repr(view)
    assert "孙小云" not in repr(view)
    assert view.queue == (("劳动社保", 1),)
    assert desk_of(actor, at=later(31)).offers == ()


def test_his_talks_and_figures_with_n():
    question, actor, lawyer = accepted(make_question())
    [talk] = desk_of(actor, at=later(6)).talks
    assert (talk.public_id, talk.awaits_reply) == (question.public_id, True)
    writes(actor, question, at=later(40))
    tick(at=later(41))
    found = own_figures(actor, at=later(60))
    assert (found.share.kept, found.share.n, found.share.median_s) == (1, 1, 40)
    assert (found.offers, found.accepted, found.ignored, found.ratings, found.stars) == (1, 1, 0, 0, None)
    assert lawyer.pk == lawyer_hours(readings(AT, later(99), at=later(99)))[0].lawyer_id


def test_the_desk_costs_the_same_at_one_and_at_five(django_assert_num_queries):
    [(_, actor)] = make_lawyers(1, places=8)
    make_question()
    tick(at=later(1))
    with django_assert_num_queries(6):
        desk_of(actor, at=later(2))
    for each in range(4):
        make_question(at=later(3 + each), address=f"10.9.0.{each}")
    tick(at=later(8))
    with django_assert_num_queries(6):
        assert len(desk_of(actor, at=later(9)).offers) == 5


def test_the_board_of_a_day():
    operator = make_operator()
    question, actor, lawyer = accepted(make_question())
    writes(actor, question, at=later(52))
    make_question(at=later(60), address="10.9.0.1")
    left = make_question(at=later(61), address="10.9.0.2")
    tick(at=later(62))
    talking.leave(question=left, at=later(200))
    found = board(operator, day=day_of(AT), at=later(250))
    assert (found.today.n, found.today.kept, found.today.leavers, found.today.median_s) == (2, 1, 1, 52)
    assert {hour: share.n for hour, share in found.hours.items()} == {10: 2}
    assert [(each.public_id, each.why) for each in found.misses] == [(left.public_id, "问了 1 次没有人接，等到离开")]
    assert [(each.answered, each.offers) for each in found.in_play] == [(True, 1), (False, 1)]
    assert [each.name for each in found.there] == []
    seen(later(250))
    assert [(each.name, each.taken) for each in board(operator, day=day_of(AT), at=later(250)).there] == [
        (lawyer.name, 2)
    ]


def test_nobody_online_is_named_as_the_reason():
    make_question()
    tick(at=later(1))
    found = board(make_operator(), day=day_of(AT), at=later(301))
    assert [each.why for each in found.misses] == ["没有律师在线"]


def test_the_board_is_the_operators_alone():
    [(_, actor)] = make_lawyers(1)
    with pytest.raises(NotPermitted):
        board(actor, day=day_of(AT), at=AT)
    with pytest.raises(NotPermitted):
        desk_of(make_operator(), at=AT)


def test_the_board_costs_the_same_at_two_and_at_six(django_assert_max_num_queries):
    operator = make_operator()
    for each in range(6):
        make_question(at=later(each), address=f"10.9.1.{each}")
    with django_assert_max_num_queries(12):
        board(operator, day=day_of(AT), at=later(400))


def test_the_coming_week_shows_its_holes():
    [(lawyer, actor)] = make_lawyers(1, places=3)
    duty.add_shift(starts_at=AT + HOUR, ends_at=AT + 4 * HOUR, by=actor, at=AT)
    week = coming_week(at=AT)
    assert (len(week.hours), week.a_day, week.is_measured, week.places) == (168, 40.0, False, 3)
    assert [each.rostered for each in week.hours[:4]] == [1, 1, 1, 0]
    assert all(each.missing == max(each.needed - each.rostered, 0) for each in week.hours)
    night = next(each for each in week.hours if each.starts_at.hour == 3)
    assert (night.needed, night.missing) == (2, 2)
    assert len(week.holes) == sum(each.missing > 0 for each in week.hours)
    assert [each.pk for each in shifts_of(lawyer.pk, at=AT)] == [DutyShift.objects.get().pk]


def test_the_week_goes_by_what_was_measured():
    for each in range(3):
        make_question(at=later(each), address=f"10.9.1.{each}")
    week = coming_week(at=later(10))
    assert (week.a_day, week.is_measured) == (3.0, True)


def test_shifts_that_do_not_fit():
    [(_, actor)] = make_lawyers(1)
    shift = duty.add_shift(starts_at=AT + HOUR, ends_at=AT + 3 * HOUR, by=actor, at=AT)
    for start, end in ((2, 4), (0, 13), (3, 3), (-5, -1), (24 * 61, 24 * 61 + 2)):
        with pytest.raises(ShiftRefused):
            duty.add_shift(starts_at=AT + start * HOUR, ends_at=AT + end * HOUR, by=actor, at=AT)
    duty.drop_shift(shift_id=shift.pk, by=actor, at=AT)
    with pytest.raises(NotFound):
        duty.drop_shift(shift_id=shift.pk, by=actor, at=AT)


def test_colleagues_of_the_firm_who_are_there():
    (first, _), (second, two) = make_lawyers(2)
    make_lawyers(1)
    assert colleagues_there(first.pk) == [second]
    duty.go_offline(by=two, at=AT)
    assert colleagues_there(first.pk) == []
    assert not Question.objects.exists()


def test_what_a_card_may_say_of_replies():
    question, actor, lawyer = accepted(make_question())
    writes(actor, question, at=later(70))
    tick(at=later(71))
    found = card_figures([lawyer.pk, 0], at=later(100))
    assert list(found) == [lawyer.pk]
    mine = found[lawyer.pk]
    assert (mine.people, mine.share.kept, mine.ratings, mine.demo) == (1, 1, 0, 0)
    assert mine.reply_words == "通常 2 分钟（n=1）"
    assert card_figures([lawyer.pk], at=later(100) + dt.timedelta(days=31)) == {}
    assert lane_figures(at=later(100)).share.n == 1


@pytest.mark.parametrize(
    ("n", "kept", "median", "said"),
    [
        (25, 24, 60.0, "近 30 天 96.0% 在五分钟内答复（n=25）"),
        (25, 23, 60.0, "通常 1 分钟（n=25）"),
        (19, 19, 61.0, "通常 2 分钟（n=19）"),
        (0, 0, None, "—"),
    ],
)
def test_only_what_was_measured_often_enough_is_said(n, kept, median, said):
    assert reply_words(Share(n, kept, 0, n, median, median), on=day_of(AT)) == said
