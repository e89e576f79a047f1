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
    DISPUTED_LIMITATION,
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
    """The limitation day when undisputed money is about to be lost inside the window, else 0; a past day is not news."""
    if f.open_dispute and f.undisputed_fen == 0:
        return 0
    return _inside(f.next_limitation, f.amount_expiring_fen, t)


def disputed_deadline_of(f: Known, t: Terms) -> int:
    """The same for the disputed part: nobody asks for it meanwhile, yet its time runs on."""
    if not f.open_dispute:
        return 0
    if f.undisputed_fen == 0 and f.disputed_limitation == 0:
        return _inside(f.next_limitation, f.amount_expiring_fen, t)
    return _inside(f.disputed_limitation, f.disputed_expiring_fen, t)


def _inside(day: int, fen: int, t: Terms) -> int:
    return day if day and fen > 0 and 0 <= day - t.today <= t.window_days else 0


def _earlier(one: int, other: int) -> int:
    """The earlier day of two, 0 when there is none."""
    return min(one, other) if one and other else max(one, other)


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
        return _before_the_manager(BREATHING_SPACE, f, t)
    if f.do_not_contact:
        return _before_the_manager(DO_NOT_CONTACT, f, t)
    return ASK_NEXT, REMINDER, SETTLED


def _before_the_manager(reason: int, f: Known, t: Terms) -> Answer:
    if deadline_of(f, t) == 0 and disputed_deadline_of(f, t):
        return APPROVAL, MEDIATION, DISPUTED_LIMITATION
    return APPROVAL if deadline_of(f, t) else LEAVE, DEMAND_NOTICE, reason


def _appointment(f: Known, t: Terms) -> Answer:
    """A day agreed with the owner is kept, and nobody comes before it unless the claim expires first."""
    if f.appointment == 0:
        return ASK_NEXT, REMINDER, SETTLED
    if f.appointment <= t.today:
        about_money = f.undisputed_fen > 0 and not f.open_ticket
        return CONTACT if about_money else CARE, PHONE, APPOINTMENT
    deadline = _earlier(deadline_of(f, t), disputed_deadline_of(f, t))
    ahead = deadline == 0 or deadline > f.appointment
    return LEAVE if ahead else ASK_NEXT, REMINDER, APPOINTMENT_AHEAD


def _capped(f: Known, t: Terms) -> Answer:
    """Spoken to often enough this week: only money about to be lost, and that in writing; beside an open repair in no
    way at all, it stays with the office.
    """
    if f.contacts_this_week < t.week_cap:
        return ASK_NEXT, REMINDER, SETTLED
    if f.open_ticket and deadline_of(f, t):
        return OFFICE, PHONE, OPEN_TICKET
    answer = _limitation(f, t)
    return (LEAVE, REMINDER, CONTACT_CAP) if answer[0] == ASK_NEXT else answer


def _service_first(f: Known, t: Terms) -> Answer:
    """Everything disputed: answer first. A repair still open: ask about it, not about money."""
    if f.open_dispute and f.undisputed_fen == 0:
        if disputed_deadline_of(f, t):
            return OFFICE, MEDIATION, DISPUTED_LIMITATION
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
    """A word still running is left alone, unless the claim expires first: then it has to be put in writing.

    It does not speak of the disputed part: that one stays office work.
    """
    if due == 0:
        return ASK_NEXT, REMINDER, SETTLED
    deadline = deadline_of(f, t)
    if deadline and deadline <= due:
        return CONTACT, PHONE, unproven
    return (OFFICE, MEDIATION, DISPUTED_LIMITATION) if disputed_deadline_of(f, t) else (LEAVE, PHONE, running)


def _limitation(f: Known, t: Terms) -> Answer:
    """Undisputed money: a demand that can be proved. The disputed part: answer, then agreement or mediation, no demand."""
    if deadline_of(f, t) == 0:
        return (OFFICE, MEDIATION, DISPUTED_LIMITATION) if disputed_deadline_of(f, t) else (ASK_NEXT, REMINDER, SETTLED)
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


def _beside(reason: int, deadline: int, disputed_deadline: int, f: Known) -> int:
    """What else applies, as bits in the order of ALSO."""
    also = 0
    if deadline and reason != LIMITATION:
        also |= 1
    if f.open_ticket and reason != OPEN_TICKET:
        also |= 2
    if f.open_dispute and reason != OPEN_DISPUTE and reason != DISPUTED_LIMITATION:
        also |= 4
    if f.relapse and reason != RELAPSE:
        also |= 8
    if disputed_deadline and reason != DISPUTED_LIMITATION:
        also |= 16
    return also


def _score(reason: int, also: int, at_stake_fen: int, f: Known, t: Terms) -> int:
    """Broken words weigh thousands, as limitation does beside this; everything else together stays below one thousand."""
    score = t.points[reason]
    if also & 2:
        score += t.points[OPEN_TICKET]
    if also & 4:
        score += t.points[OPEN_DISPUTE]
    if also & 8:
        score += t.points[RELAPSE]
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
    own, disputed, also = 0, 0, 0
    if has_bills:
        own, disputed = deadline_of(f, t), disputed_deadline_of(f, t)
        also = _beside(reason, own, disputed, f)
    at_stake = _at_stake(reason, own, f)
    score = _score(reason, also, at_stake, f, t)
    nearest = _earlier(own, disputed)
    score += _near_points(nearest - t.today, t) if nearest else 0
    deadline = disputed if reason == DISPUTED_LIMITATION or own == 0 else own
    return Decision(step, stage, reason, also, score, at_stake, deadline)


def _at_stake(reason: int, deadline: int, f: Known) -> int:
    """What the step is about, 分: the part about to be lost, else what is undisputed, else everything."""
    if reason == DISPUTED_LIMITATION:
        return f.disputed_expiring_fen if f.disputed_limitation else f.amount_expiring_fen
    if deadline:
        return f.amount_expiring_fen
    return max(f.outstanding_fen if f.undisputed_fen == 0 else f.undisputed_fen, 0)
