"""The URL map: one line per surface."""

from django.urls import include, path

# The JSON API joins in web/api/joining.py, on its first call.
urlpatterns = [
    path("", include("jiefen.web.portal.urls")),
    path("workbench/", include("jiefen.web.workbench.urls")),
    path("desk/", include("jiefen.web.desk.urls")),
    path("ops/", include("jiefen.web.ops.urls")),
    path("chat/", include("jiefen.web.chat.urls")),
    path("ui/", include("jiefen.web.ui.urls")),
]
