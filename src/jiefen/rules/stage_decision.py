"""The one decision about a household, in whole numbers only: which step, on which rung, why, and how urgent.

Written in the part of Python that numba can compile: named tuples of integers in, integers out, no strings, no
dates. ``rules/stages.propose`` runs it as plain Python for one household, ``engine/nightly`` compiles the very same
functions for millions, so that there is one truth. Days are ``date.toordinal()``, 0 means never or unknown; amounts
are 分. Codes: stage_codes; sentences: stage_sentences, table ``stages``. See docs/algorithms/stages.md.
"""

from __future__ import annotations

from jiefen.rules.stage_codes import (
    AFTERCARE,
    ALL_BARRED,
    APPOINTMENT,
    APPOINTMENT_AHEAD,
    APPROVAL,
    ASK_NEXT,
    BREATHING_SPACE,
    CARE,
    CONTACT,
    CONTACT_CAP,
    CONTACTED_LATELY,
    DEMAND_NOTICE,
    DEMAND_RUNNING,
    DO_NOT_CONTACT,
    IN_COURT,
    INSTALMENT_MISSED,
    JUST_PAID,
    LATELY_PAID,
    LEAVE,
    LIMITATION,
    LITIGATION,
    MEDIATION,
    NO_DUE_DAY,
    NOT_DUE,
    OFFICE,
    OPEN_DISPUTE,
    OPEN_TICKET,
    PHONE,
    PHONE_UNKNOWN,
    PLAN_RUNNING,
    PLAN_UNPROVEN,
    PROMISE_BROKEN,
    PROMISE_RUNNING,
    PROMISE_UNPROVEN,
    PROOF_MISSING,
    RELAPSE,
    REMINDER,
    SETTLED,
    STALE_PAYMENTS,
    UNDELIVERED,
    VISIT,
    Decision,
    Known,
    Terms,
)

Answer = tuple[int, int, int]  # step, stage, reason


def deadline_of(f: Known, t: Terms) -> int:
    """The limitation day when money is about to be lost inside the window, else 0; a past day is not news."""
    if f.next_limitation == 0 or f.amount_expiring_fen <= 0:
        return 0
    left = f.next_limitation - t.today
    return f.next_limitation if 0 <= left <= t.window_days else 0


def rung_by_age(f: Known, t: Terms) -> int:
    """The mildest rung whose days cover the age of the oldest bill; -1 while the due day is not near."""
    age = t.today - f.oldest_due
    for rung in range(7):
        if t.from_age[rung] <= age <= t.to_age[rung]:
            return rung
    return -1


def _rung_or_reminder(f: Known, t: Terms) -> int:
    return max(rung_by_age(f, t), REMINDER)


def _is_demand_running(f: Known, t: Terms) -> bool:
    return f.last_demand != 0 and t.today < f.last_demand + t.demand_days


def _is_resting(f: Known, t: Terms) -> bool:
    return f.last_contact != 0 and 0 <= t.today - f.last_contact < t.rest_days


def _reach(f: Known, reason: int) -> Answer:
    """A talk: by phone, or at the door when no number is known."""
    return CONTACT, PHONE if f.phone_known else VISIT, reason


def _left_alone(f: Known, t: Terms) -> Answer:
    """Not handed over: the developer pays. Pause or wish: only money about to be lost goes before the manager."""
    if f.undelivered:
        return OFFICE, _rung_or_reminder(f, t), UNDELIVERED
    if f.breathing_until >= t.today:
        return APPROVAL if deadline_of(f, t) else LEAVE, DEMAND_NOTICE, BREATHING_SPACE
    if f.do_not_contact:
        return APPROVAL if deadline_of(f, t) else LEAVE, DEMAND_NOTICE, DO_NOT_CONTACT
    return ASK_NEXT, REMINDER, SETTLED


def _appointment(f: Known, t: Terms) -> Answer:
    """A day agreed with the owner is kept, and nobody comes before it unless the claim expires first."""
    if f.appointment == 0:
        return ASK_NEXT, REMINDER, SETTLED
    if f.appointment <= t.today:
        about_money = f.undisputed_fen > 0 and not f.open_ticket
        return CONTACT if about_money else CARE, PHONE, APPOINTMENT
    deadline = deadline_of(f, t)
    ahead = deadline == 0 or deadline > f.appointment
    return LEAVE if ahead else ASK_NEXT, REMINDER, APPOINTMENT_AHEAD


