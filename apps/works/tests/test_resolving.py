"""A text is placed at the finest level of which a row exists, and nowhere without words."""

import pytest

from apps.works.domain.placing.resolving import place
from apps.works.terms import PlaceLevel
from apps.works.tests.places import territory

HERE = territory()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param("Plaza Otb Molle Molle D-8", ["Molle Molle"], id="as it is written"),
        pytest.param("Plaza OTB MOLLE MOLLE D-8", ["Molle Molle"], id="capitals"),
        pytest.param("Plaza Otb 3 Chorros D-2", ["Tres Chorros"], id="number for word"),
        pytest.param("Plaza Otb 1ro De Mayo D-1", ["Primero de Mayo"], id="ordinal"),
        pytest.param("Plaza Otb 7 De Mayo D-8", ["7 de Mayo"], id="a date that is an OTB"),
        pytest.param("Plaza Otb Okhosuru D-8", ["Okosuru"], id="Quechua spelling"),
        pytest.param(
            "Plaza Otb San Francisco Xavier D-8", ["San Francisco Javier"], id="X for J"
        ),
        pytest.param(
            "Plaza Otb Wachi Rancho D-10", ["Huachirrancho"], id="torn and spelt by ear"
        ),
        pytest.param("Plaza Otb Moll Molle D-8", ["Molle Molle"], id="a slip"),
        pytest.param("Plaza Jv. N. Guerra D-3", ["Nélida de Guerra"], id="an initial"),
        pytest.param("Plaza Otb R.G. Prada D-3", ["Ramón G. Prada"], id="two initials"),
        pytest.param(
            "Plaza Otb Francisco Javier D-8", ["San Francisco Javier"], id="San left out"
        ),
        pytest.param(
            "Plaza Otb Providencia Sud D-3", ["Villa Providencia Sud"], id="Villa left out"
        ),
        pytest.param(
            "Plaza Otb Tte. Francisco Anaya D-1", ["Francisco Anaya"], id="a rank"
        ),
        pytest.param(
            "Plaza Otb Urb. Santo Domingo D-3", ["Urbanización Santo Domingo"], id="estate"
        ),
        pytest.param("Plaza Otb B. S. Domingo D-3", ["Santo Domingo"], id="only initials"),
        pytest.param("Plaza Otb Barrio Siglo Xx D-3", ["Siglo XX"], id="Barrio too much"),
        pytest.param(
            "Plaza Otb Fructuoso Mercado D-2", ["Fructuoso Mercado"], id="no market"
        ),
        pytest.param(
            "Otb Molle Molle, Okosuru Y 7 De Mayo D-8",
            ["Molle Molle", "Okosuru", "7 de Mayo"],
            id="three",
        ),
        pytest.param(
            "Otbs Apote Central Y Norte D-8",
            ["Apote Central", "Apote Norte"],
            id="borrowed",
        ),
        pytest.param(
            "Otb Sol Naciente Tres Chorros D-2",
            ["Sol Naciente", "Tres Chorros"],
            id="glued",
        ),
        pytest.param(
            "Otb Lejos Villa Moderna D-2", ["Villa Moderna"], id="the end of a run"
        ),
        pytest.param(
            "Otb Molle Molle Aqui D-8", ["Molle Molle"], id="the town's name behind"
        ),
        pytest.param(
            "Otb A D-1 Otb Villa Moderna D-2", ["Villa Moderna"], id="one of two is known"
        ),
        pytest.param(
            "Riego Comunidad Ajata D-8", ["Ajata"], id="a community of the gazetteer"
        ),
        pytest.param(
            "Riego Comunidad Cocha Mayu D-8", ["Cochamayu"], id="a community, torn"
        ),
        pytest.param("Plaza Otb Cota Sud D-10", ["Cota Sud"], id="the district beside"),
        pytest.param(
            "Empedrado Molle Molle D-8",
            ["Molle Molle"],
            id="unannounced, before the district",
        ),
        pytest.param(
            "Calle X Lado Sud Molle Molle D-8", ["Molle Molle"], id="behind a street's side"
        ),
        pytest.param(
            "Const. Tinglado Cancha Villa Moderna D-2",
            ["Villa Moderna"],
            id="also a street, but courts stand in places",
        ),
        pytest.param(
            "Plaza Otb Molle Molle", ["Molle Molle"], id="no district, one such name"
        ),
    ],
)
def test_an_otb_is_found(text, names):
    assert place(text, HERE).otb_names == names


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Plaza Otb Villa Moderna Sud D-2", id="a qualifier nobody has"),
        pytest.param("Plaza Otb Campiña Iii D-10", id="a number nobody has"),
        pytest.param("Plaza Otb 7 De Marzo D-8", id="another month"),
        pytest.param("Plaza Otb 8 De Mayo D-8", id="another day"),
        pytest.param("Plaza Otb Villa Providencia D-3", id="two could be meant"),
        pytest.param("Plaza Otb Alto Molle Molle D-8", id="a name of its own"),
        pytest.param("Plaza Otb Molle Molle D-1", id="a district far away"),
        pytest.param("Plaza Otb Nuevo Amanecer", id="two districts have one"),
        pytest.param("Plaza Otb Guerra", id="a part without a district"),
        pytest.param("Plaza Otb Xyz D-8", id="unknown"),
        pytest.param("Mant. U.E. Molle Molle D-8", id="a school's name"),
        pytest.param("Asfaltado Calle Molle Molle D-8", id="a street's name"),
        pytest.param("Mural Batalla De Okosuru D-8", id="a battle's name"),
        pytest.param("Empedrado Central D-1", id="a common word"),
        pytest.param("Empedrado Villa Moderna D-2", id="also a street"),
        pytest.param("Fiesta De Molle Molle", id="unannounced, no district"),
    ],
)
def test_an_otb_is_not_guessed(text):
    placing = place(text, HERE)

    assert placing.otb_names == []
    assert all(each.otb is None for each in placing.placements)


