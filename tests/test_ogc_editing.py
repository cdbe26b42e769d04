"""Features changed over the API: by whom, from which state, and nothing half-way.

Bad bodies by their names in the table are in `test_hostile_table.py`.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import requests
from pyproj import Transformer

from geo.published.projections import CRS84, PROJECTIONS, Projection
from tests import staff
from tests.effort import many

ADMIN, CLERK = staff.ADMIN, staff.CLERK
HERE = (-66.28123456, -17.39456789)


@pytest.fixture(scope="module")
def url(serve: Callable[..., str]) -> str:
    return serve("editing", staff.office_template())


def signed(name: str) -> requests.Session:
    session = requests.Session()
    session.auth = (name, staff.program_password(name))
    return session


@pytest.fixture(scope="module")
def technician() -> requests.Session:
    return signed(ADMIN)


@pytest.fixture(scope="module")
def places(url: str) -> str:
    return f"{url}/ogc/collections/place-names/items"


def place(name: Any = "Kiosco", at: Any = HERE, **properties: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": list(at)},
        "properties": {"name": name, "kind": "landmark", **properties},
    }


@pytest.fixture
def kiosk(places: str, technician: requests.Session) -> Iterator[str]:
    """Address of a place of one's own."""
    answer = technician.post(places, json=place(), timeout=30)
    assert answer.status_code == 201, answer.text
    yield answer.headers["Location"]
    technician.delete(answer.headers["Location"], timeout=30)


@pytest.mark.bar("R2")
def test_an_independent_checker_finds_no_fault(
    url: str, checks: Path, tmp_path: Path
) -> None:
    known = tmp_path / "netrc"
    password = staff.program_password(ADMIN)
    known.write_text(f"machine 127.0.0.1 login {ADMIN} password {password}\n")
    command = [sys.executable, str(checks / "ogcapi_check.py"), f"{url}/ogc"]
    command += ["--collections", "place-names", "--write", "place-names", "--quiet"]
    command += ["--require", "ogcapi-features-4/*", "--only", "ogcapi-features-4/*"]
    environment = {**os.environ, "NETRC": str(known)}
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env=environment
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_was_created_is_seen_by_everybody(kiosk: str, technician: Any) -> None:
    seen = requests.get(kiosk, timeout=30).json()
    assert seen["geometry"]["coordinates"] == pytest.approx(HERE, abs=1e-7)
    assert seen["properties"]["name"] == "Kiosco"
    assert seen["properties"]["certainty"] == "official"
    assert seen["properties"]["source"] == "Edición directa"


def test_what_a_new_feature_leaves_empty_is_as_usual(places: str, technician: Any) -> None:
    drawn = place("Quiosco", source=None, certainty=None)
    answer = technician.post(places, json=drawn, timeout=30)
    assert answer.status_code == 201, answer.text
    seen = requests.get(answer.headers["Location"], timeout=30).json()
    assert seen["properties"]["certainty"] == "official"
    assert seen["properties"]["source"] == "Edición directa"
    technician.delete(answer.headers["Location"], timeout=30)


def test_a_replacement_is_whole_and_a_patch_is_not(kiosk: str, technician: Any) -> None:
    patch = {"properties": {"name": "Kiosco azul"}}
    media = {"Content-Type": "application/merge-patch+json"}
    answer = technician.patch(kiosk, json=patch, headers=media, timeout=30)
    assert answer.status_code == 204
    assert answer.headers["ETag"] == technician.get(kiosk, timeout=30).headers["ETag"]
    seen = requests.get(kiosk, timeout=30).json()
    assert seen["properties"]["name"] == "Kiosco azul"
    assert seen["properties"]["kind"] == "landmark"
    assert seen["geometry"]["coordinates"] == pytest.approx(HERE, abs=1e-7)

    moved = place("Escuela", (-66.2801, -17.3901), kind="school", source="Acta 12")
    assert technician.put(kiosk, json=moved, timeout=30).status_code == 204
    seen = requests.get(kiosk, timeout=30).json()
    assert (seen["properties"]["kind"], seen["properties"]["source"]) == (
        "school",
        "Acta 12",
    )
    assert seen["geometry"]["coordinates"] == pytest.approx((-66.2801, -17.3901))


