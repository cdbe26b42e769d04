"""Addresses of the water service."""

from __future__ import annotations

from django.urls import path

from apps.water.views import billing, collecting, readings

app_name = "water"

urlpatterns = [
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
    path("agua/cortes/", collecting.cuts, name="cuts"),
    path("agua/cortes/<int:pk>/", collecting.case, name="case"),
]
