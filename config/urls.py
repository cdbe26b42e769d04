"""Addresses of the whole platform."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path, re_path
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

# They are tried one after the other: what crowds ask for comes first.
urlpatterns = [
    path("", include("apps.allocation.urls")),
    path("", include("apps.works.urls")),
    path("", include("apps.water.urls")),
    path("", include("apps.people.urls")),
    path("", include("apps.notices.urls")),
    path("", include("apps.festivals.urls")),
    path("", include("apps.fieldwork.urls")),
    path("", include("apps.territory.urls")),
    path("", include("apps.documents.urls")),
    path("", include("apps.treasury.urls")),
    path("", include("apps.signin.urls")),
    path("", include("geo.pages.urls")),
    path("importar/", include("geo.pages.importing.urls")),
    path("trabajos/", include("geo.pages.jobs.urls")),
    path("", include("tiles.urls")),
    path("idioma/setlang/", require_POST(set_language), name="set_language"),
    re_path(r"^ogc", include("geo.ogc.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "geo.pages.refusals.not_understood"
handler500 = "geo.pages.refusals.broken"
