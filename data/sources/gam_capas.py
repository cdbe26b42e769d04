"""Layers that the municipality itself hands over, under plain names.

A file is taken by its name, whatever its format (GeoPackage, zipped Shapefile, GeoJSON,
KML, table with coordinates): `distritos.gpkg`, `otbs.shp.zip`, `manzanos_2026.geojson`.
Columns are matched by the usual names; a file that needs more goes through
`import_layer` with a mapping.
"""

from __future__ import annotations

from typing import Final

from django.conf import settings

from apps.territory.terms import Certainty
from data.sources.source import Source
from geo.exchange.mapping import Mapping
from geo.exchange.options import Outside

NAMES: Final = {
    "municipality": ("limite", "limite_municipal", "municipio"),
    "districts": ("distritos", "distritos_municipales"),
    "zones": ("zonas", "zonas_urbanas"),
    "otbs": ("otbs", "otb", "juntas_vecinales"),
    "streets": ("calles", "vias", "ejes_viales", "ejes"),
    "blocks": ("manzanos", "manzanas"),
    "parcels": ("predios", "lotes"),
    "addresses": ("direcciones", "numeros_de_puerta"),
    "place-names": ("lugares", "equipamientos"),
    "waterways": ("rios", "hidrografia"),
}
"""Layer → names its file may have, with nothing after them but a year and endings."""

YEAR: Final = "[12][0-9][0-9][0-9]"

CUT: Final = {"municipality": Outside.KEEP, "districts": Outside.CLIP}
"""Districts are cut at the limit: two surveys of one line never agree to the metre."""


NUMBERS: Final = {
    f"{word}{number}": str(number)
    for number in range(1, 100)
    for word in ("", "0", "D-", "D-0", "Dist. ", "Distrito ", "Distrito D-", "Distrito N° ")
}
"""How people write the number of a district."""


def _patterns(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        pattern
        for name in names
        for pattern in (f"{name}.*", f"{name}_[12][0-9][0-9][0-9].*")
    )


OWN: Final = tuple(
    Source(
        files=_patterns(names),
        layer=layer,
        says=f"GAM {settings.MUNICIPALITY.name}",
        licence="CC-BY-4.0",
        url="",
        certainty=Certainty.OFFICIAL,
        mapping=Mapping(words={"number": NUMBERS}) if layer == "districts" else Mapping(),
        outside=CUT.get(layer, Outside.REFUSE),
    )
    for layer, names in NAMES.items()
)
