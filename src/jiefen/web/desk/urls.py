"""Desk URLs."""

from django.urls import include, path

urlpatterns = [
    path("", include("jiefen.web.desk.reception.urls")),
]
