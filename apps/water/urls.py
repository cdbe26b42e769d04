"""Addresses of the water service."""

from __future__ import annotations

from django.urls import path

from apps.water.views import (
    accounts,
    billing,
    calendars,
    changing,
    collecting,
    cut_rules,
    late,
    missing,
    network,
    operators,
    readings,
    supply,
    tariffs,
)
from apps.water.views.debtors import handing, mapping, pages, public

app_name = "water"

_OPERATOR = "agua/operadores/<int:pk>/"
_ZONE = f"{_OPERATOR}zonas/<int:zone>/"
_LATE = "agua/facturacion/<int:pk>/suplemento/"

urlpatterns = [
    path("agua/mora/", pages.debtor_map, name="debtors"),
    path("agua/mora/lista/", pages.debtor_list, name="debtor-list"),
    path("agua/mora/lista/imprimir/", pages.debtor_paper, name="debtor-paper"),
    path("agua/mora/asignar/", handing.assign, name="debtor-assign"),
    path("agua/mora/areas.json", mapping.areas, name="debtor-areas"),
    path("agua/mora/cuentas/<z>/<x>/<y>", mapping.accounts, name="debtor-tile"),
    path("agua/mora/cuenta/<int:pk>/", pages.account_panel, name="debtor-account"),
    path("agua/mora/otbs/", public.debt_of_otbs, name="debt-of-otbs"),
    path("agua/red/", network.network, name="network"),
    path("agua/red/tuberia/<int:pk>/cerrar/", network.close, name="close"),
    path("agua/red/corte/<int:pk>/abrir/", network.reopen, name="reopen"),
    path("agua/clandestinas/", missing.missing, name="missing"),
    path("agua/clandestinas/hoja/", missing.sheet, name="missing-sheet"),
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
    path("agua/operadores/", operators.operators, name="operators"),
    path("agua/operadores/nuevo/", operators.new, name="new-operator"),
    path(_OPERATOR, operators.operator, name="operator"),
    path(f"{_OPERATOR}datos/", operators.change, name="change-operator"),
    path(f"{_OPERATOR}cobertura/", operators.coverage, name="coverage"),
    path(f"{_OPERATOR}calendario/", calendars.calendar, name="calendar"),
    path(f"{_OPERATOR}zonas/nueva/", operators.new_zone, name="new-zone"),
    path(_ZONE, operators.zone, name="zone"),
    path(f"{_ZONE}quitar/", operators.remove_zone, name="remove-zone"),
    path(f"{_ZONE}calendario/", calendars.calendar, name="zone-calendar"),
    path(f"{_OPERATOR}fuentes/nueva/", operators.new_source, name="new-source"),
    path(
        f"{_OPERATOR}fuentes/<int:asset>/quitar/",
        operators.remove_source,
        name="remove-source",
    ),
    path("agua/lecturas/", readings.months, name="months"),
    path("agua/lecturas/<int:pk>/<slug:code>/", readings.route, name="route"),
    path("agua/facturacion/", billing.periods, name="periods"),
    path("agua/facturacion/<int:pk>/", billing.period, name="period"),
    path("agua/facturacion/<int:pk>/estimar/", billing.estimate, name="estimate"),
    path("agua/facturacion/<int:pk>/facturar/", billing.bill, name="bill"),
    path(
        "agua/facturacion/<int:pk>/avisos/<int:route>/",
        billing.draw_notices,
        name="draw-notices",
    ),
    path(
        "agua/facturacion/<int:pk>/avisos/<int:route>/avisos.pdf",
        billing.notices,
        name="notices",
    ),
    path(
        "agua/facturacion/<int:pk>/avisos/<int:route>/entregados/",
        billing.deliver,
        name="deliver",
    ),
    path(_LATE, late.bill, name="late-bills"),
    path(f"{_LATE}lectura/<int:account>/", late.read, name="late-reading"),
    path(f"{_LATE}<int:run>/avisos/", late.draw_notices, name="draw-late-notices"),
    path(f"{_LATE}<int:run>/avisos.pdf", late.notices, name="late-notices"),
    path("agua/cortes/", collecting.cuts, name="cuts"),
    path("agua/cortes/regla/<slug:code>/", cut_rules.cut_rule, name="cut-rule"),
    path("agua/cortes/<int:pk>/", collecting.case, name="case"),
]