def test_an_unknown_otb_leaves_the_work_in_its_district_and_is_reported():
    placing = place("Const. Plaza Otb Xyz D-8", HERE)

    assert [(each.level, each.district) for each in placing.placements] == [("district", 8)]
    assert placing.unmatched == ["xyz"]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Plaza Otb Molle Molle D-8", [8]),
        ("Plaza Otb Molle Molle", [8]),
        ("Plaza Otb Cota Sud D-10", [10]),
        ("Puente D-3 Y D-1", [1, 3]),
        ("Otb Francisco Anaya D-1 Y Otb Molle Molle D-8", [1, 8]),
        ("Mant. Sub Alcaldia El Paso", [8]),
        ("Const. Pozo D-14 U.V. Ch.", []),
        ("Const. Pozo D-7", []),
        ("Mant. Hospital Benigno Sanchez", [1]),
        ("Mant. U.E. Calama", [3]),
        ("Mant. Oficinas", []),
    ],
)
def test_districts_are_those_named_else_those_of_the_rows(text, numbers):
    assert place(text, HERE).district_numbers == numbers


def levels(text: str) -> list[PlaceLevel]:
    return [each.level for each in place(text, HERE).placements]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Interseccion Av. Oruro Y Calle Beni Otb Francisco Anaya D-1", ["corner"]),
        ("Av. Oruro Esq. Calle Beni Otb Francisco Anaya D-1", ["corner"]),
        ("Av. Oruro Esq. Calle Lima Otb Francisco Anaya D-1", ["street"]),
        ("Calle A Otb Francisco Anaya D-1", ["street"]),
        ("Calles A Y Beni Otb Francisco Anaya D-1", ["street", "street"]),
        ("Calle 9 Otb Francisco Anaya D-1", ["otb"]),
        ("Calle 1 Otbs Sol Naciente Y Tres Chorros D-2", ["street", "otb"]),
        ("Av. Blanco Galindo D-2", ["street"]),
        ("Av. B. Galindo D-2", ["street"]),
        ("Calle 1 D-2", ["district"]),
        ("Calle Lima D-2", ["district"]),
        ("Puente D-2 Y D-3", ["district", "district"]),
        ("Mant. U.E. Misicuni D-3", ["district"]),
        ("Mant. Oficinas", []),
        ("", []),
    ],
)
def test_the_finest_row_found_gives_the_level(text, expected):
    assert levels(text) == expected


