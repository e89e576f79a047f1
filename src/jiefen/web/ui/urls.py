"""Where the gallery lives."""

from __future__ import annotations

from django.urls import path

from jiefen.shared.later import later

views = later("jiefen.web.ui.views")

urlpatterns = [
    path("", views.gallery, {"sheet": "words"}, name="ui_gallery"),
    path("<slug:sheet>/", views.gallery, name="ui_gallery_sheet"),
]
