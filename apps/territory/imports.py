"""Which layers of the territory take rows from files, and how their links are found."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.utils.translation import gettext_lazy as _

from apps.territory.actions import settle_territory
from apps.territory.models import (
    Address,
    Block,
    Corner,
    District,
    Municipality,
    Otb,
    Parcel,
    Place,
    Street,
    StreetSegment,
    Waterway,
    Zone,
)
from apps.territory.permissions import LOAD
from geo.exchange.register import Ground, Importable, Link, accept

TOWN: Final = Ground(model=Municipality, geometry="outline")

NAME: Final = (
    "nombre", "nom", "denominacion", "descripcion", "etiqueta", "label", "nombres",
)  # fmt: skip
CODE: Final = (
    "codigo",
    "cod",
    "cod_cat",
    "codigo_catastral",
    "cod_catastral",
    "clave",
    "id",
)
DISTRICT: Final = ("distrito", "dist", "distrito_num", "num_distrito", "d")
BY_DISTRICT: Final = Link(field="district", key="number", ground="outline")


def settle(now: dt.datetime) -> None:
    """Cut, place and index the territory anew."""
    settle_territory(now=now)


accept(
    Importable(
        layer="municipality",
        model=Municipality,
        geometry="outline",
        permission=LOAD,
        aliases={
            "ine_code": ("cod_ine", "codigo_ine", "c_ut", "adm3_pcode", "codigo"),
            "name": ("municipio", "nom_mun", *NAME),
        },
        after=settle,
    )
)
accept(
    Importable(
        layer="districts",
        model=District,
        geometry="outline",
        permission=LOAD,
        aliases={"number": ("numero", "nro", *DISTRICT), "name": NAME},
        links=(Link(field="municipality", ground="outline", holds=True),),
        within=TOWN,
        after=settle,
    )
)
accept(
    Importable(
        layer="otbs",
        model=Otb,
        geometry="outline",
        permission=LOAD,
        aliases={"name": ("otb", *NAME), "district": DISTRICT},
        links=(BY_DISTRICT,),
        within=TOWN,
        same=("name", "outline"),
        after=settle,
        settled=("district",),
    )
)
accept(
    Importable(
        layer="zones",
        model=Zone,
        geometry="outline",
        permission=LOAD,
        aliases={"name": ("zona", *NAME)},
        within=TOWN,
        same=("name", "outline"),
        after=settle,
    )
)
accept(
    Importable(
        layer="streets",
        model=Street,
        geometry="axis",
        permission=LOAD,
        aliases={"name": ("calle", "via", *NAME)},
        within=TOWN,
        same=("name", "axis"),
        after=settle,
        derived=(StreetSegment, Corner),
    )
)
accept(
    Importable(
        layer="blocks",
        model=Block,
        geometry="footprint",
        permission=LOAD,
        aliases={
            "code": ("manzano", "manzana", "cod_manzano", *CODE),
            "district": DISTRICT,
        },
        links=(BY_DISTRICT,),
        within=TOWN,
        after=settle,
        settled=("district",),
    )
)
accept(
    Importable(
        layer="parcels",
        model=Parcel,
        geometry="footprint",
        permission=LOAD,
        aliases={
            "code": ("predio", "lote", *CODE),
            "block": ("manzano", "manzana", "cod_manzano"),
            "district": DISTRICT,
        },
        links=(
            Link(field="block", key="code", ground="footprint", holds=True),
            BY_DISTRICT,
            Link(field="otb", key="name", ground="outline"),
        ),
        within=TOWN,
        after=settle,
        settled=("district", "otb"),
    )
)
accept(
    Importable(
        layer="addresses",
        title=_("Addresses"),
        model=Address,
        geometry="position",
        permission=LOAD,
        aliases={
            "number": ("numero", "nro", "num_puerta", "puerta", "housenumber"),
            "street": ("calle", "via", "avenida", "addr:street"),
            "parcel": ("predio", "cod_cat", "codigo_catastral"),
        },
        links=(
            Link(field="street", key="name", ground="axis"),
            Link(field="parcel", key="code", ground="footprint"),
        ),
        within=TOWN,
        same=("street", "number", "position"),
        after=settle,
    )
)
accept(
    Importable(
        layer="waterways",
        model=Waterway,
        geometry="axis",
        permission=LOAD,
        aliases={"name": ("rio", *NAME)},
        within=TOWN,
        same=("name", "axis"),
        after=settle,
    )
)
accept(
    Importable(
        layer="place-names",
        model=Place,
        geometry="position",
        permission=LOAD,
        aliases={"name": ("lugar", "recinto", *NAME)},
        within=TOWN,
        same=("name", "position"),
        after=settle,
    )
)
