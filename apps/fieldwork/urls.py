"""Addresses of the register of fieldwork."""

from __future__ import annotations

from django.urls import path

from apps.fieldwork.views import board, carrying, counting, installed, phones, syncing

app_name = "fieldwork"

urlpatterns = [
    path("campo/", installed.page, name="phone"),
    path("campo/sw.js", installed.worker, name="worker"),
    path("campo/app.webmanifest", installed.manifest, name="manifest"),
    path("campo/telefonos/", carrying.own, name="own"),
    path("cuadrillas/", board.board, name="board"),
    path("cuadrillas/telefonos/", carrying.devices, name="devices"),
    path("cuadrillas/telefonos/<uuid:token>/baja/", carrying.revoke, name="revoke"),
    path("cuadrillas/pendientes/", board.waiting, name="waiting"),
    path("cuadrillas/pendientes/<uuid:token>/", board.settle, name="settle"),
    path("cuadrillas/sobres/", board.envelopes, name="envelopes"),
    path("cuadrillas/arqueo/", counting.counts, name="counts"),
    path("cuadrillas/arqueo/<uuid:token>/", counting.count, name="count"),
    path("cuadrillas/<uuid:token>/", board.sheet, name="round"),
    path("cuadrillas/<uuid:token>/cerrar/", board.close, name="close"),
    path("api/campo/llave/", phones.key, name="api-key"),
    path("api/campo/codigos/", phones.codes, name="api-codes"),
    path("api/campo/dispositivos/", phones.devices, name="api-devices"),
    path("api/campo/firma/", phones.signature, name="api-signature"),
    path("api/campo/estado/", phones.state, name="api-state"),
    path("api/campo/borrado/", phones.wiped, name="api-wiped"),
    path("api/campo/asignaciones/", syncing.assignments, name="api-assignments"),
    path(
        "api/campo/asignaciones/<uuid:token>/paquete/", syncing.package, name="api-package"
    ),
    path(
        "api/campo/asignaciones/<uuid:token>/miniaturas/",
        syncing.thumbnails,
        name="api-thumbnails",
    ),
    path("api/campo/eventos/", syncing.events, name="api-events"),
    path("api/campo/archivos/<uuid:token>/", syncing.file, name="api-file"),
    path("api/campo/talonario/", syncing.numbers, name="api-numbers"),
]
