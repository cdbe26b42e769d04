"""Addresses of what is made from tiles and their style."""

from __future__ import annotations

from django.urls import path

from tiles.views import offline_maps, qgis_project

app_name = "tiles"

urlpatterns = [
    path("qgis/llajta.qgs", qgis_project, name="qgis"),
    path("mapas-sin-red/", offline_maps, name="offline"),
]
