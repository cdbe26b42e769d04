"""Addresses of the allocation register."""

from __future__ import annotations

from django.urls import path

from apps.allocation.views import api, pages

app_name = "allocation"

urlpatterns = [
    path("espacios/", pages.offerings, name="offerings"),
    path("espacios/reserva/<uuid:token>/pagar/", pages.charge, name="charge"),
    path("espacios/reserva/<uuid:token>/qr/", pages.pay_by_code, name="pay-by-code"),
    path("espacios/reserva/<uuid:token>/soltar/", pages.release, name="release"),
    path("espacios/reembolsos/", pages.refunds, name="refunds"),
    path("espacios/<slug:offering>/", pages.offering, name="offering"),
    path("espacios/<slug:offering>/reservar/", pages.hold, name="hold"),
    path("api/espacios/reservas/<uuid:token>/", api.hold, name="api-hold"),
    path(
        "api/espacios/reservas/<uuid:token>/liquidacion/", api.payment, name="api-payment"
    ),
    path("api/espacios/<slug:offering>/", api.offering, name="api-offering"),
    path("api/espacios/<slug:offering>/reservas/", api.holds, name="api-holds"),
]
