"""What a text mentions, for every way in which calls were found to be written.

The texts are composed in the manner of real ones; the names stand for any.
"""

import pytest

from apps.works.domain.placing.mentions import MentionKind
from apps.works.domain.placing.reading import read


def told(text: str, *kinds: str) -> list[str]:
    """Announced mentions of these kinds, as `kind:name` or `kind:name+other`."""
    return [
        f"{mention.kind}:{'+'.join(mention.names)}"
        for mention in read(text)
        if mention.marked and (not kinds or mention.kind in kinds)
    ]


OTBS = [
    pytest.param("Const. Plaza Otb Los Pinos D-4", ["los pinos"], id="plain"),
    pytest.param("Const. Plaza O.T.B. Los Pinos", ["los pinos"], id="dotted"),
    pytest.param("Const. Plaza O Tb Los Pinos", ["los pinos"], id="torn"),
    pytest.param("Const. Plaza Orb Los Pinos", ["los pinos"], id="mistyped"),
    pytest.param("Const. Plaza Otb´S Pinos, Sauces", ["pinos", "sauces"], id="plural"),
    pytest.param(
        "Plaza Otbs. V. Pinos, Sauces", ["villa pinos", "sauces"], id="dotted plural"
    ),
    pytest.param("Plaza Otb S Pinos Y Sauces", ["pinos", "sauces"], id="torn plural"),
    pytest.param("Plaza Otb- 23 De Marzo D-4", ["23 de marzo"], id="dash before the name"),
    pytest.param("Plaza Otb 7 De Mayo", ["7 de mayo"], id="a date is a name"),
    pytest.param("Plaza Otb 1ro De Mayo", ["1 de mayo"], id="an ordinal is a number"),
    pytest.param("Plaza J.V. Los Pinos", ["los pinos"], id="J.V."),
    pytest.param("Plaza J. V. Los Pinos", ["los pinos"], id="J. V."),
    pytest.param("Plaza Jv. N. Guerra", ["n guerra"], id="Jv. and an initial"),
    pytest.param(
        "Plaza J. Vecinal Urb. Pinos", ["urbanizacion pinos"], id="J. Vecinal Urb."
    ),
    pytest.param("Plaza Juntas Vecinales Pinos Y Sauces", ["pinos", "sauces"], id="juntas"),
    pytest.param("Plaza Otb Junta Vecinal Los Pinos", ["los pinos"], id="stacked markers"),
    pytest.param("Riego Comunidad Campesina Ajata", ["ajata"], id="community"),
    pytest.param("Riego Comun. Camp. Ajata", ["ajata"], id="community, short"),
    pytest.param("Riego Comunicad Campesina Ajata", ["ajata"], id="community, mistyped"),
    pytest.param(
        "Caminos Comunidades Ajata, Sikiri", ["ajata", "sikiri"], id="communities"
    ),
    pytest.param("Riego Sind. Agr. Ajata D-9", ["ajata"], id="union, short"),
    pytest.param("Riego S. Agrario Ajata", ["ajata"], id="union, shorter"),
    pytest.param("Sindicato De Trabajadores Campesinos Ajata", ["ajata"], id="union, long"),
    pytest.param("Riego Otb Agraria Ajata", ["agraria ajata"], id="agraria is the name"),
    pytest.param("Plaza Urb. Los Sauces D-3", ["urbanizacion los sauces"], id="estate"),
    pytest.param("Plaza Otb Barrio Sauces", ["barrio sauces"], id="barrio belongs to it"),
    pytest.param("Plaza Otb B. Sauces", ["barrio sauces"], id="barrio, short"),
    pytest.param("Plaza Otb Juan Del Sauce D-8", ["juan del sauce"], id="del inside"),
    pytest.param(
        "Plaza Otbs Pinos; Sauces E Illampu", ["pinos", "sauces", "illampu"], id="list"
    ),
    pytest.param(
        "Otbs Pinos Norte Y Sud", ["pinos norte", "pinos sud"], id="borrowed name"
    ),
    pytest.param("Otb Campo I Y Ii D-5", ["campo 1", "campo 2"], id="borrowed number"),
    pytest.param(
        "Otbs Pinos Y Sauces, Comunidad Ajata", ["pinos", "sauces", "ajata"], id="mixed"
    ),
    pytest.param(
        "Plaza Otb Campo 2do. Tramo D-5", ["campo"], id="an ordinal counts stretches"
    ),
    pytest.param("Plaza Otb Campo Zona Sur D-5", ["campo"], id="a zone ends the name"),
    pytest.param(
        "Plaza Otb Zona Central D-1", ["zona central"], id="a zone begins the name"
    ),
    pytest.param("Otb Campo (Obra Gruesa)", ["campo"], id="a bracket ends the name"),
    pytest.param(
        "Otb Fructuoso Mercado Y Sauces", ["fructuoso mercado", "sauces"], id="Mercado"
    ),
    pytest.param("Arco Otb Av. Santa Cruz D-1", ["santa cruz"], id="called by its street"),
    pytest.param("Participan Seis Otbs Del D-8", [], id="no name at all"),
    pytest.param(
        "Plaza Otb Pinos Del Municipio De Aqui", ["pinos"], id="the town is no name"
    ),
]


