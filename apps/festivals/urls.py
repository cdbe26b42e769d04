"""Addresses of the feasts."""

from __future__ import annotations

from django.urls import path

from apps.festivals.views import frontages, pages, patents, planning

app_name = "festivals"

_PLAN = "fiestas/<slug:code>/planos/<int:version>/"

urlpatterns = [
    path("fiestas/", pages.festivals, name="festivals"),
    path("fiestas/patente/<uuid:token>.pdf", patents.patent, name="patent"),
    path("fiestas/<slug:code>/", pages.festival, name="festival"),
    path(
        "fiestas/<slug:code>/turnos/<int:window>/frentes/",
        frontages.frontages,
        name="frontages",
    ),
    path("fiestas/<slug:code>/planos/", planning.begin, name="begin"),
    path(_PLAN, planning.plan, name="plan"),
    path(f"{_PLAN}trazar/", planning.draw, name="draw"),
    path(f"{_PLAN}modulos/", planning.edit, name="edit"),
    path(f"{_PLAN}publicar/", planning.publish, name="publish"),
    path(f"{_PLAN}comparar/<int:other>/", planning.comparison, name="compare"),
]
