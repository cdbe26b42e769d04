"""A small town with the names of the real one, for what people type."""

from __future__ import annotations

from django.contrib.gis.geos import (
    LineString,
    MultiLineString,
    MultiPolygon,
    Point,
    Polygon,
)

from apps.territory.actions import settle_territory
from apps.territory.models import District
from apps.territory.terms import OtbKind, PlaceKind, StreetKind
from apps.territory.tests.making import (
    NOW,
    make_address,
    make_district,
    make_municipality,
    make_otb,
    make_place,
    make_street,
    make_zone,
)

WEST, SOUTH, STEP = -66.29, -17.41, 0.001
SIZE = 30

DISTRICTS = {
    1: "Centro",
    2: "Villa Moderna",
    3: "Santo Domingo",
    4: "Ironcollo",
    5: "Piñami",
    6: "Urkupiña",
    7: "Bella Vista",
    8: "El Paso",
    9: "Misicuni",
    10: "Cotapachi",
}
ACROSS = (
    "Avenida Blanco Galindo",
    "Calle Sucre",
    "Calle Nataniel Aguirre",
    "Calle General Pando",
    "Avenida 20 de Diciembre",
    "Calle Primero de Mayo",
    "Calle 27 de Mayo",
    "Calle 14 de Septiembre",
    "Calle Waldo Ballivián",
    "Avenida Thomas Bata",
    "Calle 1",
    "Calle A",
    "Avenida Capitán Arzabe",
)
DOWN = (
    "Avenida Martín Cárdenas",
    "Avenida General Camacho",
    "Calle Beni",
    "Calle Oruro",
    "Avenida Héroes del Chaco",
    "Avenida Albina Patiño",
    "Calle Juan Pablo II",
    "Pasaje Quimbol",
    "Avenida Suárez Miranda",
    "Calle Fructuoso Mercado",
    "Avenida Mariscal Santa Cruz",
    "Calle D'Orbigny",
)
OTBS = {
    "Ironcollo Norte": OtbKind.OTB,
    "Ironcollo Central": OtbKind.OTB,
    "Primero de Mayo": OtbKind.OTB,
    "Villa Moderna": OtbKind.OTB,
    "Piñami Chico": OtbKind.OTB,
    "Tres Chorros": OtbKind.OTB,
    "Campiña II": OtbKind.OTB,
    "Siglo XX": OtbKind.OTB,
    "27 de Mayo": OtbKind.OTB,
    "12 de Enero": OtbKind.OTB,
    "Chojñacollo": OtbKind.OTB,
    "Llauquenquiri": OtbKind.OTB,
    "Khorapata": OtbKind.OTB,
    "Rufino Benavides": OtbKind.OTB,
    "Waldo Ballivián": OtbKind.OTB,
    "Barrio Manaco": OtbKind.OTB,
    "Sumumpaya": OtbKind.OTB,
    "Marquina Sud": OtbKind.JUNTA,
    "Seja Pata": OtbKind.JUNTA,
    "Urkupiña": OtbKind.URBANISATION,
    "Linde": OtbKind.SINDICATO,
    "Pihusi": OtbKind.COMMUNITY,
    "Misicuni": OtbKind.COMMUNITY,
}
ZONES = ("Cerro Cota", "Central", "Asunción")
PLACES = {
    "Templo de San Ildefonso": PlaceKind.CHURCH,
    "Plaza 15 de Agosto": PlaceKind.SQUARE,
    "Plaza Bolívar": PlaceKind.SQUARE,
    "Plaza de las Sirenas": PlaceKind.SQUARE,
    "Hospital Benigno Sánchez": PlaceKind.HEALTH,
    "Terminal de Buses Quillacollo": PlaceKind.LANDMARK,
    "Estadio Municipal de Quillacollo": PlaceKind.SPORT,
    "Unidad Educativa Tunari": PlaceKind.SCHOOL,
    "Unidad Educativa Nestor Adriazola (Ex Colegio Nacional Calama)": PlaceKind.SCHOOL,
    "Mercado 9 de Diciembre": PlaceKind.MARKET,
    "Cementerio General": PlaceKind.CEMETERY,
    "Gobierno Autónomo Municipal de Quillacollo": PlaceKind.OFFICE,
    "Apote": PlaceKind.COMMUNITY,
    "Gruta Virgen de Urkupiña": PlaceKind.LANDMARK,
}


def square(column: float, row: float, size: float = 1.0) -> MultiPolygon:
    """A square of the town's lattice, a hundred metres to a side."""
    west, south = WEST + column * STEP, SOUTH + row * STEP
    ring = Polygon.from_bbox((west, south, west + size * STEP, south + size * STEP))
    return MultiPolygon(ring, srid=4326)


def line(start: tuple[float, float], end: tuple[float, float]) -> MultiLineString:
    """A straight street between two corners of the lattice."""
    ends = [(WEST + x * STEP, SOUTH + y * STEP) for x, y in (start, end)]
    return MultiLineString(LineString(ends), srid=4326)


def street_kind(name: str) -> StreetKind:
    """What the first word of a street's name says."""
    words = {
        "Avenida": StreetKind.AVENUE,
        "Calle": StreetKind.STREET,
        "Pasaje": StreetKind.PASSAGE,
    }
    return words[name.split()[0]]


def make_searched_town() -> None:
    """Ten districts side by side, streets that all cross, OTBs and places between."""
    make_municipality(square(0, 0, SIZE))
    for number, name in DISTRICTS.items():
        strip = square(0, 0, SIZE).intersection(square((number - 1) * 3, 0, SIZE))
        east = square(number * 3, 0, SIZE) if number < 10 else None
        outline = strip.difference(east) if east else strip
        make_district(number, MultiPolygon(outline, srid=4326), name=name)
    for row, name in enumerate(ACROSS):
        axis = line((1, 2 * row + 1), (SIZE - 1, 2 * row + 1))
        street = make_street(name, axis, kind=street_kind(name))
        at = Point(WEST + 2.5 * STEP, SOUTH + (2 * row + 1) * STEP, srid=4326)
        make_address(street, "123", at)
    for column, name in enumerate(DOWN):
        axis = line((2 * column + 2, 0.5), (2 * column + 2, SIZE - 1))
        make_street(name, axis, kind=street_kind(name))
    make_street("Calle Suelta", line((27, 29.5), (29, 29.5)))
    for place, (name, kind) in enumerate(OTBS.items()):
        make_otb(name, square(place + 0.2, 10.2, 0.6), kind=kind)
    for place, name in enumerate(ZONES):
        make_zone(name, square(place + 0.2, 14.2, 0.6))
    for place, (name, what) in enumerate(PLACES.items()):
        position = Point(WEST + (place + 0.5) * STEP, SOUTH + 18.5 * STEP, srid=4326)
        make_place(name, position, kind=what)
    assert District.objects.count() == len(DISTRICTS)
    settle_territory(now=NOW)