@pytest.mark.parametrize(("text", "names"), OTBS)
def test_an_announced_otb_is_read(text, names):
    assert told(text, MentionKind.OTB) == [f"otb:{name}" for name in names]


STREETS = [
    pytest.param("Calle 1 Otb X", ["calle 1"], id="a number"),
    pytest.param("Calle3 Otb X", ["calle 3"], id="glued number"),
    pytest.param(
        "C1. C2. C3. Otb X", ["calle 1", "calle 2", "calle 3"], id="short and glued"
    ),
    pytest.param("Calle 1-2-3 Otb X", ["calle 1", "calle 2", "calle 3"], id="dashes"),
    pytest.param("Calles A, B Y C Otb X", ["calle a", "calle b", "calle c"], id="letters"),
    pytest.param("Calle E Y Calle F", ["calle e", "calle f"], id="E is a street"),
    pytest.param("Calle A - Otb X", ["calle a"], id="dash before the OTB"),
    pytest.param('Pasaje "A" Otb X', ["pasaje a"], id="in quotes"),
    pytest.param("C. Oruro Otb X", ["calle oruro"], id="C."),
    pytest.param("C/Oruro Otb X", ["calle oruro"], id="C/"),
    pytest.param("Avda. Oruro", ["avenida oruro"], id="Avda."),
    pytest.param("Psje. Sauce Otb X", ["pasaje sauce"], id="Psje."),
    pytest.param(
        "Calle 20 De Junio Y Av. Oruro", ["calle 20 de junio", "avenida oruro"], id="date"
    ),
    pytest.param("Calle Del Medio Otb X", ["calle del medio"], id="del"),
    pytest.param("C. Cementerio Otb X", ["calle cementerio"], id="called after a landmark"),
    pytest.param("Calle Innominada Otb X", [], id="no name"),
    pytest.param("Calles 1 Y 2 Los Sauces D-2", ["calle 1", "calle 2"], id="a name behind"),
    pytest.param("Calles 2da Fase Otb X", [], id="an ordinal counts phases"),
    pytest.param("C. M.C. Rojas Otb X", ["calle m c rojas"], id="an initial C"),
    pytest.param("Canal Desde Calle A Hasta Calle B Otb X", [], id="only how far it goes"),
    pytest.param("Calle Oruro Lado Norte Otb X", ["calle oruro"], id="a side"),
    pytest.param("Calle Fructuoso Mercado D-3", ["calle fructuoso mercado"], id="Mercado"),
]


@pytest.mark.parametrize(("text", "names"), STREETS)
def test_a_street_is_read(text, names):
    assert told(text, MentionKind.STREET) == [f"street:{name}" for name in names]


