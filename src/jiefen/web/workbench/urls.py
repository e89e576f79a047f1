"""Workbench URLs."""

from django.urls import path

from jiefen.web.workbench import households, imports, limitation, numbers, people, team, today
from jiefen.web.workbench.entries import closing, corrections, limitation_events, payment, relief
from jiefen.web.workbench.steps import boards, page
from jiefen.web.workbench.talks import offline, rehearsal, talk

urlpatterns = [
    path("", today.today, name="today"),
    path("follow-ups/", boards.follow_ups, name="follow_ups"),
    path("approvals/", boards.approvals, name="approvals"),
    path("steps/<slug:kind>/<int:pk>/<slug:name>/", page.step, name="step"),
    path("sw.js", offline.service_worker, name="service_worker"),
    path("talk/offline/", offline.talk_offline, name="talk_offline"),
    path("households/<int:pk>/rehearsal/", rehearsal.rehearsal, name="rehearsal"),
    path("households/<int:pk>/talk/", talk.talk, name="talk"),
    path("households/<int:pk>/talk/obstacles/", talk.obstacle_suggestions, name="obstacle_suggestions"),
    path("households/", households.households, name="households"),
    path("households/export/", households.households_export, name="households_export"),
    path("households/<int:pk>/", households.household, name="household"),
    path("households/<int:pk>/phone/<int:party_id>/", households.household_phone, name="household_phone"),
    path("households/<int:pk>/payments/add/", payment.payment_add, name="payment_add"),
    path("households/<int:pk>/limitation-events/", limitation_events.limitation_events, name="limitation_events"),
    path(
        "limitation-events/<int:pk>/retract/",
        limitation_events.limitation_event_retract,
        name="limitation_event_retract",
    ),
    path("charges/<int:charge_id>/waive/", relief.waiver_add, name="waiver_add"),
    path("charges/<int:charge_id>/write-off/", relief.write_off_add, name="write_off_add"),
    path("charges/<int:pk>/reverse/", corrections.charge_reverse, name="charge_reverse"),
    path("payments/<int:pk>/reverse/", corrections.payment_reverse, name="payment_reverse"),
    path("waivers/<int:pk>/reverse/", corrections.waiver_reverse, name="waiver_reverse"),
    path("write-offs/<int:pk>/reverse/", corrections.write_off_reverse, name="write_off_reverse"),
    path("closing/", closing.closing, name="closing"),
    path("closing/<int:estate_id>/", closing.closing_estate, name="closing_estate"),
    path("limitation/", limitation.limitation_board, name="limitation_board"),
    path("limitation/households/", limitation.limitation_households, name="limitation_households"),
    path("limitation/export/", limitation.limitation_export, name="limitation_export"),
    path("people/", people.people, name="people"),
    path("people/add/", people.person_add, name="person_add"),
    path("people/<int:membership_id>/", people.person, name="person"),
    path("people/<int:membership_id>/deactivate/", people.person_deactivate, name="person_deactivate"),
    path("people/<int:membership_id>/password/", people.person_password, name="person_password"),
    path("imports/", imports.imports, name="imports"),
    path("imports/<int:pk>/", imports.import_page, name="import"),
    path("imports/<int:pk>/progress/", imports.import_progress, name="import_progress"),
    path("imports/<int:pk>/commit/", imports.import_commit, name="import_commit"),
    path("imports/<int:pk>/discard/", imports.import_discard, name="import_discard"),
    path("imports/<int:pk>/retry/", imports.import_retry, name="import_retry"),
    path("imports/<int:pk>/undo/", imports.import_undo, name="import_undo"),
    path("imports/<int:pk>/correct/", imports.import_correct, name="import_correct"),
    path("imports/<int:pk>/accept/", imports.import_accept, name="import_accept"),
    path("imports/<int:pk>/mapping/", imports.import_mapping, name="import_mapping"),
    path("imports/<int:pk>/problems/", imports.import_problems, name="import_problems"),
    path("team/", team.team, name="team"),
    path("numbers/", numbers.numbers, name="numbers"),
    path("numbers/export/", numbers.numbers_export, name="numbers_export"),
    path("numbers/freeze/", numbers.numbers_freeze, name="numbers_freeze"),
]
