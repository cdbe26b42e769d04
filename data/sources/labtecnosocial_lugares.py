"""Place names of Cochabamba with their origin, and places worth a visit.

*Source*: https://github.com/lab-tecnosocial/mapa-cocha-toponimos and mapa-cocha-turismo; no
licence stated. *Accuracy*: a few namesakes of other provinces are misplaced, so rows of
other municipalities are passed over and those that lie outside are refused.
"""

from __future__ import annotations

from typing import Final

from django.conf import settings

from apps.territory.terms import Certainty, PlaceKind
from data.sources.source import Source
from geo.exchange.mapping import Mapping

LICENCE: Final = "no licence stated"
HERE: Final = frozenset({settings.MUNICIPALITY.name})
TYPES: Final = {
    "Comunidad": PlaceKind.COMMUNITY,
    "Localidad": PlaceKind.COMMUNITY,
    "Equipamiento recreativo": PlaceKind.SPORT,
    "Equipamiento educativo": PlaceKind.SCHOOL,
    "Centro de salud": PlaceKind.HEALTH,
    "Río": PlaceKind.WATER,
    "Laguna": PlaceKind.WATER,
    "Puente": PlaceKind.LANDMARK,
    "Montaña": PlaceKind.LANDMARK,
    "Lugar": PlaceKind.LANDMARK,
}
"""Streets, districts and OTBs among the place names have layers of their own."""

PLACE_NAMES: Final = Source(
    files=("toponimos_*.geojson",),
    layer="place-names",
    says="Lab TecnoSocial, topónimos de Cochabamba",
    licence=LICENCE,
    url="https://github.com/lab-tecnosocial/mapa-cocha-toponimos",
    certainty=Certainty.DERIVED,
    mapping=Mapping(
        fields={"name": "nombreActual", "kind": "tipo"},
        words={"kind": TYPES},
        only={"municipio": HERE, "tipo": frozenset(TYPES)},
    ),
)
SIGHTS: Final = Source(
    files=("turismo_*.geojson",),
    layer="place-names",
    says="Lab TecnoSocial, turismo en Cochabamba",
    licence=LICENCE,
    url="https://github.com/lab-tecnosocial/mapa-cocha-turismo",
    certainty=Certainty.DERIVED,
    mapping=Mapping(
        fields={"name": "lugar"},
        constants={"kind": PlaceKind.LANDMARK},
        only={"municipio": HERE},
    ),
)
