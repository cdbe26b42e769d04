"""Nothing that anyone may not see leaves through any door, whatever is asked there."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import product
from math import dist

import pytest
import requests
from pyproj import Geod

from geo.access import Audience
from geo.layers import Layer, published
from tests import staff
from tests.canary.carries import CARRIES, NOTHING, PAGES_CARRY
from tests.canary.database import SETTINGS, canary_template
from tests.canary.doors import (
    Entrance,
    asked,
    bare,
    documented,
    every_entrance,
    filled,
    ogc_patterns,
    ordered,
)
from tests.canary.layers import LAYERS, LEAKY, OFFICE, RING
from tests.canary.reading import as_text, unguarded
from tests.canary.secrets import (
    CLERK,
    EMAIL,
    LOTS,
    SAFE,
    Secret,
    ids,
    seen,
    spots,
)
from tests.effort import many

ENTRANCES = every_entrance()
DATA = [each for each in ENTRANCES if not each.is_page]
OF_LAYERS = [each for each in DATA if "{layer}" in each.pattern]
FILTERED = [
    each
    for each in OF_LAYERS
    if each.pattern.endswith(("/items", "{x}", "{y}")) or "descargas" in each.pattern
]
EARTH = Geod(ellps="WGS84")


def named(each: Entrance | Layer) -> str:
    return each.name


@pytest.fixture(scope="session")
def house(serve: Callable[..., str]) -> str:
    """Address of a town with the canary in it."""

    return serve("canary", canary_template(), **SETTINGS)


@pytest.fixture(scope="session")
def clerk(house: str) -> requests.Session:
    """Somebody of the staff."""
    return staff.sign_in(house, CLERK)


def get(address: str, **headers: str) -> requests.Response:
    return requests.get(address, headers=headers, timeout=30, allow_redirects=False)


def run(address: str, inputs: dict[str, object]) -> requests.Response:
    return requests.post(address, json={"inputs": inputs}, timeout=60)


def test_the_api_describes_the_addresses_it_has() -> None:
    assert set(documented()) == set(map(bare, ogc_patterns()))


def test_every_door_says_what_it_carries() -> None:
    doors = {each.name for each in DATA}
    assert doors == set(CARRIES), "enter it in tests/canary/carries.py"


@pytest.mark.bar("R46", "R50", "R57")
@pytest.mark.parametrize("entrance", ENTRANCES, ids=named)
def test_a_door_shows_what_it_carries_and_no_secret(house: str, entrance: Entrance) -> None:
    """The leaky layer is seen at each door that carries data, so a leak would be."""
    leaks, shown = [], set()
    answers = [(path, get(house + path)) for path in asked(entrance)]
    for inputs in ordered(entrance):
        answer = run(house + entrance.pattern, inputs)
        # This town knows no heights, so a profile of them is 404.
        wanted = (400, 404) if entrance.process == "elevation-profile" else (200, 400)
        assert answer.status_code in wanted, answer.text
        answers.append((f"{entrance.pattern} {inputs}", answer))
    for path, answer in answers:
        assert not unguarded(answer), path
        text = as_text(answer)
        leaks += [f"{path}: {what} of {lot}" for lot in SAFE for what in seen(lot, text)]
        leaks += [f"{path}: {name}" for name in (CLERK, EMAIL) if name in text]
        shown |= seen(LEAKY, text)
    assert not leaks
    assert shown == {**CARRIES, **PAGES_CARRY}.get(entrance.name, NOTHING)


@pytest.mark.parametrize("entrance", OF_LAYERS, ids=named)
def test_a_layer_of_the_staff_is_as_good_as_none(house: str, entrance: Entrance) -> None:
    address = f"{house}{filled(entrance.pattern, 'canary-office')}"
    query = f"?f={entrance.f}" if entrance.f else ""
    secret, nothing = get(address + query), get(address.replace("office", "nobody") + query)
    assert secret.status_code == nothing.status_code == 404
    assert "canary-office" not in nothing.text
    assert secret.text.replace("office", "nobody") == nothing.text


def hidden_fields() -> list[tuple[str, str]]:
    """Layer and field of everything the register keeps from anyone, the canary's too."""
    own = [LAYERS[lot] for lot in SAFE if lot != OFFICE]
    layers = [*published(Audience.ANYONE), *own]
    return [
        (layer.name, field.name)
        for layer in layers
        for field in layer.fields
        if field.audience is Audience.STAFF
    ]


