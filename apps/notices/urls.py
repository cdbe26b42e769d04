"""Addresses of the pages about notices."""

from __future__ import annotations

from django.urls import path

from apps.notices.views import log, mine, wording

app_name = "notices"

urlpatterns = [
    path("avisos/", mine.mine, name="mine"),
    path("avisos/leidos/", mine.read_all, name="read-all"),
    path("avisos/<uuid:token>/leido/", mine.read, name="read"),
    path("avisos/envios/", log.log, name="log"),
    path("avisos/envios/<uuid:token>/reintentar/", log.resend, name="resend"),
    path("avisos/envios/<uuid:token>/descartar/", log.drop, name="drop"),
    path("avisos/textos/", wording.wording, name="wording"),
    path("avisos/textos/silencio/", wording.quiet, name="quiet"),
    path("avisos/textos/<int:pk>/", wording.text, name="text"),
]