def test_nobody_overwrites_what_another_changed(kiosk: str, technician: Any) -> None:
    mine = technician.get(kiosk, timeout=30).headers["ETag"]
    assert technician.put(kiosk, json=place("Otro"), timeout=30).status_code == 204
    late = technician.put(
        kiosk, json=place("Tarde"), headers={"If-Match": mine}, timeout=30
    )
    assert late.status_code == 412
    assert "cambió" in late.json()["detail"]
    assert requests.get(kiosk, timeout=30).json()["properties"]["name"] == "Otro"
    now = technician.get(kiosk, timeout=30).headers["ETag"]
    again = technician.put(
        kiosk, json=place("Tarde"), headers={"If-Match": now}, timeout=30
    )
    assert again.status_code == 204


def test_a_change_tells_the_state_that_the_next_one_may_start_from(
    kiosk: str, technician: Any
) -> None:
    first = technician.put(kiosk, json=place("Uno"), timeout=30).headers["ETag"]
    assert first == technician.get(kiosk, timeout=30).headers["ETag"]
    second = technician.put(
        kiosk, json=place("Dos"), headers={"If-Match": first}, timeout=30
    )
    assert second.status_code == 204
    assert second.headers["ETag"] != first
    late = technician.put(kiosk, json=place("No"), headers={"If-Match": first}, timeout=30)
    assert late.status_code == 412


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_what_must_not_be_so_is_not_changed_while_it_is(
    kiosk: str, technician: Any, method: str
) -> None:
    def change(**headers: str) -> requests.Response:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        answer: requests.Response = technician.request(
            method, kiosk, json=place("Otro"), headers=sent, timeout=30
        )
        return answer

    stale = technician.get(kiosk, timeout=30).headers["ETag"]
    assert technician.put(kiosk, json=place("Nuevo"), timeout=30).status_code == 204
    now = technician.get(kiosk, timeout=30).headers["ETag"]
    for held in (now, f'"x", {now}', now.removeprefix("W/"), "*"):
        for more in ({}, {"If_Match": now}, {"If_Match": "*"}):
            refused = change(If_None_Match=held, **more)
            assert refused.status_code == 412, (held, more)
            assert refused.headers["Content-Type"] == "application/problem+json"
            assert "If-None-Match" in refused.json()["detail"]
    assert "cambió" in change(If_Match=stale, If_None_Match=stale).json()["detail"]
    assert requests.get(kiosk, timeout=30).json()["properties"]["name"] == "Nuevo"
    assert change(If_Match=now, If_None_Match=stale).status_code == 204


def test_what_is_not_there_is_missing_whatever_it_must_not_be(
    places: str, technician: Any
) -> None:
    nowhere, headers = f"{places}/99999999", {"If-None-Match": "*"}
    answer = technician.put(nowhere, json=place(), headers=headers, timeout=30)
    assert answer.status_code == 404


def test_of_many_at_once_with_one_state_only_one_wins(kiosk: str) -> None:
    tag = signed(ADMIN).get(kiosk, timeout=30).headers["ETag"]

    def change(number: int) -> int:
        headers = {"If-Match": tag}
        changed = place(f"Kiosco {number}")
        return (
            signed(ADMIN).put(kiosk, json=changed, headers=headers, timeout=30).status_code
        )

    with ThreadPoolExecutor(8) as pool:
        statuses = sorted(pool.map(change, range(8)))
    assert statuses == [204] + [412] * 7


def test_the_state_may_be_read_in_any_reference_system(kiosk: str, technician: Any) -> None:
    for uri in PROJECTIONS:
        tag = technician.get(kiosk, params={"crs": uri}, timeout=30).headers["ETag"]
        headers = {"If-Match": tag}
        answer = technician.put(kiosk, json=place(uri), headers=headers, timeout=30)
        assert answer.status_code == 204, uri


def in_order(x: float, y: float, projection: Projection) -> tuple[float, float]:
    """A position as `projection` writes it."""
    turn = Transformer.from_crs(4326, projection.srid, always_xy=True)
    x, y = turn.transform(x, y)
    return (y, x) if projection.latitude_first else (x, y)


