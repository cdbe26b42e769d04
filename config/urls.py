"""Addresses of the whole platform."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path, re_path

urlpatterns = [
    path("", include("apps.works.urls")),
    path("", include("apps.people.urls")),
    path("", include("apps.notices.urls")),
    path("", include("apps.allocation.urls")),
    path("", include("apps.fieldwork.urls")),
    path("", include("apps.territory.urls")),
    path("", include("apps.documents.urls")),
    path("", include("apps.treasury.urls")),
    path("", include("apps.signin.urls")),
    path("", include("geo.pages.urls")),
    path("importar/", include("geo.pages.importing.urls")),
    path("trabajos/", include("geo.pages.jobs.urls")),
    path("", include("tiles.urls")),
    path("idioma/", include("django.conf.urls.i18n")),
    re_path(r"^ogc", include("geo.ogc.urls")),
    path("admin/", admin.site.urls),
]

handler500 = "geo.pages.refusals.broken"
