"""The URL map: one line per surface."""

from django.urls import include, path

from jiefen.web.api.urls import api

urlpatterns = [
    path("", include("jiefen.web.portal.urls")),
    path("workbench/", include("jiefen.web.workbench.urls")),
    path("desk/", include("jiefen.web.desk.urls")),
    path("ops/", include("jiefen.web.ops.urls")),
    path("api/v1/", api.urls),
    path("ui/", include("jiefen.web.ui.urls")),
]
