"""Workbench URLs."""

from django.urls import path

from jiefen.shared.later import later

capacity = later("jiefen.web.workbench.capacity")
contact_files = later("jiefen.web.workbench.contact_files")
households = later("jiefen.web.workbench.households")
imports = later("jiefen.web.workbench.imports")
limitation = later("jiefen.web.workbench.limitation")
night = later("jiefen.web.workbench.night")
numbers = later("jiefen.web.workbench.numbers")
people = later("jiefen.web.workbench.people")
practice = later("jiefen.web.workbench.practice")
team = later("jiefen.web.workbench.team")
today = later("jiefen.web.workbench.today")
closing = later("jiefen.web.workbench.entries.closing")
corrections = later("jiefen.web.workbench.entries.corrections")
limitation_events = later("jiefen.web.workbench.entries.limitation_events")
payment = later("jiefen.web.workbench.entries.payment")
relief = later("jiefen.web.workbench.entries.relief")
boards = later("jiefen.web.workbench.steps.boards")
page = later("jiefen.web.workbench.steps.page")
offline = later("jiefen.web.workbench.talks.offline")
rehearsal = later("jiefen.web.workbench.talks.rehearsal")
talk = later("jiefen.web.workbench.talks.talk")

urlpatterns = [
    path("", today.today, name="today"),
    path("follow-ups/", boards.follow_ups, name="follow_ups"),
    path("approvals/", boards.approvals, name="approvals"),
    path("steps/<slug:kind>/<int:pk>/<slug:name>/", page.step, name="step"),
    path("households/<int:pk>/begin/<slug:name>/", page.opening, name="opening"),
    path("contact-files/<int:pk>/", contact_files.contact_file, name="contact_file"),
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
    path("practice/", practice.practice, name="practice"),
    path("practice/start/", practice.practice_start, name="practice_start"),
    path("practice/<int:pk>/", practice.practice_talk, name="practice_talk"),
    path("practice/<int:pk>/feedback/", practice.practice_feedback, name="practice_feedback"),
    path("people/", people.people, name="people"),
    path("people/learning/", people.learning, name="learning"),
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
    path("imports/<int:pk>/estate/", imports.import_estate, name="import_estate"),
    path("imports/<int:pk>/mapping/", imports.import_mapping, name="import_mapping"),
    path("imports/<int:pk>/problems/", imports.import_problems, name="import_problems"),
    path("team/capacity/<int:membership_id>/", capacity.capacity, name="capacity"),
    path("team/night/", night.night, name="night"),
    path("team/", team.team, name="team"),
    path("numbers/", numbers.numbers, name="numbers"),
    path("numbers/export/", numbers.numbers_export, name="numbers_export"),
    path("numbers/freeze/", numbers.numbers_freeze, name="numbers_freeze"),
]