def _capped(f: Known, t: Terms) -> Answer:
    """Spoken to often enough this week: only money about to be lost, and that in writing."""
    if f.contacts_this_week < t.week_cap:
        return ASK_NEXT, REMINDER, SETTLED
    return _limitation(f, t) if deadline_of(f, t) else (LEAVE, REMINDER, CONTACT_CAP)


def _service_first(f: Known, t: Terms) -> Answer:
    """Everything disputed: answer first. A repair still open: ask about it, not about money."""
    if f.open_dispute and f.undisputed_fen == 0:
        return OFFICE, _rung_or_reminder(f, t), OPEN_DISPUTE
    if f.open_ticket:
        return CARE, PHONE, OPEN_TICKET
    return ASK_NEXT, REMINDER, SETTLED


def _agreed(f: Known, t: Terms) -> Answer:
    """A plan first, then a promise: kept in peace while it runs, asked about once it is missed."""
    answer = _plan(f, t)
    return _promise(f, t) if answer[0] == ASK_NEXT else answer


def _plan(f: Known, t: Terms) -> Answer:
    if f.plan_missed:
        if f.last_contact > f.plan_missed:
            return ASK_NEXT, REMINDER, SETTLED  # already talked about: the ordinary gates decide what comes next
        return _reach(f, INSTALMENT_MISSED)
    return _word_running(f, t, f.plan_next, PLAN_UNPROVEN, PLAN_RUNNING)


def _promise(f: Known, t: Terms) -> Answer:
    if f.promise_due == 0 or t.today < f.promise_due + t.grace_days:
        return _word_running(f, t, f.promise_due, PROMISE_UNPROVEN, PROMISE_RUNNING)
    if f.last_contact > f.promise_due:
        return ASK_NEXT, REMINDER, SETTLED
    return _reach(f, PROMISE_BROKEN)


def _word_running(f: Known, t: Terms, due: int, unproven: int, running: int) -> Answer:
    """A word still running is left alone, unless the claim expires first: then it has to be put in writing."""
    if due == 0:
        return ASK_NEXT, REMINDER, SETTLED
    deadline = deadline_of(f, t)
    return (LEAVE, PHONE, running) if deadline == 0 or deadline > due else (CONTACT, PHONE, unproven)


def _limitation(f: Known, t: Terms) -> Answer:
    if deadline_of(f, t) == 0:
        return ASK_NEXT, REMINDER, SETTLED
    running = _is_demand_running(f, t)
    return (OFFICE, DEMAND_NOTICE, PROOF_MISSING) if running else (CONTACT, DEMAND_NOTICE, LIMITATION)


def _thanks(f: Known, t: Terms) -> Answer:
    """Part paid: first peace, then thanks; the rest waits until the thanks are said or a week has gone by."""
    if f.aftercare_until >= t.today:
        return CARE, PHONE, AFTERCARE
    since = t.today - f.last_payment
    if f.last_payment == 0 or not 0 <= since <= t.thanks_to:
        return ASK_NEXT, REMINDER, SETTLED
    is_early = f.last_contact > f.last_payment or since < t.thanks_from
    return LEAVE if is_early else CARE, PHONE, LATELY_PAID if is_early else JUST_PAID


def _resting(f: Known, t: Terms) -> Answer:
    if f.last_stage == LITIGATION:
        return LEAVE, LITIGATION, IN_COURT
    if _is_demand_running(f, t):
        return LEAVE, DEMAND_NOTICE, DEMAND_RUNNING
    if _is_resting(f, t):
        return LEAVE, PHONE, CONTACTED_LATELY
    return ASK_NEXT, REMINDER, SETTLED


def _ladder(f: Known, t: Terms) -> Answer:
    """By age, never skipping a rung; a legal step only after a demand whose reasonable period has passed."""
    if f.expired_fen >= f.outstanding_fen:
        return _reach(f, ALL_BARRED)
    by_age = rung_by_age(f, t)
    if by_age < 0:
        return LEAVE, REMINDER, NOT_DUE
    if by_age == MEDIATION and f.last_stage == MEDIATION:
        by_age = LITIGATION
    return _regular(min(by_age, _highest_open(f, t)), f, t)


def _highest_open(f: Known, t: Terms) -> int:
    """The rung above the highest one taken; legal rungs need a demand and a sum worth their cost."""
    done = f.last_stage
    if done < 0:
        done = PHONE if f.last_contact else REMINDER
    is_legal_open = f.last_demand != 0 and f.undisputed_fen - f.expired_fen >= t.legal_least_fen
    return min(done + 1, LITIGATION if is_legal_open else DEMAND_NOTICE)


