"""Addresses of the treasury."""

from __future__ import annotations

from django.urls import path

from apps.treasury.views import (
    banks,
    closing,
    correcting,
    counting,
    refunds,
    statements,
    till,
)

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
    path("pagos/qr/<uuid:alias>/retirar/", banks.withdraw, name="withdraw-code"),
    path("pagos/aviso/<slug:provider>/", banks.notice, name="notice"),
    path("pagos/por-resolver/", banks.queue, name="queue"),
    path("cajas/", counting.desks, name="desks"),
    path("tesoreria/", statements.treasury, name="treasury"),
    path("tesoreria/cuenta/<int:pk>/", statements.statement, name="statement"),
    path("tesoreria/cuenta/<int:pk>/anticipo/", statements.use, name="use-advance"),
    path("tesoreria/cuenta/<int:pk>/devolver/", statements.repay, name="repay"),
    path("tesoreria/deuda/<int:pk>/", correcting.debt, name="debt"),
    path("tesoreria/pago/<int:pk>/", correcting.payment, name="payment"),
    path("tesoreria/devoluciones/", refunds.refunds, name="refunds"),
    path("tesoreria/cierres/", closing.closing, name="closing"),
    path("tesoreria/cierres/<int:pk>.csv", closing.report, name="closing-report"),
]
