"""Addresses of the water service."""

from __future__ import annotations

from django.urls import path

from apps.water.views import accounts, changing, supply, tariffs
from apps.water.views.debtors import handing, mapping, pages, public

app_name = "water"

urlpatterns = [
    path("agua/mora/", pages.debtor_map, name="debtors"),
    path("agua/mora/lista/", pages.debtor_list, name="debtor-list"),
    path("agua/mora/lista/imprimir/", pages.debtor_paper, name="debtor-paper"),
    path("agua/mora/asignar/", handing.assign, name="debtor-assign"),
    path("agua/mora/areas.json", mapping.areas, name="debtor-areas"),
    path("agua/mora/cuentas/<z>/<x>/<y>", mapping.accounts, name="debtor-tile"),
    path("agua/mora/cuenta/<int:pk>/", pages.account_panel, name="debtor-account"),
    path("agua/mora/otbs/", public.debt_of_otbs, name="debt-of-otbs"),
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
