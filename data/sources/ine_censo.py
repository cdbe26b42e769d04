"""Census 2024: rural communities as points, urban blocks as polygons.

*Source*: https://github.com/mauforonda/atlasrural (2026-06) after INE's geoportal; no
licence stated, official data. People and dwellings are not read here.
"""

from __future__ import annotations

from typing import Final

from django.conf import settings

from apps.territory.terms import BlockUse, Certainty, PlaceKind
from data.sources.source import Source
from geo.exchange.mapping import Mapping

LICENCE: Final = "no licence stated, official data"
URL: Final = "https://github.com/mauforonda/atlasrural"
HERE: Final = {"municipio": frozenset({settings.MUNICIPALITY.name})}

COMMUNITIES: Final = Source(
    files=("censo2024_comunidades_*.geojson",),
    layer="place-names",
    says="INE, censo 2024, comunidades",
    licence=LICENCE,
    url=URL,
    certainty=Certainty.OFFICIAL,
    mapping=Mapping(
        fields={"name": "nombre"}, constants={"kind": PlaceKind.COMMUNITY}, only=HERE
    ),
    in_capitals=True,
)
BLOCKS: Final = Source(
    files=("censo2024_manzanos_*.geojson",),
    layer="blocks",
    says="INE, censo 2024, manzanos",
    licence=LICENCE,
    url=URL,
    certainty=Certainty.OFFICIAL,
    mapping=Mapping(
        fields={"code": "codigo"}, constants={"use": BlockUse.HOUSING}, only=HERE
    ),
)
