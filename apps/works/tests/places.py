"""A small territory, made by hand, for texts to be placed on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from apps.works.domain.placing.landmarks import Landmark, LandmarkIndex
from apps.works.domain.placing.names import Named, NameIndex
from apps.works.domain.placing.streets import Street, StreetIndex
from apps.works.domain.placing.territory import District, Territory

DISTRICTS = {1: "Centro", 2: "Villa Nueva", 3: "Santa Rita", 8: "El Paso", 10: "Sud"}

OTBS: Mapping[str, tuple[int, ...]] = {
    # name: its district, then districts whose limit is near
    "Francisco Anaya": (1,),
    "Primero de Mayo": (1,),
    "Central": (1,),
    "Tres Chorros": (2,),
    "Villa Moderna": (2,),
    "Villa Moderna Norte": (2,),
    "Fructuoso Mercado": (2,),
    "Barrio Municipal Norte": (2,),
    "Sol Naciente": (2,),
    "Siglo XX": (3,),
    "Santo Domingo": (3,),
    "Urbanización Santo Domingo": (3,),
    "Ramón G. Prada": (3,),
    "Nélida de Guerra": (3,),
    "Villa Providencia Sud": (3,),
    "Villa Providencia Norte": (3,),
    "Cota Sud": (3, 10),
    "San Francisco Javier": (8,),
    "Okosuru": (8,),
    "Molle Molle": (8,),
    "Apote Central": (8,),
    "Apote Norte": (8,),
    "Juan del Valle": (8,),
    "7 de Mayo": (8,),
    "Nuevo Amanecer": (8,),
    "Campiña I": (10,),
    "Campiña II": (10,),
    "Huachirrancho": (10,),
}
TWICE = {"Siglo XX": 10, "Nuevo Amanecer": 10}
"""Names that a second district has too."""

COMMUNITIES = {"Ajata": 8, "Cochamayu": 8, "Okosuru": 8}
LANDMARKS = {
    "Unidad Educativa Misicuni": ("school", 3),
    "Colegio Nacional Calama": ("school", 3),
    "Escuela 12 de Septiembre": ("school", 1),
    "Hospital Benigno Sánchez": ("health", 1),
    "Cementerio General": ("cemetery", 1),
    "Mercado Central": ("market", 2),
}
STREETS: Mapping[str, Sequence[str | int]] = {
    # name: OTBs it touches, districts it runs through
    "Calle 1": ["Sol Naciente", 2],
    "Calle A": ["Francisco Anaya", 1],
    "Avenida Oruro": ["Francisco Anaya", 1],
    "Calle Beni": ["Francisco Anaya", 1],
    "Avenida Blanco Galindo": [1, 2, 3],
    "Calle Villa Moderna": [2],
}
CORNERS = [
    ("Avenida Oruro", "Calle Beni"),
    ("Calle A", "Avenida Oruro"),
    ("Calle A", "Calle Beni"),
]


def territory() -> Territory:
    """The territory above, with the numbers of districts as their keys."""
    rows = [
        named(at, "otb", name, *where)
        for at, (name, where) in enumerate(OTBS.items(), start=1)
    ]
    rows += [
        named(100 + at, "otb", name, number)
        for at, (name, number) in enumerate(TWICE.items())
    ]
    rows += [
        replace(named(200 + at, "place", name, number), districts=frozenset())
        for at, (name, number) in enumerate(COMMUNITIES.items())
    ]
    landmarks = [
        Landmark(
            row=replace(
                named(300 + at, "place", name, number),
                districts=frozenset(),  # drawn limits say nothing for sure
                stands_in=frozenset({number}),
            ),
            kind=kind,
        )
        for at, (name, (kind, number)) in enumerate(LANDMARKS.items())
    ]
    return Territory(
        districts=tuple(
            District(id=number, number=number, name=name)
            for number, name in DISTRICTS.items()
        ),
        otbs=NameIndex(rows=rows, town=frozenset({"aqui"})),
        streets=_streets({row.name: row.id for row in rows}),
        landmarks=LandmarkIndex(landmarks=landmarks, town=frozenset({"aqui"})),
    )


def named(key: int, table: str, name: str, *where: int) -> Named:
    """A row in the first of the districts, near all of them."""
    return Named(
        id=key,
        table=table,
        name=name,
        districts=frozenset(where[:1]),
        near=frozenset(where),
    )


def _streets(otbs: Mapping[str, int]) -> StreetIndex:
    ids = {name: at for at, name in enumerate(STREETS, start=1)}
    return StreetIndex(
        streets=[
            Street(
                id=ids[name],
                name=name,
                otbs=frozenset(otbs[where] for where in places if isinstance(where, str)),
                districts=frozenset(where for where in places if isinstance(where, int)),
                length=1.0,
            )
            for name, places in STREETS.items()
        ],
        corners={
            frozenset({ids[first], ids[second]}): 50 + at
            for at, (first, second) in enumerate(CORNERS)
        },
    )
