"""What is granted for a district shows that district, through every door alike."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest
import requests

from geo.access import Audience
from geo.exchange.exports.formats import FORMATS
from geo.published.roles import connection_parts
from tests.canary.database import SETTINGS, canary_template
from tests.canary.doors import square
from tests.canary.reading import as_text
from tests.canary.secrets import CLERK
from tests.canary.wards import DEBTS, SEEN
from tests.staff import program_password

LAYER = "canary-debts"
OFFICERS = sorted(SEEN)
STANDING = [name for name in OFFICERS if name != "zyxgone"]


@pytest.fixture(scope="module")
def database() -> list[str]:
    """Name of the served town's database, once it is served."""
    return []


@pytest.fixture(scope="module")
def wards(serve: Callable[..., str], database: list[str]) -> str:
    """Address of a town where debts are bound to districts."""
    return serve("wards", canary_template(), database.append, **SETTINGS)


def asked(name: str, address: str, **headers: str) -> requests.Response:
    """The answer to an officer who signs the request, as a desktop GIS does."""
    signed = (name, program_password(name)) if name else None
    return requests.get(address, auth=signed, headers=headers, timeout=30)


def debts_in(text: str) -> set[int]:
    """Ids of the debts whose debtor stands in an answer."""
    return {key for key, (debtor, *_rest) in DEBTS.items() if debtor in text}


def sums_in(text: str) -> set[int]:
    """Ids of the debts whose sum stands in an answer."""
    plain = text.replace("\u00a0", "").replace(" ", "").replace(",", "").replace(".", "")
    return {key for key, (_debtor, owed, *_rest) in DEBTS.items() if str(owed) in plain}


@pytest.mark.parametrize("name", STANDING)
def test_the_number_of_rows_is_that_of_the_rows_one_sees(wards: str, name: str) -> None:
    answer = asked(name, f"{wards}/ogc/collections/{LAYER}/items?limit=1").json()
    assert answer["numberMatched"] == len(SEEN[name][0])
    assert answer["numberReturned"] == min(1, len(SEEN[name][0]))


@pytest.mark.parametrize("name", STANDING)
@pytest.mark.parametrize("f", ["json", "html"])
def test_items_are_those_of_the_district(wards: str, name: str, f: str) -> None:
    text = as_text(asked(name, f"{wards}/ogc/collections/{LAYER}/items?f={f}&limit=50"))
    assert (debts_in(text), sums_in(text)) == SEEN[name]


@pytest.mark.parametrize("name", STANDING)
@pytest.mark.parametrize("f", ["json", "html"])
def test_an_item_of_another_district_is_not_there(wards: str, name: str, f: str) -> None:
    for key in DEBTS:
        answer = asked(name, f"{wards}/ogc/collections/{LAYER}/items/{key}?f={f}")
        assert answer.status_code == (200 if key in SEEN[name][0] else 404)
        assert debts_in(as_text(answer)) <= {key} & SEEN[name][0]


@pytest.mark.parametrize("name", STANDING)
def test_tiles_hold_what_the_items_hold(wards: str, name: str) -> None:
    for address in ("/tiles/{layer}/{z}/{x}/{y}", "/tiles/basemap/{z}/{x}/{y}"):
        found: set[int] = set()
        for _debtor, _owed, _district, degrees in DEBTS.values():
            path = address.format(layer=LAYER, **square(14, degrees))
            found |= debts_in(as_text(asked(name, wards + path)))
        assert found == SEEN[name][0]


@pytest.mark.parametrize("name", STANDING)
@pytest.mark.parametrize("extension", sorted(FORMATS))
def test_downloads_hold_what_the_items_hold(wards: str, name: str, extension: str) -> None:
    text = as_text(asked(name, f"{wards}/descargas/{LAYER}.{extension}"))
    assert (debts_in(text), sums_in(text)) == SEEN[name]


@pytest.mark.parametrize("name", STANDING)
def test_the_extent_is_that_of_the_rows_one_sees(wards: str, name: str) -> None:
    """One after the other at the same server, which remembers extents for a while."""
    answer = asked(name, f"{wards}/ogc/collections/{LAYER}?f=json").json()
    boxes = answer["extent"]["spatial"]["bbox"] if SEEN[name][0] else []
    for key, (*_rest, (x, y)) in DEBTS.items():
        inside = [w <= x <= e and s <= y <= n for w, s, e, n in boxes]
        assert any(inside) == (key in SEEN[name][0])


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("filter=owed%3E0", {2}),
        ("filter=owed%20IS%20NULL", {1, 3}),
        ("owed=772000000004", set()),
    ],
)
def test_a_value_one_does_not_see_cannot_be_asked_for(
    wards: str, question: str, wanted: set[int]
) -> None:
    answer = asked("zyxall", f"{wards}/ogc/collections/{LAYER}/items?f=json&{question}")
    assert debts_in(answer.text) == wanted


@pytest.mark.parametrize("name", STANDING)
def test_processes_reckon_with_what_the_items_hold(wards: str, name: str) -> None:
    points = [[x, y] for *_rest, (x, y) in DEBTS.values()]
    area = {"type": "MultiPoint", "coordinates": points}
    order = {"inputs": {"area": area, "buffer_m": 9, "layers": [LAYER]}}
    session = requests.Session()
    session.auth = (name, program_password(name))
    address = f"{wards}/ogc/processes/conflicts/execution"
    answer = session.post(address, json=order, timeout=60)
    assert answer.status_code == 200, answer.text
    assert debts_in(as_text(answer)) == SEEN[name][0]


def test_a_kept_connection_forgets_who_was_looking(wards: str) -> None:
    address = f"{wards}/ogc/collections/{LAYER}/items?limit=50"
    for name in (CLERK, "zyxidle", CLERK, "zyxfive", "zyxidle", "zyxfour") * 3:
        wanted = set(DEBTS) if name == CLERK else SEEN[name][0]
        assert debts_in(asked(name, address).text) == wanted


@pytest.mark.parametrize("name", ["", "zyxgone"])
def test_who_holds_no_post_any_more_is_anyone(wards: str, name: str) -> None:
    for path in (f"/ogc/collections/{LAYER}/items", f"/descargas/{LAYER}.csv"):
        assert asked(name, wards + path).status_code == 404


def test_a_session_that_says_nothing_sees_nothing(wards: str, database: list[str]) -> None:
    """The view itself keeps the rows back, should a door forget to say who looks."""
    count, say = "SELECT count(*) FROM canary_debts", "SELECT set_config(%s, %s, false)"
    parts = {**connection_parts(Audience.STAFF), "dbname": database[0]}
    with psycopg.connect(**parts, autocommit=True) as reader:
        for said, seen in (("", 0), ('{"canary.see_debts":[4]}', 1), ("", 0), ("{}", 0)):
            reader.execute(say, ("llajta.viewer", said))
            assert reader.execute(count).fetchone() == (seen,)
