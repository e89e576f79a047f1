"""Directory URLs."""

from __future__ import annotations

from django.urls import path

from jiefen.shared.later import later

firm_pages = later("jiefen.web.portal.directory.firm_pages")
join = later("jiefen.web.portal.directory.join")
lists = later("jiefen.web.portal.directory.lists")
profiles = later("jiefen.web.portal.directory.profiles")

urlpatterns = [
    path("lawyers/", lists.lawyer_directory, name="lawyer_directory"),
    path("lawyers/how-we-rank/", lists.how_we_rank, name="how_we_rank"),
    path("lawyers/<int:lawyer_id>/", profiles.lawyer_profile, name="lawyer_profile"),
    path("lawyers/<int:lawyer_id>/licence/", profiles.lawyer_licence, name="lawyer_licence"),
    path("lawyers/join/", join.lawyer_join, name="lawyer_join"),
    path("lawyers/join/code/", join.lawyer_join_code, name="lawyer_join_code"),
    path("lawyers/join/facts/", join.lawyer_join_facts, name="lawyer_join_facts"),
    path("lawyers/join/licence/", join.lawyer_join_licence, name="lawyer_join_licence"),
    path("lawyers/join/state/", join.lawyer_join_state, name="lawyer_join_state"),
    path("firms/", firm_pages.firm_directory, name="firm_directory"),
    path("firms/<int:firm_id>/", firm_pages.firm_profile, name="firm_profile"),
]
