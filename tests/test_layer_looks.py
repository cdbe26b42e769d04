"""Staff who are given rows about people are written down, through whatever door."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

import pytest
import requests
from django.db import OperationalError
from django.utils.translation import override

from geo.access import ANYONE, Audience, Viewer, looking
from geo.exchange.exports.formats import FORMATS
from geo.layers import find_layer, publish, published
from geo.published import looks
from geo.published.looks import Look, Way, note_look
from geo.published.refusals import DatabaseAway
from tests import staff
from tests.coroutines import run_apart

pytestmark = pytest.mark.bar("R56")

ABOUT_PEOPLE: Final = ("obligations", "water-debtors")
WEST, SOUTH, EAST, NORTH = -66.29, -17.41, -66.27, -17.39
CORNERS: Final = [
    *([WEST, SOUTH], [EAST, SOUTH], [EAST, NORTH], [WEST, NORTH]),
    [WEST, SOUTH],
]
GROUND: Final = {"type": "Polygon", "coordinates": [CORNERS]}


@pytest.fixture(scope="module")
def url(serve: Callable[..., str]) -> str:
    return serve("looks", staff.office_template())


@pytest.fixture(scope="module")
def clerk(url: str) -> requests.Session:
    return staff.sign_in(url, staff.ADMIN)


@pytest.fixture(scope="module")
def log(clerk: requests.Session, url: str) -> Callable[[], list[str]]:
    """The lines of the page that tells who was given what, newest first."""

    def told() -> list[str]:
        page = clerk.get(f"{url}/personas/consultas/capas/", timeout=30).text
        body = page.partition("<tbody>")[2].partition("</tbody>")[0]
        rows = re.findall(r"<tr>(.*?)</tr>", body, flags=re.S)
        return [re.sub(r"<[^>]+>|\s+", " ", row) for row in rows]

    return told


def test_the_layers_that_name_people_say_so() -> None:
    assert {each.name for each in published() if each.is_personal} == set(ABOUT_PEOPLE)


def test_a_layer_about_people_is_never_public() -> None:
    found = find_layer("works", Audience.ANYONE)
    assert found is not None
    with pytest.raises(ValueError, match="about people"):
        publish(replace(found, name="works-of-people", is_personal=True))


def doors(layer: str) -> dict[str, str]:
    """Every address that gives out rows of the layer, and the way the log calls it."""
    items = f"/ogc/collections/{layer}/items"
    return {
        f"{items}?limit=3": "Lista",
        f"{items}?f=html&limit=3": "Lista",
        **{f"/descargas/{layer}.{each}": "Descarga" for each in sorted(FORMATS)},
    }


@pytest.mark.parametrize("layer", ABOUT_PEOPLE)
def test_each_door_is_written_down_with_what_was_asked(
    url: str, clerk: requests.Session, log: Callable[[], list[str]], layer: str
) -> None:
    for address, way in doors(layer).items():
        before = log()
        answer = clerk.get(url + address, timeout=60)
        assert answer.status_code in (200, 204), answer.text[:300]
        after = log()
        assert len(after) == len(before) + 1, address
        assert way in after[0] and staff.ADMIN in after[0]
        assert address.partition("?")[0] in after[0]


@pytest.mark.parametrize("layer", ABOUT_PEOPLE)
def test_one_row_is_written_down(
    url: str, clerk: requests.Session, log: Callable[[], list[str]], layer: str
) -> None:
    items = clerk.get(f"{url}/ogc/collections/{layer}/items?limit=1", timeout=30).json()
    [feature] = items["features"]
    before = len(log())
    clerk.get(f"{url}/ogc/collections/{layer}/items/{feature['id']}", timeout=30)
    assert len(log()) == before + 1
    assert "Fila" in log()[0]


@pytest.mark.parametrize("layer", ABOUT_PEOPLE)
@pytest.mark.parametrize("process", ["summarise", "conflicts"])
def test_what_a_process_reads_is_written_down(
    url: str, log: Callable[[], list[str]], process: str, layer: str
) -> None:
    asked = {
        "summarise": {"layer": layer},
        "conflicts": {"area": GROUND, "layers": [layer]},
    }
    before = len(log())
    answer = requests.post(
        f"{url}/ogc/processes/{process}/execution",
        json={"inputs": asked[process]},
        auth=(staff.ADMIN, staff.program_password(staff.ADMIN)),
        timeout=60,
    )
    assert answer.status_code == 200, answer.text[:300]
    assert len(log()) == before + 1
    assert process in log()[0] and staff.ADMIN in log()[0]


@pytest.mark.parametrize("layer", ABOUT_PEOPLE)
def test_a_look_at_the_map_counts_once_an_hour(
    url: str, clerk: requests.Session, log: Callable[[], list[str]], layer: str
) -> None:
    for x in range(5170, 5180):
        clerk.get(f"{url}/tiles/{layer}/14/{x}/8986", timeout=30)
    clerk.get(f"{url}/agua/mora/cuentas/14/5174/8986", timeout=30)
    found = find_layer(layer, Audience.STAFF)
    with override("es"):
        title = "" if found is None else str(found.title)
    assert len([each for each in log() if title in each and "Mapa" in each]) == 1


def test_nobody_is_written_down_for_what_anyone_gets(
    url: str, clerk: requests.Session, log: Callable[[], list[str]]
) -> None:
    before = len(log())
    clerk.get(f"{url}/ogc/collections/works/items", timeout=30)
    clerk.get(f"{url}/descargas/works.csv", timeout=30)
    assert requests.get(f"{url}/descargas/obligations.csv", timeout=30).status_code == 404
    assert len(log()) == before


def test_what_cannot_be_written_down_is_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_look: Look) -> None:
        raise OperationalError("the disk is full")

    monkeypatch.setattr(looks, "_keepers", [broken])
    layer = find_layer("obligations", Audience.STAFF)
    assert layer is not None
    with looking(Viewer(name="clerk", is_staff=True)), pytest.raises(DatabaseAway):
        run_apart(note_look(layer, Audience.STAFF, Way.FILE))
    with looking(ANYONE):
        run_apart(note_look(layer, Audience.ANYONE, Way.FILE))


@pytest.mark.django_db
def test_the_log_is_only_added_to() -> None:
    from django.db import Error, transaction

    from apps.people.models import LayerRead

    LayerRead.objects.create(by="clerk", layer="obligations", way="page")
    with pytest.raises(Error, match="append_only"), transaction.atomic():
        LayerRead.objects.update(by="other")
    with pytest.raises(Error, match="append_only"), transaction.atomic():
        LayerRead.objects.all().delete()
