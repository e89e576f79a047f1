"""Desk URLs."""

from django.urls import path

from jiefen.web.desk import home

urlpatterns = [
    path("", home.home, name="desk"),
]
