"""The thing that stands at each address, so that a refusal is about who asks."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from django.apps import apps
from django.db.models import Model

from tests.canary.doors import SAMPLES

Parts = Mapping[str, object]
ABSENT: Final = {"pk": 987_654_321}
"""Of a sample's number there may be a thing."""
FEAST: Final = "feria-demo"


def first(model: str, field: str = "pk", **narrowed: object) -> Callable[[], object]:
    """What `field` holds of the first of these, asked when it is wanted."""

    def found() -> object:
        rows: Any = apps.get_model(model)._default_manager
        row: Model | None = rows.filter(**narrowed).order_by("pk").first()
        return None if row is None else getattr(row, field)

    return found


_CITIZEN = first("people.Person", "pk", document_number="1000101")
_OFFERED: dict[str, object] = {"offering": FEAST}
_FEAST: dict[str, object] = {"code": FEAST}
_WATER_PERIOD = first("water.Period")
THINGS: Final[dict[str, dict[str, object]]] = {
    "/espacios/turnos/derecho/": {"admission": first("allocation.Admission")},
    "/espacios/titulares/sustituto/": {"substitution": first("allocation.Substitution")},
    "/espacios/reserva/": {"token": first("allocation.Hold", "token", visitor="")},
    "/espacios/{offering}/listas/": {**_OFFERED, "pk": first("allocation.BookingList")},
    "/espacios/{offering}/sorteos/": {**_OFFERED, "code": "graderias"},
    "/espacios/{offering}/turnos/": {**_OFFERED, "window": first("allocation.Window")},
    "/espacios/{offering}/titulares/": {
        **_OFFERED,
        "title": first("allocation.Claim", kind="title", space__offering__code=FEAST),
    },
    "/espacios/{offering}/mostrador/": {**_OFFERED, "pk": first("treasury.CashTaken")},
    "/espacios/": _OFFERED,
    "/api/espacios/reservas/": {"token": first("allocation.Hold", "token", visitor="")},
    "/api/espacios/": _OFFERED,
    "/api/campo/asignaciones/": {"token": first("fieldwork.Assignment")},
    "/agua/mora/cuenta/": {"pk": first("water.Account")},
    "/agua/mora/cuentas/": {"z": 12, "x": 1294, "y": 2246},
    "/agua/red/tuberia/": {"pk": first("water.Main")},
    "/agua/red/corte/": {"pk": first("water.Outage")},
    "/agua/cuentas/": {"pk": first("water.Account")},
    "/agua/tarifas/prueba/": {"pk": first("water.Trial")},
    "/agua/operadores/": {
        "pk": first("water.Operator", is_billed_here=True),
        "zone": first("water.PressureZone"),
        "asset": first("water.Asset", kind="well"),
    },
    "/agua/lecturas/": {"pk": _WATER_PERIOD, "code": first("water.Route", "code")},
    "/agua/facturacion/": {
        "pk": _WATER_PERIOD,
        "route": first("water.Route"),
        "run": first("water.BillingRun"),
        "account": first("water.Account"),
    },
    "/agua/cortes/regla/": {"code": first("water.Operator", "code", is_billed_here=True)},
    "/agua/cortes/": {"pk": first("water.Account")},
    "/fiestas/rubros/": {"pk": first("festivals.SpacingRule")},
    "/fiestas/{code}/turnos/": {**_FEAST, "window": first("allocation.Window")},
    "/fiestas/{code}/terreno/calles/": {**_FEAST, "pk": first("festivals.Closure")},
    "/fiestas/{code}/terreno/zonas/": {**_FEAST, "pk": first("festivals.Zone")},
    "/fiestas/{code}/control/servicios/": {**_FEAST, "number": first("festivals.Service")},
    "/fiestas/{code}/control/infracciones/": {
        **_FEAST,
        "number": first("festivals.Infraction"),
    },
    "/fiestas/{code}/control/decomisos/": {
        **_FEAST,
        "number": first("festivals.Confiscation"),
    },
    "/fiestas/{code}/planos/": {
        **_FEAST,
        "version": first("festivals.Plan", "version"),
        "other": first("festivals.Plan", "version"),
    },
    "/fiestas/{code}/": _FEAST,
    "/fiestas/patente/": {"token": first("allocation.Hold", "token")},
    "/personas/": {"pk": _CITIZEN},
    "/oficinas/": {"code": "recaudaciones"},
    "/caja/deudor/": {"pk": _CITIZEN},
    "/caja/cobro/": {"pk": first("treasury.CashTaken")},
    "/caja/arqueo/": {"pk": first("treasury.Shift")},
    "/tesoreria/cuenta/": {"pk": _CITIZEN},
    "/tesoreria/deuda/": {"pk": first("treasury.Obligation")},
    "/tesoreria/pago/": {"pk": first("treasury.Payment")},
    "/numeros/serie/": {"pk": first("documents.Series")},
    "/numeros/bloque/": {"pk": first("documents.Block")},
    "/numeros/": {"pk": first("documents.Number")},
    "/historia/exportar": {"form": "csv"},
    "/obras/": {"code": first("works.Work", "code")},
    "/trabajos/": {"token": first("jobs.Job", owner="vecina")},
    "/avisos/envios/": {"token": first("notices.Delivery")},
    "/avisos/textos/": {"pk": first("notices.Text")},
    "/avisos/": {"token": first("notices.Notice", account="vecina")},
    "/cuenta/sesiones/": {"number": first("signin.OpenSession", user__username="vecina")},
    "/cuenta/programas/": {"number": first("signin.AppPassword", user__username="vecina")},
    "/cuadrillas/telefonos/": {"token": first("fieldwork.Device")},
    "/cuadrillas/arqueo/": {"token": first("fieldwork.Device")},
    "/cuadrillas/pendientes/": {"token": first("fieldwork.Event")},
    "/cuadrillas/{token}/": {"token": first("fieldwork.Assignment")},
    "/importar/historial/": {"token": first("geo.ImportRun", "token")},
    "/importar/": {"token": first("geo.Upload", "token")},
    "/admin/auth/user/": {
        "object_id": first("auth.User", username="vecina"),
        "id": first("auth.User", username="vecina"),
    },
    "/admin/{app_label}/": {"app_label": "auth"},
}
"""What the parts of addresses that begin so are, instead of nothing at all."""


def at(pattern: str, *, real: bool = True) -> str:
    """The address of something that is there, or else of something that is not."""
    return pattern.format(**{**SAMPLES, **(_things(pattern) if real else ABSENT)})


def is_somewhere(pattern: str) -> bool:
    """Whether the address leads to one thing of several, and the town has one."""
    wanted = set(re.findall(r"\{(\w+)\}", pattern))
    return bool(wanted) and wanted <= set(_things(pattern)) & set(SAMPLES)


def _things(pattern: str) -> dict[str, object]:
    begun = [each for each in THINGS if pattern.startswith(each)]
    parts = THINGS[max(begun, key=len)] if begun else {}
    found = {name: part() if callable(part) else part for name, part in parts.items()}
    return {name: part for name, part in found.items() if part is not None}
