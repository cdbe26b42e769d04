"""Addresses of the import pages."""

from __future__ import annotations

from django.urls import path

from geo.pages.importing import history, preparing, start

app_name = "imports"

urlpatterns = [
    path("", start.start, name="start"),
    path("historial/", history.runs, name="history"),
    path("historial/<uuid:token>/", history.run, name="run"),
    path("historial/<uuid:token>/deshacer/", history.undo_run, name="undo"),
    path("<uuid:token>/", preparing.upload, name="upload"),
    path("<uuid:token>/hacer/", preparing.act, name="act"),
    path("<uuid:token>/rechazadas.csv", preparing.refused, name="refused"),
]