def test_a_stretch_of_street_knows_the_corners_it_lies_between():
    (placement,) = place(
        "Calle A Entre Av. Oruro Y C. Beni Otb F. Anaya D-1", HERE
    ).placements

    assert placement.street is not None
    assert set(placement.bounds) == {51, 52}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mant. U.E. Calama", "Colegio Nacional Calama"),
        ("Mant. Colegio Calama D-3", "Colegio Nacional Calama"),
        ("Mant. U.E. 12 De Sept. D-1", "Escuela 12 de Septiembre"),
        ("Mant. Hospital Dr. Benigno Sanchez Aqui", "Hospital Benigno Sánchez"),
        ("Mant. Hospital Beningno Sanchez", "Hospital Benigno Sánchez"),
        ("Nichos Cementerio General De Aqui D-1", "Cementerio General"),
        ("Mant. Mercado Central", "Mercado Central"),
        ("Mant. U.E. Misicuni D-8", None),
        ("Mant. Liceo Nacional D-3", None),
        ("Mant. Hospital", None),
        ("Mant. Mercado D-2", None),
        ("Mant. Cementerio D-1", None),
    ],
)
def test_a_landmark_is_found_only_by_a_name_of_its_own(text, found):
    names = [name for name in HERE_LANDMARKS if name == found]
    landmarks = [each.landmark for each in place(text, HERE).placements if each.landmark]

    assert landmarks == [HERE_LANDMARKS[name] for name in names]


HERE_LANDMARKS = {
    "Unidad Educativa Misicuni": 300,
    "Colegio Nacional Calama": 301,
    "Escuela 12 de Septiembre": 302,
    "Hospital Benigno Sánchez": 303,
    "Cementerio General": 304,
    "Mercado Central": 305,
}


@pytest.mark.parametrize("name", ["Siglo XX", "Nuevo Amanecer"])
@pytest.mark.parametrize("district", [3, 8, 10])
def test_a_name_two_districts_have_is_that_of_the_district_named(name, district):
    found = [each.otb for each in place(f"Plaza Otb {name} D-{district}", HERE).placements]
    expected = [
        row.id for row in HERE.otbs.rows if row.name == name and district in row.districts
    ]

    assert [otb for otb in found if otb] == expected


def test_a_surer_reading_has_a_higher_confidence():
    texts = [
        "Plaza Otb Molle Molle D-8",
        "Plaza Otb Moye Moye D-8",
        "Plaza Otb Moll Molle D-8",
    ]
    first, second, third = (place(text, HERE).placements[0].confidence for text in texts)

    assert first > second > third > 0.5


def test_words_prove_every_place():
    text = "Const. Empedrado Calle 1 Y Calle 9 Otbs Sol Naciente Y Tres Chorros D-2"

    for placement in place(text, HERE).placements:
        assert placement.words
        assert all(part in text for part in placement.words.split(", "))


def test_one_spot_named_twice_is_one_place():
    assert levels("Proyecto 1 Plaza Otb Okosuru D-8 Proyecto 2 Pozo Otb Okosuru D-8") == [
        "otb"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Plaza Otb Molle Molle D-8 (Segunda Convocatoria)",
        "Plaza Otb Molle Molle D-8 Gestion 2019",
        "Plaza D-8 Otb Molle Molle Fase II",
        "Perforacion De Pozo Para Riego D-8 Otb Molle Molle",
        "Compra De Juegos Infantiles Distrito Nº 8 Otb Molle Molle",
    ],
)
def test_words_around_a_place_are_no_second_place(text):
    assert [each.level for each in place(text, HERE).placements] == [PlaceLevel.OTB]


def test_an_announced_place_nobody_knows_stays_in_its_district():
    found = place("Plaza Otb Molle Molle D-8 Y Otb Nueva Luz", HERE).placements
    assert [each.level for each in found] == [PlaceLevel.OTB, PlaceLevel.DISTRICT]


def test_a_district_named_with_words_of_its_own_is_a_place():
    found = place("Construccion Muro D-8 Y Plaza Otb Tres Chorros D-2", HERE).placements
    assert [each.level for each in found] == [PlaceLevel.DISTRICT, PlaceLevel.OTB]