@pytest.mark.bar("R10")
def test_what_is_written_in_one_system_is_read_back_in_each(
    places: str, technician: Any
) -> None:
    chance = random.Random(7)
    for _ in range(many(2, 25)):
        at = chance.uniform(-66.29, -66.27), chance.uniform(-17.41, -17.39)
        for written in PROJECTIONS.values():
            sent = place("Ida y vuelta", in_order(*at, written))
            headers = {"Content-Crs": f"<{written.uri}>"}
            answer = technician.post(places, json=sent, headers=headers, timeout=30)
            assert answer.status_code == 201, answer.text
            address = answer.headers["Location"]
            for read in PROJECTIONS.values():
                found = requests.get(address, params={"crs": read.uri}, timeout=30).json()
                metres = 111_000 if read.srid == CRS84.srid else 1
                wanted = in_order(*at, read)
                for one, other in zip(
                    found["geometry"]["coordinates"], wanted, strict=True
                ):
                    assert abs(one - other) * metres < 0.011, (written.uri, read.uri)
            technician.delete(address, timeout=30)


BROKEN = [
    pytest.param(b'{"type":"Feature","geometry":NaN,"properties":{}}', 400, id="NaN"),
    pytest.param(b"[" * 100_000, 400, id="nested deeply"),
    pytest.param(b"\xff\xfe", 400, id="no UTF-8"),
    pytest.param({"type": "Sphere"}, 400, id="no feature"),
    pytest.param({"type": "Feature"}, 400, id="no geometry"),
    pytest.param({**place(), "geometry": None}, 422, id="null geometry"),
    pytest.param(place(at=("a", "b")), 422, id="letters"),
    pytest.param(place(at=(1e308, 1e308)), 422, id="off the earth"),
    pytest.param(place(at=(0, 0)), 422, id="another ocean"),
    pytest.param(place(at=HERE[::-1]), 422, id="swapped"),
    pytest.param(place(name=3), 422, id="a number for a text"),
    pytest.param(place(name=None), 422, id="no name"),
    pytest.param(place(name=""), 422, id="an empty name"),
    pytest.param(place(name="x" * 500), 422, id="too long"),
    pytest.param(place(name="a\0b"), 422, id="NUL"),
    pytest.param(place(kind="castle"), 422, id="no such kind"),
    pytest.param(place(certainty="sure"), 422, id="no such certainty"),
]


@pytest.mark.parametrize(("body", "status"), BROKEN)
def test_what_the_register_cannot_hold_is_refused(
    places: str, technician: Any, body: Any, status: int
) -> None:
    before = requests.get(places, timeout=30).json()["numberMatched"]
    sent = {"json": body} if isinstance(body, dict) else {"data": body}
    headers = {"Content-Type": "application/geo+json"}
    answer = technician.post(places, headers=headers, timeout=30, **sent)
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert len(answer.json()["detail"]) > 10
    for secret in ("Traceback", "psycopg", "violates", "DETAIL", "INSERT", "/geo/"):
        assert secret not in answer.text
    assert requests.get(places, timeout=30).json()["numberMatched"] == before


@pytest.mark.parametrize("kind", ["Point", None, ""])
def test_a_patch_does_not_make_a_feature_something_else(
    kiosk: str, technician: Any, kind: str | None
) -> None:
    media = {"Content-Type": "application/merge-patch+json"}
    answer = technician.patch(kiosk, json={"type": kind}, headers=media, timeout=30)
    assert answer.status_code == 400
    patch = {"type": "Feature", "id": 5, "properties": {"name": "Quiosco"}}
    assert technician.patch(kiosk, json=patch, headers=media, timeout=30).ok
    assert requests.get(kiosk, timeout=30).json()["properties"]["name"] == "Quiosco"


def test_a_reference_system_of_no_name_is_none(places: str, technician: Any) -> None:
    answer = technician.post(
        places, json=place(), headers={"Content-Crs": "<>"}, timeout=30
    )
    assert answer.status_code == 400


def test_an_answer_without_a_body_has_no_type(places: str, technician: Any) -> None:
    created = technician.post(places, json=place(), timeout=30)
    gone = technician.delete(created.headers["Location"], timeout=30)
    for answer in (created, gone):
        assert answer.content == b""
        assert "Content-Type" not in answer.headers


