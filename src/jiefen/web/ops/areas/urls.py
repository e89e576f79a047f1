"""URLs of correcting areas."""

from __future__ import annotations

from django.urls import path

from jiefen.shared.later import later

pages = later("jiefen.web.ops.areas.pages")

urlpatterns = [
    path("areas/", pages.areas_page, name="ops_areas"),
    path("areas/<slug:public_id>/", pages.area_question, name="ops_area_question"),
    path("areas/<slug:public_id>/aside/", pages.area_aside, name="ops_area_aside"),
]