QUESTIONS = (
    "{field}=1",
    "{field}=x",
    "filter={field}%3D1",
    "filter={field}%20LIKE%20%27Z%25%27",
    "filter={field}%20IS%20NULL&filter-lang=cql2-text",
    "sortby={field}",
    "sortby=-{field}",
    "properties={field}",
    "datetime=2020-01-01&{field}=",
    "{field}__startswith=Z",
)


@pytest.mark.bar("R48", "R50")
@pytest.mark.parametrize("entrance", FILTERED, ids=named)
def test_a_hidden_field_is_as_good_as_none(house: str, entrance: Entrance) -> None:
    for (layer, field), question in product(hidden_fields(), QUESTIONS):
        address = f"{house}{filled(entrance.pattern, layer)}?"
        address += f"f={entrance.f}&" if entrance.f else ""
        invented = "z" * len(field)
        secret = get(address + question.format(field=field))
        nothing = get(address + question.format(field=invented))
        assert secret.status_code == nothing.status_code == 400, question
        assert secret.text.replace(field, invented) == nothing.text


@pytest.mark.bar("R48", "R50")
@pytest.mark.parametrize(
    "given",
    [{"property": "{field}"}, {"filter": "{field} IS NULL"}, {"filter": "{field} = 'x'"}],
    ids=["summed", "missing", "compared"],
)
def test_a_process_knows_no_hidden_field(house: str, given: dict[str, str]) -> None:
    address = f"{house}/ogc/processes/summarise/execution"
    for layer, field in hidden_fields():
        invented = "z" * len(field)
        secret, nothing = (
            run(
                address,
                {
                    "layer": layer,
                    **{key: text.format(field=name) for key, text in given.items()},
                },
            )
            for name in (field, invented)
        )
        assert secret.status_code == nothing.status_code == 400
        assert secret.text.replace(field, invented) == nothing.text


def test_a_process_knows_no_layer_of_the_staff(house: str) -> None:
    for process, order in {
        "summarise": {"layer": "canary-{}"},
        "conflicts": {
            "area": {"type": "Point", "coordinates": [-66, -17]},
            "layers": ["canary-{}"],
        },
    }.items():
        address, text = f"{house}/ogc/processes/{process}/execution", json.dumps(order)
        secret, nothing = (
            run(address, json.loads(text.replace("{}", name)))
            for name in ("office", "nobody")
        )
        assert secret.status_code == nothing.status_code == 400
        assert secret.text == nothing.text


@pytest.mark.bar("R50")
def test_staff_run_a_process_with_a_token_and_for_themselves(
    house: str, clerk: requests.Session
) -> None:
    address = f"{house}/ogc/processes/conflicts/execution"
    x, y = spots(OFFICE)[0].degrees
    area = {"type": "Point", "coordinates": [x, y]}
    order = {"inputs": {"area": area, "buffer_m": 9, "layers": ["canary-office"]}}
    assert clerk.post(address, json=order, timeout=30).status_code == 403
    token = {"X-CSRFToken": clerk.cookies["csrftoken"]}
    answer = clerk.post(address, json=order, headers=token, timeout=30)
    assert answer.status_code == 200
    assert seen(OFFICE, as_text(answer)) == set(Secret)
    assert "private" in answer.headers["Cache-Control"]
    assert "Access-Control-Allow-Origin" not in answer.headers


def matched(house: str, lot: str, box: tuple[float, float, float, float]) -> int:
    text = ",".join(f"{each:.9f}" for each in box)
    answer = get(f"{house}/ogc/collections/canary-{lot}/items?bbox={text}")
    assert answer.status_code == 200, answer.text
    return int(answer.json()["numberMatched"])


