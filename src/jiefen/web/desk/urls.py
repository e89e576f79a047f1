"""Desk URLs."""

from django.urls import include, path

from jiefen.web.desk import home

urlpatterns = [
    path("", include("jiefen.web.desk.articles.urls")),
    path("", home.home, name="desk"),
]
