"""Addresses of the public works pages."""

from __future__ import annotations

from django.urls import path

from apps.works.views import browse, one

app_name = "works"

urlpatterns = [
    path("", browse.works_map, name="map"),
    path("obras/", browse.works_table, name="table"),
    path("obras/lista/", browse.works_list, name="list"),
    path("obras/<slug:code>/", one.work_page, name="work"),
    path("obras/<slug:code>/panel/", one.work_panel, name="panel"),
]
