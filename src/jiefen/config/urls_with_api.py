"""The whole URL map: every surface and the JSON API."""

from django.urls import path

from jiefen.config import urls
from jiefen.web.api.urls import api

urlpatterns = [path("api/v1/", api.urls), *urls.urlpatterns]
