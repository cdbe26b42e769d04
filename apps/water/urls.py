"""Addresses of the water service."""

from __future__ import annotations

from django.urls import path

from apps.water.views import missing, network

app_name = "water"

urlpatterns = [
    path("agua/red/", network.network, name="network"),
    path("agua/red/tuberia/<int:pk>/cerrar/", network.close, name="close"),
    path("agua/red/corte/<int:pk>/abrir/", network.reopen, name="reopen"),
    path("agua/clandestinas/", missing.missing, name="missing"),
    path("agua/clandestinas/hoja/", missing.sheet, name="missing-sheet"),
]