def _regular(rung: int, f: Known, t: Terms) -> Answer:
    """The ladder's own step, softened to a call after a relapse and to a note at the door without a number."""
    if f.relapse and f.oldest_due < t.today and f.phone_known and rung <= PHONE:
        return CONTACT, PHONE, RELAPSE
    if rung == PHONE and not f.phone_known:
        return CONTACT, VISIT, PHONE_UNKNOWN
    return APPROVAL if t.approval[rung] else CONTACT, rung, rung


def _first_answer(f: Known, t: Terms) -> Answer:
    """The gates in order; the first that answers decides."""
    answer = _left_alone(f, t)
    if answer[0] == ASK_NEXT:
        answer = _appointment(f, t)
    if answer[0] == ASK_NEXT:
        answer = _capped(f, t)
    if answer[0] == ASK_NEXT:
        answer = _service_first(f, t)
    if answer[0] == ASK_NEXT:
        answer = _agreed(f, t)
    if answer[0] == ASK_NEXT:
        answer = _limitation(f, t)
    if answer[0] == ASK_NEXT:
        answer = _thanks(f, t)
    if answer[0] == ASK_NEXT:
        answer = _resting(f, t)
    return _ladder(f, t) if answer[0] == ASK_NEXT else answer


def _without_bills(f: Known, t: Terms) -> Answer:
    """Nothing to ask for: the thanks that are due are still said, unless the owner wishes to be left in peace."""
    if f.aftercare_until >= t.today and f.breathing_until < t.today and not f.do_not_contact:
        return CARE, PHONE, AFTERCARE
    return LEAVE, REMINDER, SETTLED if f.outstanding_fen <= 0 else NO_DUE_DAY


def _checked(answer: Answer, f: Known, t: Terms) -> Answer:
    """No demand and no legal step on payment data older than policy: first bring the payments in."""
    is_stale = f.payments_known != 0 and t.today - f.payments_known > t.stale_days
    if is_stale and answer[1] >= DEMAND_NOTICE and (answer[0] == CONTACT or answer[0] == APPROVAL):
        return OFFICE, answer[1], STALE_PAYMENTS
    return answer


def _beside(reason: int, deadline: int, f: Known) -> int:
    """What else applies, as bits in the order of ALSO."""
    also = 0
    if deadline and reason != LIMITATION:
        also |= 1
    if f.open_ticket and reason != OPEN_TICKET:
        also |= 2
    if f.open_dispute and reason != OPEN_DISPUTE:
        also |= 4
    if f.relapse and reason != RELAPSE:
        also |= 8
    return also


def _score(reason: int, also: int, at_stake_fen: int, f: Known, t: Terms) -> int:
    """Limitation and broken words weigh thousands; everything else together stays below one thousand."""
    score = t.points[reason]
    if also & 2:
        score += t.points[OPEN_TICKET]
    if also & 4:
        score += t.points[OPEN_DISPUTE]
    if also & 8:
        score += t.points[RELAPSE]
    if also & 1 or reason == LIMITATION:
        score += _near_points(f.next_limitation - t.today, t)
    score += min(at_stake_fen // t.size_per_point, t.size_most)
    age = max(t.today - f.oldest_due, 0) if f.oldest_due else 0
    return score + min(age // t.age_per_point, t.age_most)


def _near_points(left: int, t: Terms) -> int:
    for band in range(len(t.near_days)):
        if left <= t.near_days[band]:
            return t.near_points[band]
    return 0


def decide(f: Known, t: Terms) -> Decision:
    """The household's one step on ``t.today``. Raises nothing; every input has an answer."""
    has_bills = f.outstanding_fen > 0 and f.oldest_due != 0
    answer = _checked(_first_answer(f, t), f, t) if has_bills else _without_bills(f, t)
    step, stage, reason = answer
    if step == LEAVE:
        return Decision(LEAVE, stage, reason, 0, 0, 0, 0)
    deadline = deadline_of(f, t) if has_bills else 0
    also = _beside(reason, deadline, f) if has_bills else 0
    at_stake = f.outstanding_fen if f.undisputed_fen == 0 else f.undisputed_fen
    at_stake = f.amount_expiring_fen if deadline else max(at_stake, 0)
    return Decision(step, stage, reason, also, _score(reason, also, at_stake, f, t), at_stake, deadline)
