"""Polling places of the 2025 register, nearly all of them schools.

*Source*: https://github.com/mauforonda/elecciones2025 (2025-08) after the Órgano Electoral
Plurinacional; no licence stated, official data. Voters are not read.
"""

from __future__ import annotations

from typing import Final

from django.conf import settings

from apps.territory.terms import Certainty, PlaceKind
from data.sources.source import Source
from geo.exchange.mapping import Mapping

POLLING_PLACES: Final = Source(
    files=("*_recintos_2025.geojson", "metro_recintos_electorales_2025.geojson"),
    layer="place-names",
    says="OEP, recintos electorales 2025",
    licence="no licence stated, official data",
    url="https://github.com/mauforonda/elecciones2025",
    certainty=Certainty.OFFICIAL,
    mapping=Mapping(
        fields={"name": "recinto"},
        constants={"kind": PlaceKind.SCHOOL},
        only={"municipio": frozenset({settings.MUNICIPALITY.name})},
    ),
)
