"""Operator URLs."""

from django.urls import include, path

from jiefen.web.ops import home

urlpatterns = [
    path("", include("jiefen.web.ops.articles.urls")),
    path("", home.home, name="ops"),
]
