"""Addresses of the territory's pages."""

from __future__ import annotations

from django.urls import path

from apps.territory.views import findings

app_name = "territory"

urlpatterns = [
    path("territorio/hallazgos/", findings.findings, name="findings"),
]