def test_a_swapped_position_is_told(places: str, technician: Any) -> None:
    answer = technician.post(places, json=place(at=HERE[::-1]), timeout=30)
    assert "longitud y la latitud" in answer.json()["detail"]


def test_a_huge_body_is_not_read(places: str, technician: Any) -> None:
    huge = place("x" * 6_000_000)
    assert technician.post(places, json=huge, timeout=30).status_code == 413


def test_a_packed_body_is_not_taken_for_a_broken_one(places: str, technician: Any) -> None:
    packed = {"Content-Type": "application/geo+json", "Content-Encoding": "gzip"}
    body = gzip.compress(json.dumps(place()).encode())
    answer = technician.post(places, data=body, headers=packed, timeout=30)
    assert answer.status_code == 415


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("name", ["x", "01", "9" * 30])
def test_what_is_not_there_is_not_changed(
    places: str, technician: Any, method: str, name: str
) -> None:
    media = {"Content-Type": "application/geo+json"}
    answer = technician.request(
        method, f"{places}/{name}", json=place(), headers=media, timeout=30
    )
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("who", "status"),
    [
        pytest.param(None, 401, id="a passer-by"),
        pytest.param((ADMIN, "wrong"), 401, id="a wrong password"),
        pytest.param((ADMIN, staff.PASSWORD), 401, id="the password one signs in with"),
        pytest.param(("nobody", staff.program_password(ADMIN)), 401, id="a wrong name"),
        pytest.param(
            (CLERK, staff.program_password(CLERK)), 403, id="staff without the permission"
        ),
    ],
)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_who_may_not_changes_nothing(
    kiosk: str, places: str, who: Any, status: int, method: str
) -> None:
    address = places if method == "POST" else kiosk
    answer = requests.request(method, address, json=place("Robado"), auth=who, timeout=30)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert ("WWW-Authenticate" in answer.headers) == (status == 401)
    assert requests.get(kiosk, timeout=30).json()["properties"]["name"] == "Kiosco"


def test_a_layer_that_is_only_read_is_changed_by_nobody(url: str, technician: Any) -> None:
    works = f"{url}/ogc/collections/works/items"
    assert technician.post(works, json=place(), timeout=30).status_code == 405


def test_options_tell_what_one_may(kiosk: str, places: str, technician: Any) -> None:
    def allowed(answer: requests.Response) -> set[str]:
        return set(answer.headers["Allow"].split(", "))

    def options(client: Any, address: str) -> requests.Response:
        answer: requests.Response = client.options(address, timeout=30)
        assert answer.status_code == 200
        return answer

    reading = {"GET", "HEAD", "OPTIONS"}
    assert allowed(options(technician, places)) == reading | {"POST"}
    assert allowed(options(technician, kiosk)) == reading | {"PUT", "PATCH", "DELETE"}
    assert allowed(options(requests, kiosk)) == reading
    patches = options(technician, kiosk).headers["Accept-Patch"]
    assert patches.split(", ")[0] == "application/merge-patch+json"
    assert "geo+json" in options(technician, places).headers["Accept-Post"]
    assert "Accept-Patch" not in options(requests, kiosk).headers

    misplaced = technician.put(places, json=place(), timeout=30)
    assert misplaced.status_code == 405
    assert allowed(misplaced) == reading | {"POST"}
    assert "POST" in misplaced.json()["detail"]
    misplaced = technician.post(kiosk, json=place(), timeout=30)
    assert allowed(misplaced) == reading | {"PUT", "PATCH", "DELETE"}


def test_options_of_no_collection_lead_nowhere(url: str) -> None:
    answer = requests.options(f"{url}/ogc/collections/no-such/items", timeout=30)
    assert answer.status_code == 404


def test_a_foreign_page_cannot_use_a_sessions_cookie(url: str, kiosk: str) -> None:
    session = staff.sign_in(url, ADMIN)
    assert session.put(kiosk, json=place("Robado"), timeout=30).status_code == 403
    own = {"X-CSRFToken": session.cookies["csrftoken"], "Referer": url}
    changed = session.put(kiosk, json=place("Mío"), headers=own, timeout=30)
    assert changed.status_code == 204
