"""The kind of a work is what the text says is built first."""

import pytest

from apps.works.domain.kinds import kind_of
from apps.works.terms import WorkKind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Const. Pavimento Rigido Calles Otb Kami D-5", WorkKind.PAVING),
        ("Construccion Emepdrado Otb Kami", WorkKind.PAVING),
        ("Const. Cordones De Acera Urb. Los Pinos D-3", WorkKind.PAVING),
        ("Apertura De Camino Comunidad Ajata D-8", WorkKind.PAVING),
        ("Empedrado Camino Al Cementerio D-6", WorkKind.PAVING),
        ("Const. Asfaltado Calle A Sector Area Recreativa", WorkKind.PAVING),
        ("Reconst. Red Alcan. Sanit. Calles Otbs Kami", WorkKind.SEWER),
        ("Const. Planta De Tratamiento De Aguas Residuales", WorkKind.SEWER),
        ("Const. Red De Agua Potable Calle 2", WorkKind.WATER),
        ("Perforacion De Pozo U.E. Los Pinos D-5", WorkKind.WATER),
        ("Const. Pozo De Agua Para Microriego Otb Kami", WorkKind.IRRIGATION),
        ("Const. Canal De Riego Tramo A", WorkKind.IRRIGATION),
        ("Ampl. Canal De Desague Pluvial Otb Kami", WorkKind.DRAINAGE),
        ("Const. Alcantarilla Cajon Santa Rita", WorkKind.DRAINAGE),
        ("Mant. U.E. Los Pinos D-1", WorkKind.SCHOOL),
        ("Const. Muro Perimetral Unidad Educativa Los Pinos", WorkKind.SCHOOL),
        ("Const. Bateria De Baños U.E.Los Pinos", WorkKind.SCHOOL),
        ("Const. Tinglado Cancha Multifuncional U.E. Los Pinos", WorkKind.SPORTS),
        ("Const. Graderias Otb Kami", WorkKind.SPORTS),
        ("Mej. Sala De Partos Hospital Los Pinos", WorkKind.HEALTH),
        ("Const. Tinglado Para Mercado Otb Kami", WorkKind.MARKET),
        ("Mant. Matadero Municipal", WorkKind.MARKET),
        ("Const. Bloque Nichos Para Cementerio General D-1", WorkKind.CEMETERY),
        ("Const. Muro Perimetral Limite Oeste Con Nichos Perpetuos", WorkKind.CEMETERY),
        ("Const. Puente Cajon Con Accesos De Empedrado", WorkKind.BRIDGE),
        ("Const. Muro De Contencion Otb Kami", WorkKind.WALL),
        ("Const. Parque Infantil Otb Kami", WorkKind.PARK),
        ("Remod. De La Plaza Los Pinos", WorkKind.PARK),
        ("Mejoramiento Alumbrado Publico D-1", WorkKind.LIGHTING),
        ("Const. Centro De Capacitacion Integral Otb Kami", WorkKind.BUILDING),
        ("Mant. Sub Alcaldia D-8", WorkKind.BUILDING),
        ("Otb Saavedra Norte D-5", WorkKind.OTHER),
        ("", WorkKind.OTHER),
    ],
)
def test_the_first_thing_built_gives_the_kind(text, kind):
    assert kind_of(text) == kind


def test_every_kind_can_be_reached():
    texts = test_the_first_thing_built_gives_the_kind.pytestmark[0].args[1]

    assert {kind for _, kind in texts} == set(WorkKind)
