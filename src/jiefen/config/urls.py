"""The URL map: one line per surface."""

from django.urls import include, path

urlpatterns = [
    path("", include("jiefen.web.portal.urls")),
    path("workbench/", include("jiefen.web.workbench.urls")),
    path("ui/", include("jiefen.web.ui.urls")),
]
