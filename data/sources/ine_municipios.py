"""Limits of Bolivia's municipalities, as open mirrors of INE's geoportal publish them.

*Source*: https://github.com/mauforonda/pobreza_bloqueos (2026-06) with the population of
https://github.com/mauforonda/atlasurbano; no licence stated, official data.
*Accuracy*: some 250 vertices each, 50 to 200 m on the ground: never a legal limit.
"""

from __future__ import annotations

from typing import Final

from django.conf import settings

from apps.territory.terms import Certainty
from data.sources.source import Source
from geo.exchange.mapping import Mapping

MUNICIPALITIES: Final = Source(
    files=("*_municipio.geojson", "metro_*_municipios.geojson", "bolivia_municipios_350.*"),
    layer="municipality",
    says="INE, geoportal (límite simplificado), 2026",
    licence="no licence stated, official data",
    url="https://github.com/mauforonda/pobreza_bloqueos",
    certainty=Certainty.DERIVED,
    mapping=Mapping(
        fields={"ine_code": "cod_ine", "name": "municipio"},
        only={"cod_ine": frozenset({settings.MUNICIPALITY.ine_code})},
    ),
)
