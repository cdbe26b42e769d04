"""Streets of the metropolitan region, after OpenStreetMap.

*Source*: OpenStreetMap contributors, ODbL 1.0, through trufi-app's search index (2020-02)
and the routes of public transport (2020, 2026). Two files fit together: named lines that
join the corners of a street by straight pieces, and true axes without names, which take
the name of the line they follow. Only streets that cross another named one, or that
public transport uses: drawn streets between them stay.
"""

from __future__ import annotations

from typing import Final

from apps.territory.terms import Certainty, StreetKind
from data.sources.source import Source
from geo.exchange.mapping import REST, Mapping

LICENCE: Final = "ODbL 1.0"
URL: Final = "https://github.com/trufi-association/trufi-app"

LINES: Final = Source(
    files=("derived_osm_metro_calles_aprox_*.geojson",),
    layer="streets",
    says="OpenStreetMap 2020, ejes aproximados (ODbL 1.0)",
    licence=LICENCE,
    url=URL,
    certainty=Certainty.DERIVED,
    complete=False,
    mapping=Mapping(
        fields={"name": "name", "kind": "kind"},
        words={
            "kind": {
                "avenida": StreetKind.AVENUE,
                "calle": StreetKind.STREET,
                REST: StreetKind.STREET,
            }
        },
    ),
)
AXES: Final = Source(
    files=("*_ejes_viales_transporte.geojson",),
    layer="streets",
    says="OpenStreetMap 2026, ejes del transporte público (ODbL 1.0)",
    licence=LICENCE,
    url=URL,
    certainty=Certainty.DERIVED,
    complete=False,
    mapping=Mapping(constants={"name": ""}),
)
