"""Named places after OpenStreetMap: schools, squares, churches, offices, landmarks.

*Source*: OpenStreetMap contributors, ODbL 1.0, through trufi-app's search index (2020-02)
and its lists of places (2023-12, 2026-02). Restaurants, shops and cash machines are
passed over: they come and go, and nobody at the town hall steers by them.
"""

from __future__ import annotations

from typing import Final

from apps.territory.terms import Certainty, PlaceKind
from data.sources.source import Source
from geo.exchange.mapping import Mapping
from geo.exchange.reading import Reading

LICENCE: Final = "ODbL 1.0"
URL: Final = "https://github.com/trufi-association/trufi-app"

TYPES: Final = {
    "": PlaceKind.LANDMARK,
    "amenity:school": PlaceKind.SCHOOL,
    "amenity:kindergarten": PlaceKind.SCHOOL,
    "amenity:music_school": PlaceKind.SCHOOL,
    "amenity:college": PlaceKind.SCHOOL,
    "amenity:university": PlaceKind.SCHOOL,
    "amenity:place_of_worship": PlaceKind.CHURCH,
    "amenity:hospital": PlaceKind.HEALTH,
    "amenity:clinic": PlaceKind.HEALTH,
    "amenity:doctors": PlaceKind.HEALTH,
    "amenity:marketplace": PlaceKind.MARKET,
    "amenity:townhall": PlaceKind.OFFICE,
    "amenity:police": PlaceKind.OFFICE,
    "amenity:post_office": PlaceKind.OFFICE,
    "amenity:community_centre": PlaceKind.OFFICE,
    "amenity:social_facility": PlaceKind.OFFICE,
    "amenity:grave_yard": PlaceKind.CEMETERY,
    "amenity:bus_station": PlaceKind.LANDMARK,
    "amenity:theatre": PlaceKind.LANDMARK,
    "amenity:cinema": PlaceKind.LANDMARK,
    "amenity:fountain": PlaceKind.LANDMARK,
    "office:government": PlaceKind.OFFICE,
    "leisure:park": PlaceKind.SQUARE,
    "leisure:stadium": PlaceKind.SPORT,
    "leisure:sports_centre": PlaceKind.SPORT,
    "leisure:water_park": PlaceKind.SPORT,
    "leisure:hot_spring": PlaceKind.WATER,
    "tourism:attraction": PlaceKind.LANDMARK,
    "natural:peak": PlaceKind.LANDMARK,
}
"""Type of the 2020 index → kind of place; localities and landmarks have no type there."""

LAYERS: Final = {
    "schools": PlaceKind.SCHOOL,
    "universities": PlaceKind.SCHOOL,
    "parks&Squares": PlaceKind.SQUARE,
    "stadiums&SportsComplexes": PlaceKind.SPORT,
    "attractions&Monuments": PlaceKind.LANDMARK,
}
CATEGORIES: Final = {
    "education": PlaceKind.SCHOOL,
    "religion": PlaceKind.CHURCH,
    "government": PlaceKind.OFFICE,
}

LANDMARKS: Final = Source(
    files=("*_hitos.geojson",),
    layer="place-names",
    says="OpenStreetMap 2020, hitos (ODbL 1.0)",
    licence=LICENCE,
    url=URL,
    certainty=Certainty.DERIVED,
    mapping=Mapping(fields={"name": "nombre"}),
)
PLACES_2020: Final = Source(
    files=("osm_metro_pois_2020.geojson",),
    layer="place-names",
    says="OpenStreetMap 2020 (ODbL 1.0)",
    licence=LICENCE,
    url=URL,
    certainty=Certainty.DERIVED,
    mapping=Mapping(
        fields={"name": "name", "kind": "type"},
        words={"kind": TYPES},
        only={"type": frozenset(TYPES)},
    ),
)
PLACES_2023: Final = Source(
    files=("osm_metro_equipamientos_2023.geojson",),
    layer="place-names",
    says="OpenStreetMap 2023 (ODbL 1.0)",
    licence=LICENCE,
    url=URL,
    certainty=Certainty.DERIVED,
    mapping=Mapping(
        reading=Reading(as_points=True),
        fields={"name": "name", "kind": "layer"},
        words={"kind": LAYERS},
        only={"layer": frozenset(LAYERS)},
    ),
)
PLACES_2026: Final = Source(
    files=("osm_cochabamba_pois_2026.geojson",),
    layer="place-names",
    says="OpenStreetMap 2026 (ODbL 1.0)",
    licence=LICENCE,
    url=URL,
    certainty=Certainty.DERIVED,
    mapping=Mapping(
        reading=Reading(as_points=True),
        fields={"name": "name", "kind": "category"},
        words={"kind": CATEGORIES},
        only={"category": frozenset(CATEGORIES)},
    ),
)
