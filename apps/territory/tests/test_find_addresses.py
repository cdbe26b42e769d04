"""Written addresses, thousands at a time: found, nearly found, or honestly not."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from apps.territory.actions import settle_territory
from apps.territory.queries import find_addresses
from apps.territory.tests.making import (
    make_address,
    make_district,
    make_municipality,
    make_otb,
    make_street,
)
from geo.testing import Grid

pytestmark = pytest.mark.django_db

TOWN = Grid("""
    a . . . b
    s . t . u
    . . . . .
    v . w . x
    d . . . c
""")
NOW = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def town() -> None:
    """Two streets with numbers, a third across them, and an OTB."""
    make_municipality(TOWN.polygons("abcd"))
    make_district(1, TOWN.polygons("abxv"))
    make_district(2, TOWN.polygons("vxcd"))
    make_otb("Villa Moderna", TOWN.polygons("abcd"))
    sucre = make_street("Calle Sucre", TOWN.lines("stu"))
    beni = make_street("Avenida Beni", TOWN.lines("vwx"))
    make_street("Calle Oruro", TOWN.lines("tw"))
    make_address(sucre, "100", TOWN.point("s"))
    make_address(sucre, "300", TOWN.point("u"))
    make_address(beni, "100", TOWN.point("v"))
    settle_territory(now=NOW)


@pytest.mark.parametrize(
    ("text", "how", "where"),
    [
        pytest.param("Calle Sucre 100", "address", "s", id="as it is"),
        pytest.param("c. sucre Nº 100", "address", "s", id="short, with a sign"),
        pytest.param("SUCRE # 300", "address", "u", id="without the kind"),
        pytest.param("Av. Beni nro. 100", "address", "v", id="the other street"),
        pytest.param("Calle Sucre 112", "near", "s", id="a neighbouring number"),
        pytest.param("Sucre y Oruro", "corner", "t", id="a corner"),
        pytest.param("Calle Sucre s/n", "street", None, id="no number"),
        pytest.param("Calle Sucre 900", "street", None, id="far beyond its numbers"),
        pytest.param("Calle Sucre N°100", "address", "s", id="glued to its sign"),
        pytest.param("sucre nro100", "address", "s", id="glued on a telephone"),
        pytest.param("Calle Sucre 100, Zona Sur", "address", "s", id="with its zone"),
        pytest.param("Zona Sur, calle Sucre 100", "address", "s", id="zone first"),
        pytest.param("Sucre 100, Quillacollo, Bolivia", "address", "s", id="with country"),
        pytest.param("Sucre 100 entre Oruro y Beni", "address", "s", id="between two"),
        pytest.param("Sucre 200 esq. Oruro", "corner", "t", id="corner, number unknown"),
        pytest.param("Sucre, Oruro", "corner", "t", id="a corner with a comma"),
        pytest.param("Av. Beni km 100", "street", None, id="a kilometre is no number"),
        pytest.param("Beni Km. 100 1/2", "street", None, id="nor with its half"),
        pytest.param("Calle Potosí 5", "", None, id="no such street"),
        pytest.param("OTB Villa Moderna", "", None, id="an OTB is no address"),
        pytest.param("", "", None, id="nothing"),
        pytest.param("'; DROP TABLE x; --", "", None, id="SQL"),
    ],
)
def test_an_address_is_found_as_surely_as_it_says(text, how, where) -> None:
    (found,) = find_addresses([text])
    assert (found.text, found.how) == (text, how)
    if where:
        assert (found.longitude, found.latitude) == pytest.approx(TOWN.points[where])


def test_answers_come_in_the_order_of_the_questions() -> None:
    texts = ["Calle Sucre 300", "nowhere 1", "Sucre y Oruro", "Calle Sucre 100"]
    assert [each.text for each in find_addresses(texts)] == texts


def test_namesakes_in_two_districts_are_told_apart_by_the_district() -> None:
    again = make_street("Calle Sucre", TOWN.lines("dc"))
    make_address(again, "100", TOWN.point("d"))
    settle_territory(now=NOW)
    both, one = find_addresses(["Calle Sucre 100", "Calle Sucre 100, Distrito 2"])

    assert both.several
    assert not both.how
    assert (one.how, one.several) == ("address", False)
    assert (one.longitude, one.latitude) == pytest.approx(TOWN.points["d"])


def test_doors_that_are_not_known_cost_one_statement_for_all(
    django_assert_num_queries: Any,
) -> None:
    texts = [f"Calle Sucre {900 + n}, Villa {n % 7}" for n in range(50)]
    with django_assert_num_queries(1):
        found = list(find_addresses(texts))
    assert {each.how for each in found} == {"street"}


@pytest.mark.parametrize("text", ["Calle 5", "Calle 5 N° 12", "Calle 29 de Diciembre 5"])
def test_streets_with_other_numbers_are_other_streets(text) -> None:
    for name in ("Calle 50", "Calle 15", "Calle A", "Calle 20 de Diciembre"):
        make_street(name, TOWN.lines("dc"))
    settle_territory(now=NOW)
    (found,) = find_addresses([text])
    assert (found.how, found.label) == ("", "")
