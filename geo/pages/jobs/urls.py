"""Addresses of the jobs' pages."""

from __future__ import annotations

from django.urls import path

from geo.pages.jobs import doing, looking

app_name = "jobs"

urlpatterns = [
    path("", looking.jobs, name="list"),
    path("programado/", doing.run_now, name="run-now"),
    path("<uuid:token>/", looking.job, name="job"),
    path("<uuid:token>/detener/", doing.stop, name="stop"),
    path("<uuid:token>/repetir/", doing.repeat, name="repeat"),
]
