"""Writes of collection: contacts and what follows from them, promises, plans, disputes, relief, aftercare."""

from jiefen.collection.actions.aftercare import due_aftercare, record_aftercare
from jiefen.collection.actions.attachments import attach, open_attachment
from jiefen.collection.actions.breathing import (
    end_breathing_space,
    grant_breathing_space,
    refuse_breathing_space,
    request_breathing_space,
)
from jiefen.collection.actions.capacity import set_capacity
from jiefen.collection.actions.contact import begin_contact, correct_contact, record_contact
from jiefen.collection.actions.disputes import answer_dispute, decide_dispute, open_dispute, withdraw_dispute
from jiefen.collection.actions.drafts import (
    BreathingDraft,
    ContactDraft,
    DisputeDraft,
    FollowUpDraft,
    ObstacleDraft,
    PlanDraft,
    PromiseDraft,
    Talk,
    WaiverDraft,
    WishDraft,
)
from jiefen.collection.actions.follow_ups import finish_follow_up, move_follow_up, plan_follow_up
from jiefen.collection.actions.judging import Change, judge_after_entry, judge_plans, judge_promises, judge_waivers
from jiefen.collection.actions.learning import export_corrections, set_learning_consent
from jiefen.collection.actions.overnight import end_what_is_over, settle_the_day
from jiefen.collection.actions.plans import agree_plan, approve_plan, cancel_plan, propose_plan, refuse_plan
from jiefen.collection.actions.promises import make_promise, withdraw_promise
from jiefen.collection.actions.rehearsal import finish_rehearsal, start_rehearsal
from jiefen.collection.actions.vacancies import apply_vacancy, confirm_vacancy, end_vacancy, refuse_vacancy
from jiefen.collection.actions.waivers import approve_waiver, lapse_waiver, refuse_waiver, request_waiver
from jiefen.collection.actions.wishes import lift_contact_wish, set_contact_wish
from jiefen.collection.refusals import CollectionRefused, ContactBarred

__all__ = [
    "BreathingDraft",
    "Change",
    "CollectionRefused",
    "ContactBarred",
    "ContactDraft",
    "DisputeDraft",
    "FollowUpDraft",
    "ObstacleDraft",
    "PlanDraft",
    "PromiseDraft",
    "Talk",
    "WaiverDraft",
    "WishDraft",
    "agree_plan",
    "answer_dispute",
    "apply_vacancy",
    "approve_plan",
    "approve_waiver",
    "attach",
    "begin_contact",
    "cancel_plan",
    "confirm_vacancy",
    "correct_contact",
    "decide_dispute",
    "due_aftercare",
    "end_breathing_space",
    "end_vacancy",
    "end_what_is_over",
    "export_corrections",
    "finish_follow_up",
    "finish_rehearsal",
    "grant_breathing_space",
    "judge_after_entry",
    "judge_plans",
    "judge_promises",
    "judge_waivers",
    "lapse_waiver",
    "lift_contact_wish",
    "make_promise",
    "move_follow_up",
    "open_attachment",
    "open_dispute",
    "plan_follow_up",
    "propose_plan",
    "record_aftercare",
    "record_contact",
    "refuse_breathing_space",
    "refuse_plan",
    "refuse_vacancy",
    "refuse_waiver",
    "request_breathing_space",
    "request_waiver",
    "set_capacity",
    "set_contact_wish",
    "set_learning_consent",
    "settle_the_day",
    "start_rehearsal",
    "withdraw_dispute",
    "withdraw_promise",
]
