"""Districts drawn around the polling places of the electoral register.

*Source*: Voronoi cells of the 2025 polling places merged by district number and cut with
the municipal limit; derived from https://github.com/mauforonda/elecciones2025.
*Accuracy*: which place lies in which district is right, limits are wrong by hundreds of
metres to kilometres. Names are not read: they are configuration.
"""

from __future__ import annotations

from typing import Final

from apps.territory.terms import Certainty
from data.sources.source import Source
from geo.exchange.mapping import Mapping
from geo.exchange.options import Outside

DISTRICTS: Final = Source(
    files=("derived_*_distritos_voronoi.geojson",),
    layer="districts",
    says="Aproximación: celdas de los recintos electorales 2025",
    licence="derived from official data",
    url="https://github.com/mauforonda/elecciones2025",
    certainty=Certainty.DERIVED,
    mapping=Mapping(
        fields={"number": "distrito_num"},
        generate={"name": "Distrito {distrito_num}"},
    ),
    outside=Outside.CLIP,
)
