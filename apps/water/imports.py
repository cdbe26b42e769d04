"""The padrón as a list that takes rows from files, and how its places are found."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.utils.translation import gettext_lazy as _

from apps.territory.models import Municipality
from apps.territory.queries import find_addresses
from apps.water.actions.taking_over import give_back, standing_against, take_over
from apps.water.models import PadronEntry
from apps.water.permissions import REGISTER
from apps.water.terms import Placed
from geo.exchange.register import (
    Check,
    Finder,
    Ground,
    Importable,
    Spot,
    Upshot,
    accept,
)

SQL: Final = Path(__file__).parent / "sql" / "padron"

WORDS: Final = {
    "category": {
        "d": "domestic",
        "dom": "domestic",
        "domestico": "domestic",
        "domiciliario": "domestic",
        "familiar": "domestic",
        "residencial": "domestic",
        "r": "domestic",
        "s": "social",
        "social": "social",
        "solidaria": "social",
        "solidario": "social",
        "c": "commercial",
        "com": "commercial",
        "comercial": "commercial",
        "i": "industrial",
        "ind": "industrial",
        "industrial": "industrial",
        "e": "public",
        "estatal": "public",
        "publico": "public",
        "publica": "public",
        "oficial": "public",
        "p": "preferential",
        "preferencial": "preferential",
    }
}
"""How padrones of the valley write categories, folded."""


def places(texts: list[str]) -> Iterator[Spot]:
    """Where addresses are, as the import asks for them."""
    for found in find_addresses(texts):
        yield Spot(
            text=found.text,
            longitude=found.longitude if found.how else None,
            latitude=found.latitude if found.how else None,
            how=found.how or found.label,
            several=found.several,
        )


accept(
    Importable(
        layer="water-accounts",
        model=PadronEntry,
        geometry="position",
        permission=REGISTER,
        aliases={
            "operator_code": ("operador", "epsa", "empresa"),
            "number": (
                "cuenta",
                "nro_cuenta",
                "num_cuenta",
                "codigo",
                "cod_usuario",
                "abonado",
                "nro_abonado",
                "numero",
                "nro",
            ),
            "holder": (
                "usuario",
                "titular",
                "nombre",
                "nombres",
                "nombre_usuario",
                "propietario",
                "abonado_nombre",
                "apellidos_y_nombres",
                "razon_social",
            ),
            "document": ("ci", "ci_nit", "carnet", "documento", "nit", "cedula"),
            "category": ("categoria", "cat", "tipo"),
            "meter": ("medidor", "nro_medidor", "serie", "serie_medidor", "num_medidor"),
            "meter_value": ("lectura", "ultima_lectura", "lectura_actual"),
            "address": ("direccion", "domicilio", "ubicacion", "calle"),
            "debt": ("deuda", "saldo", "mora", "deuda_total", "monto_adeudado"),
            "debt_months": ("meses", "meses_mora", "meses_deuda", "nro_meses"),
            "debt_until": ("deuda_hasta", "ultimo_mes"),
            "since": ("desde", "fecha_conexion", "fecha_instalacion", "alta"),
        },
        words=WORDS,
        within=Ground(model=Municipality, geometry="outline"),
        settled=("account",),
        finder=Finder(field="address", how="placed", given=Placed.GIVEN, find=places),
        checks=(
            Check(
                sentence=_(
                    "No water operator has the code “%(detail)s”; register it first."
                ),
                question=SQL / "operator_unknown.sql",
            ),
            Check(
                sentence=_("The account number is given already: %(detail)s."),
                question=SQL / "account_there.sql",
            ),
            Check(
                sentence=_(
                    "Two accounts on one meter: %(detail)s has it. Leave the meter empty "
                    "in one of them if two households share it."
                ),
                question=SQL / "meter_there.sql",
            ),
            Check(
                sentence=_(
                    "Two accounts of the file on one meter: %(detail)s has it. Leave the "
                    "meter empty in one of them if two households share it."
                ),
                question=SQL / "meter_in_file.sql",
            ),
            Check(
                sentence=_(
                    "The dues of %(detail)s are not collected here: the account comes in "
                    "without its debt."
                ),
                question=SQL / "debt_elsewhere.sql",
                refuses=False,
            ),
            Check(
                sentence=_("Account %(detail)s lies in no OTB; it is kept."),
                question=SQL / "outside_otbs.sql",
                refuses=False,
            ),
            Check(
                sentence=_("Placed roughly, go and see: %(detail)s."),
                question=SQL / "roughly_placed.sql",
                refuses=False,
            ),
            Check(
                sentence=_("Perhaps the same account as %(detail)s, a few steps away."),
                question=SQL / "same_holder.sql",
                refuses=False,
            ),
            Check(
                sentence=_("One document under two names: %(detail)s."),
                question=SQL / "document_twice.sql",
                refuses=False,
            ),
            Check(
                sentence=_("No identity card or tax number: %(detail)s."),
                question=SQL / "document_unread.sql",
                refuses=False,
            ),
        ),
        upshot=Upshot(take_up=take_over, obstacles=standing_against, take_back=give_back),
    )
)
