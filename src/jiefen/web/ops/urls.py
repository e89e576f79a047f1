"""Operator URLs."""

from django.urls import include, path

urlpatterns = [
    path("", include("jiefen.web.ops.service.urls")),
]
