"""Addresses of what is made from the style."""

from __future__ import annotations

from django.urls import path

from tiles.views import qgis_project

app_name = "tiles"

urlpatterns = [path("qgis/llajta.qgs", qgis_project, name="qgis")]
