"""Operator URLs."""

from django.urls import path

from jiefen.web.ops import home

urlpatterns = [
    path("", home.home, name="ops"),
]
