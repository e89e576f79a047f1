"""The operator's service pages."""

from __future__ import annotations

from django.urls import path

from jiefen.shared.later import later

board = later("jiefen.web.ops.service.board")
hands = later("jiefen.web.ops.service.hands")
week = later("jiefen.web.ops.service.week")

urlpatterns = [
    path("", board.board_page, name="ops"),
    path("now/", board.now, name="ops_now"),
    path("export/<slug:kind>/", board.export, name="ops_export"),
    path("roster/", week.roster, name="ops_roster"),
    path("questions/<slug:public_id>/", hands.question, name="ops_question"),
    path("questions/<slug:public_id>/read/", hands.read, name="ops_read"),
    path("questions/<slug:public_id>/reassign/", hands.reassign, name="ops_reassign"),
    path("questions/<slug:public_id>/void/", hands.void, name="ops_void"),
    path("questions/<slug:public_id>/release/", hands.release, name="ops_release"),
    path("grievances/<int:grievance_id>/", hands.answer, name="ops_grievance"),
]
