"""Addresses of the treasury."""

from __future__ import annotations

from django.urls import path

from apps.treasury.views import banks, counting, till

app_name = "treasury"

urlpatterns = [
    path("caja/", till.till, name="till"),
    path("caja/deudor/<int:pk>/", till.debtor, name="debtor"),
    path("caja/cobro/<int:pk>/", till.taken, name="taken"),
    path("caja/cobro/<int:pk>/emitir/", till.drawn, name="drawn"),
    path("caja/cobro/<int:pk>/recibo.pdf", till.receipt, name="receipt"),
    path("caja/arqueo/", counting.count, name="count"),
    path("caja/arqueo/<int:pk>/", counting.counted, name="counted"),
    path("caja/deudor/<int:pk>/qr/", banks.make_code, name="make-code"),
    path("pagos/qr/<uuid:alias>/", banks.code, name="code"),
    path("pagos/qr/<uuid:alias>/recibo.pdf", banks.code_receipt, name="code-receipt"),
    path("pagos/aviso/<slug:provider>/", banks.notice, name="notice"),
    path("pagos/por-resolver/", banks.queue, name="queue"),
    path("cajas/", counting.desks, name="desks"),
]