def bisected(house: str, lot: str) -> tuple[float, float]:
    """Where ever smaller boxes find the lot's account."""
    (x, y) = spots(lot)[0].degrees
    box = [x - 0.004, y - 0.004, x + 0.004, y + 0.004]
    assert matched(house, lot, (box[0], box[1], box[2], box[3])) == 1
    for step in range(40):
        axis = step % 2
        middle = (box[axis] + box[axis + 2]) / 2
        half = [*box]
        half[axis + 2] = middle
        inside = matched(house, lot, (half[0], half[1], half[2], half[3]))
        box[axis if inside == 0 else axis + 2] = middle
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def position(house: str, lot: str) -> tuple[float, float]:
    answer = get(f"{house}/ogc/collections/canary-{lot}/items/{ids(lot)[0]}?f=json")
    x, y = answer.json()["geometry"]["coordinates"]
    return float(x), float(y)


def metres(first: tuple[float, float], second: tuple[float, float]) -> float:
    return float(EARTH.inv(*first, *second)[2])


@pytest.mark.bar("R48")
@pytest.mark.parametrize("lot", ["snapped", "masked", LEAKY])
def test_halving_boxes_finds_only_what_is_shown(house: str, lot: str) -> None:
    found = bisected(house, lot)
    assert dist(found, position(house, lot)) < 1e-6
    away = metres(found, spots(lot)[0].degrees)
    assert away < 1 if lot == LEAKY else away > 90


@pytest.mark.bar("R48")
@pytest.mark.parametrize("lot", ["snapped", "masked"])
def test_a_box_about_the_true_place_finds_nothing(house: str, lot: str) -> None:
    (x, y) = spots(lot)[0].degrees
    box = (x - 1e-4, y - 1e-4, x + 1e-4, y + 1e-4)
    assert matched(house, lot, box) == 0
    asked = f"filter=S_INTERSECTS(geometry,BBOX({','.join(map(repr, box))}))"
    answer = get(f"{house}/ogc/collections/canary-{lot}/items?{asked}")
    assert answer.status_code == 400 or answer.json()["numberMatched"] == 0


@pytest.mark.bar("R49")
def test_asking_again_and_again_averages_to_nothing(house: str) -> None:
    heard = {position(house, "masked") for _time in range(many(20, 1000))}
    assert len(heard) == 1
    assert RING[0] - 1 < metres(heard.pop(), spots("masked")[0].degrees) < RING[1] + 1


def test_a_row_without_a_place_is_in_every_box(house: str) -> None:
    assert matched(house, "withheld", (-60.0, -10.0, -59.9, -9.9)) == 1


def words(header: str) -> set[str]:
    return {word.strip() for word in header.split(",")}


@pytest.mark.bar("R50")
@pytest.mark.parametrize("entrance", ENTRANCES, ids=named)
def test_what_staff_read_serves_nobody_else(
    house: str, clerk: requests.Session, entrance: Entrance
) -> None:
    for path in list(asked(entrance))[: many(1, 2)]:
        if "logout" in path:
            continue
        answer = clerk.get(house + path, timeout=30, allow_redirects=False)
        kept = answer.headers.get("Cache-Control", "")
        if entrance.pattern != "/admin/jsi18n/":
            said = words(kept)
            assert "no-store" in said or {"private", "no-cache"} <= said, path
            assert "cookie" in answer.headers.get("Vary", "").lower(), path
        if tag := answer.headers.get("ETag"):
            assert get(house + path, **{"If-None-Match": tag}).status_code != 304, path


@pytest.mark.bar("R50")
@pytest.mark.parametrize("lot", LOTS)
def test_staff_see_it_all(clerk: requests.Session, house: str, lot: str) -> None:
    address = f"{house}/ogc/collections/canary-{lot}/items"
    answer = clerk.get(address, timeout=30)
    assert seen(lot, as_text(answer)) == set(Secret)
