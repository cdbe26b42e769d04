"""Addresses of the whole platform."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns  # noqa: F401
from django.contrib import admin
from django.urls import path

urlpatterns = [path("admin/", admin.site.urls)]
