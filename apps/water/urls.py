"""Addresses of the water service."""

from __future__ import annotations

from django.urls import path

from apps.water.views import accounts, changing, supply, tariffs

app_name = "water"

urlpatterns = [
    path("agua/quien/", supply.who, name="who"),
    path("agua/cuentas/", accounts.accounts, name="accounts"),
    path("agua/cuentas/nueva/", changing.new_account, name="new-account"),
    path("agua/cuentas/<int:pk>/", accounts.account, name="account"),
    path("agua/cuentas/<int:pk>/titular/", changing.holder, name="holder"),
    path("agua/cuentas/<int:pk>/categoria/", changing.category, name="category"),
    path("agua/cuentas/<int:pk>/medidor/", changing.meter, name="meter"),
    path("agua/tarifas/", tariffs.tariffs, name="tariffs"),
    path("agua/tarifas/nueva/", tariffs.new_tariff, name="new-tariff"),
    path("agua/tarifas/prueba/<int:pk>/", tariffs.trial, name="trial"),
]
