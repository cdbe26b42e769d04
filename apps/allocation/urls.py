"""Addresses of the allocation register."""

from __future__ import annotations

from django.urls import path

from apps.allocation.views import (
    api,
    counter,
    draws,
    handovers,
    lists,
    pages,
    windows,
)

app_name = "allocation"

_TITLE = "espacios/<slug:offering>/titulares/<int:title>/"
_WINDOW = "espacios/<slug:offering>/turnos/<int:window>/"

urlpatterns = [
    path("espacios/", pages.offerings, name="offerings"),
    path("espacios/reserva/<uuid:token>/pagar/", pages.charge, name="charge"),
    path("espacios/reserva/<uuid:token>/qr/", pages.pay_by_code, name="pay-by-code"),
    path("espacios/reserva/<uuid:token>/soltar/", pages.release, name="release"),
    path("espacios/repetir-sorteo.py", draws.script, name="draw-script"),
    path("espacios/<slug:offering>/mostrador/", counter.counter, name="counter"),
    path("espacios/<slug:offering>/mostrador/<int:pk>/", counter.sold, name="counter-sold"),
    path("espacios/<slug:offering>/listas/", lists.lists, name="lists"),
    path("espacios/<slug:offering>/listas/<int:pk>/", lists.booking, name="list"),
    path("espacios/<slug:offering>/listas/<int:pk>/pagar/", lists.pay, name="list-pay"),
    path("espacios/<slug:offering>/sorteos/", draws.draws, name="draws"),
    path("espacios/<slug:offering>/sorteos/<slug:code>/", draws.draw, name="draw"),
    path(
        "espacios/<slug:offering>/sorteos/<slug:code>.json",
        draws.document,
        name="draw-json",
    ),
    path("espacios/<slug:offering>/sorteos/<slug:code>/acto/", draws.act, name="draw-act"),
    path("espacios/reembolsos/", pages.refunds, name="refunds"),
    path(
        "espacios/turnos/derecho/<int:admission>/retirar/",
        windows.withdraw,
        name="withdraw-admission",
    ),
    path(
        "espacios/titulares/sustituto/<int:substitution>/retirar/",
        handovers.withdraw,
        name="withdraw-substitute",
    ),
    path("espacios/<slug:offering>/titulares/", handovers.titles, name="titles"),
    path(_TITLE, handovers.title, name="title"),
    path("espacios/<slug:offering>/titulares/otorgar/", handovers.give, name="give"),
    path(f"{_TITLE}terminar/", handovers.end, name="end-title"),
    path(f"{_TITLE}transferir/", handovers.transfer, name="transfer"),
    path(f"{_TITLE}sustituir/", handovers.substitute, name="substitute"),
    path("espacios/<slug:offering>/turnos/", windows.windows, name="windows"),
    path("espacios/<slug:offering>/turnos/abrir/", windows.open_window, name="open-window"),
    path(_WINDOW, windows.window, name="window"),
    path(f"{_WINDOW}cambiar/", windows.change, name="change-window"),
    path(f"{_WINDOW}renovar/", windows.renewals, name="renewals"),
    path(f"{_WINDOW}admitir/", windows.admit, name="admit"),
    path("espacios/<slug:offering>/", pages.offering, name="offering"),
    path("espacios/<slug:offering>/reservar/", pages.hold, name="hold"),
    path("api/espacios/reservas/<uuid:token>/", api.hold, name="api-hold"),
    path(
        "api/espacios/reservas/<uuid:token>/liquidacion/", api.payment, name="api-payment"
    ),
    path("api/espacios/<slug:offering>/", api.offering, name="api-offering"),
    path("api/espacios/<slug:offering>/reservas/", api.holds, name="api-holds"),
]