@pytest.mark.parametrize(
    ("text", "streets"),
    [
        ("Calle A Entre Calle 1 Y Av. Oruro", {"calle a": ("1", "oruro")}),
        ("Calle A De Calle B A Calle C", {"calle a": ("b", "c")}),
        ("C. Pando De C. Beni A Av. Oruro", {"calle pando": ("beni", "oruro")}),
        ("Calle A De 1 A 2", {"calle a": ("1", "2")}),
        ("Calle A Desde Calle 1 Hasta La Plaza", {"calle a": ("1", "la plaza")}),
        ("Calle A Entre 6 De Agosto Y Oruro", {"calle a": ("6 de agosto", "oruro")}),
        ("Calle A De Flia. Rojas Hasta Pozo", {"calle a": ("flia rojas", "pozo")}),
        (
            "C. A / Av. 5ta Y Oruro Y C. B / Oruro Y 2",
            {"calle a": ("5", "oruro"), "calle b": ("oruro", "2")},
        ),
        (
            "C. A De C. 1 A C. 2; C. B De C. 3 A C. 4",
            {"calle a": ("1", "2"), "calle b": ("3", "4")},
        ),
        (
            "Av. Oruro Entre Jose A. Rojas Y Calle 2",
            {"avenida oruro": ("jose a rojas", "2")},
        ),
    ],
)
def test_bounds_of_a_street_are_no_places(text, streets):
    read_streets = {m.name: m.bounds for m in read(text) if m.kind is MentionKind.STREET}

    assert read_streets == streets


@pytest.mark.parametrize(
    "text",
    [
        "Semaforo Av. Oruro Esq. Calle Beni D-1",
        "Semaforo Av. Oruro Esquina Calle Beni D-1",
        "Semaforo Interseccion Av. Oruro Y Calle Beni D-1",
    ],
)
def test_a_corner_is_read(text):
    first, second = read(text)[0].names

    assert read(text)[0].kind is MentionKind.CORNER
    assert first == "avenida oruro"
    assert second in {"beni", "calle beni"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Mant. U.E. Misicuni D-3", ["unidad educativa misicuni"]),
        ("Mant. Ue Misicuni", ["unidad educativa misicuni"]),
        (
            "Mant. U. E. Rojas - U.E. Lima D-2",
            ["unidad educativa rojas", "unidad educativa lima"],
        ),
        ("Mant. U.E. Rojas-Lima D-1", ["unidad educativa rojas", "unidad educativa lima"]),
        (
            "U.E. Rojas T.M. - Lima T.T.",
            ["unidad educativa rojas", "unidad educativa lima"],
        ),
        ("U.E. Rojas (Turno Mañana)", ["unidad educativa rojas"]),
        ("Unidad Educativa Primaria Y Secundaria Rojas D-8", ["unidad educativa rojas"]),
        ("U.E. Marquina Nivel Primario D-7", ["unidad educativa marquina"]),
        ("Mant. Liceo America D-2", ["unidad educativa liceo america"]),
        ("Mant. Mercado 27 De Mayo D-1", ["mercado 27 de mayo"]),
        ("Nichos Cementerio Gral. D-1", ["cementerio general"]),
        ("Mant. Hospital Dr. Rojas Del Municipio De Aqui", ["hospital doctor rojas"]),
    ],
)
def test_a_landmark_keeps_its_name_to_itself(text, names):
    """A school carries a village's name; that is no mention of the village."""
    assert told(text, MentionKind.LANDMARK) == [f"landmark:{name}" for name in names]
    assert told(text, MentionKind.OTB) == []


def test_a_sub_mayors_office_names_its_district():
    assert told("Mant. Sub Alcaldia El Paso") == ["district:el paso"]


def test_three_projects_in_one_text_are_all_read():
    text = (
        "Proyecto1 Const. Empedrado Orb Pinos D-4 Proyecto 2 Const. Plaza Otb Sauces D-4 "
        "Proyecto 3 Const. Parque Otb Ajata D-9"
    )

    assert told(text, MentionKind.OTB, MentionKind.DISTRICT) == [
        "otb:pinos",
        "district:4",
        "otb:sauces",
        "district:4",
        "otb:ajata",
        "district:9",
    ]


@pytest.mark.parametrize(
    "text", [case.values[0] for case in OTBS + STREETS] + ["", "¿?", "((", "Otb", "Calle"]
)
def test_words_are_those_of_the_text(text):
    for mention in read(text):
        assert mention.words == text[mention.start : mention.end]
        assert mention.words.strip()
        assert 0 < mention.confidence < 1


def test_unannounced_words_before_a_district_are_offered_less_surely():
    (offered,) = (m for m in read("Empedrado Bella Vista D-7") if not m.marked)
    announced = read("Empedrado Otb Bella Vista D-7")[0]

    assert offered.name.endswith("bella vista")
    assert offered.confidence < announced.confidence
