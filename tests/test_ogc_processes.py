"""Processes over HTTP: described, run while one waits, refused with a reason."""

from __future__ import annotations

import gzip
from collections import Counter
from typing import Any

import pytest
import requests

from geo.access import Audience
from geo.processes.declared import offered
from tests.test_ogc_hostile import SECRETS

EXCEPTIONS = "http://www.opengis.net/def/exceptions/ogcapi-processes-1/1.0/"
PROCESSES = ("locate", "summarise", "conflicts", "elevation-profile")
SCHEMA_WORDS = {
    *("title", "description", "type", "format", "enum", "default", "example", "items"),
    *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    *("minLength", "maxLength", "pattern", "minItems", "maxItems", "uniqueItems"),
    *("minProperties", "maxProperties", "required", "properties", "additionalProperties"),
    *("oneOf", "allOf", "anyOf", "not", "nullable", "readOnly", "writeOnly", "deprecated"),
    *("contentMediaType", "contentEncoding", "contentSchema"),
}
"""All that the schema of an input or output may say (OGC 18-062r2, schema.yaml)."""
PLACE = (-66.2785, -17.3935)


def run(
    url: str, process: str, *, headers: dict[str, str] | None = None, **order: Any
) -> requests.Response:
    address = f"{url}/ogc/processes/{process}/execution"
    return requests.post(address, json=order, headers=headers, timeout=60)


def value(url: str, process: str, **inputs: Any) -> Any:
    answer = run(url, process, inputs=inputs)
    assert answer.status_code == 200, answer.text
    return answer.json()


def items(url: str, layer: str, **query: str) -> list[Any]:
    address = f"{url}/ogc/collections/{layer}/items"
    answer = requests.get(address, params={"limit": "10000", **query}, timeout=60)
    found: list[Any] = answer.json()["features"]
    return found


def refused(answer: requests.Response, status: int, kind: str = "about:blank") -> str:
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    document = answer.json()
    assert set(document) == {"type", "title", "status", "detail"}
    assert document["type"] == kind
    assert not SECRETS.search(answer.text)
    return str(document["detail"])


def around(metres: float, at: tuple[float, float] = PLACE) -> dict[str, Any]:
    x, y = at
    d = metres / 110_000
    ring = [[x - d, y - d], [x + d, y - d], [x + d, y + d], [x - d, y + d], [x - d, y - d]]
    return {"type": "Polygon", "coordinates": [ring]}


@pytest.mark.parametrize("name", PROCESSES)
def test_a_process_describes_itself(town_url: str, name: str) -> None:
    listed = requests.get(f"{town_url}/ogc/processes", timeout=30).json()["processes"]
    summary = next(each for each in listed if each["id"] == name)
    address = next(each["href"] for each in summary["links"] if each["rel"] == "self")
    described = requests.get(address, timeout=30).json()
    assert {key: described[key] for key in summary if key != "links"} == {
        key: summary[key] for key in summary if key != "links"
    }
    assert set(summary["jobControlOptions"]) == {"sync-execute", "async-execute", "dismiss"}
    schemas = [each["schema"] for each in described["inputs"].values()]
    assert len(described["outputs"]) == 1
    schemas += [each["schema"] for each in described["outputs"].values()]
    for each in schemas:
        assert words_of(each) <= SCHEMA_WORDS


def words_of(schema: dict[str, Any]) -> set[str]:
    """The words of a schema and of those inside it."""
    found = set(schema)
    inner = [*schema.get("oneOf", ()), *schema.get("properties", {}).values()]
    for each in [*inner, *filter(None, [schema.get("items")])]:
        found |= words_of(each)
    return found


def test_the_examples_that_are_shown_work(town_url: str) -> None:
    for process in offered(Audience.ANYONE):
        declared = process.inputs(Audience.ANYONE).items()
        example = {
            name: each.example for name, each in declared if each.example is not None
        }
        answer = run(town_url, process.id, inputs=example)
        if process.id == "elevation-profile":  # this town knows no heights, and says so
            assert "import_dem" in refused(answer, 404)
        else:
            assert answer.status_code == 200


def test_a_list_of_processes_goes_on(town_url: str) -> None:
    first = requests.get(f"{town_url}/ogc/processes?limit=2", timeout=30).json()
    following = next(each["href"] for each in first["links"] if each["rel"] == "next")
    second = requests.get(following, timeout=30).json()
    names = [each["id"] for page in (first, second) for each in page["processes"]]
    assert names == list(PROCESSES)
    assert not any(each["rel"] == "next" for each in second["links"])


def test_a_corner_is_located_as_the_search_box_finds_it(town_url: str) -> None:
    places = [*PLACE]
    found = value(town_url, "locate", places=["Plaza 15 de Agosto", places, "qqzzxx"])
    named, point, nothing = found["places"]
    assert found["found"] == 2
    assert (named["found"], named["inside"]) == (True, True)
    assert named["kind"] == "place" and named["accuracy_m"] == 50
    assert nothing == {"asked": "qqzzxx", "found": False}
    assert point["accuracy_m"] == 1
    assert {"number", "name"} <= set(point["district"])
    assert point["street"]["distance_m"] >= 0
    here = requests.get(f"{town_url}/aqui/?lon={PLACE[0]}&lat={PLACE[1]}", timeout=30).text
    assert f"{point['district']['number']}" in here and point["street"]["name"] in here


def test_a_point_outside_is_told_so(town_url: str) -> None:
    (place,) = value(town_url, "locate", places=[[-60.0, -10.0]])["places"]
    assert place["found"] is True and place["inside"] is False


def test_what_lies_here_is_what_the_collections_say(town_url: str) -> None:
    area, layers = around(300), ["parcels", "streets", "place-names"]
    found = value(town_url, "conflicts", area=area, layers=layers, limit=500)
    ring = ", ".join(f"{x} {y}" for x, y in area["coordinates"][0])
    for each in found["layers"]:
        condition = f"S_INTERSECTS(geometry, POLYGON(({ring})))"
        there = items(town_url, each["layer"], filter=condition)
        assert each["matched"] == len(there) > 0, each["layer"]
        first = each["features"][0]
        assert first["id"] == there[0]["id"]
        assert first["properties"] == there[0]["properties"]
        one = requests.get(town_url + first["href"], timeout=30).json()
        assert one["properties"] == first["properties"]
    assert [each["layer"] for each in found["layers"]] == layers
    assert found["matched"] == sum(each["matched"] for each in found["layers"])


def test_what_lies_near_counts_with_a_buffer(town_url: str) -> None:
    line = {"type": "LineString", "coordinates": [[*PLACE], [PLACE[0] + 1e-6, PLACE[1]]]}

    def parcels(**more: float) -> int:
        found = value(town_url, "conflicts", area=line, layers=["parcels"], **more)
        return int(found["matched"])

    assert parcels() <= parcels(buffer_m=50) < parcels(buffer_m=200)


def test_the_basemap_is_only_asked_when_named(town_url: str) -> None:
    found = value(town_url, "conflicts", area=around(100))
    asked = {each["layer"] for each in found["layers"]}
    assert "works" in asked and not asked & {"parcels", "streets", "districts"}


def test_a_list_is_capped_and_its_count_is_not(town_url: str) -> None:
    found = value(town_url, "conflicts", area=around(500), layers=["parcels"], limit=3)[
        "layers"
    ][0]
    assert (found["returned"], len(found["features"])) == (3, 3)
    assert found["matched"] > 3


def test_figures_by_district_are_those_of_the_layer_itself(town_url: str) -> None:
    figures = value(town_url, "summarise", layer="parcels")
    told = {each["name"]: each["count"] for each in figures["areas"]}
    parcels = items(town_url, "parcels")
    assert figures["total"]["count"] == len(parcels)
    by_number = Counter(each["properties"]["district"] for each in parcels)
    districts = items(town_url, "districts")
    names = {each["properties"]["number"]: each["properties"]["name"] for each in districts}
    wanted = {f"D-{number} {names[number]}": by_number[number] for number in by_number}
    # Parcels keep the district of their centre; a point on them may lie just beyond it.
    assert set(told) == set(wanted)
    assert all(abs(told[name] - wanted[name]) <= 2 for name in told)


def test_a_number_is_summed_for_what_the_filter_leaves(town_url: str) -> None:
    known = [each["properties"]["year"] for each in items(town_url, "works")]
    condition = f"year < {max(known)}"
    order = {"layer": "works", "property": "year", "filter": condition}
    figures = value(town_url, "summarise", by="zone", **order)
    years = [
        each["properties"]["year"] for each in items(town_url, "works", filter=condition)
    ]
    assert figures["total"] == {
        "count": len(years),
        "sum": sum(years),
        "mean": pytest.approx(sum(years) / len(years)),
    }
    parts = [*figures["areas"], figures["elsewhere"] or {"count": 0, "sum": 0}]
    assert sum(each["count"] for each in parts) == len(years)


def test_a_document_names_the_result(town_url: str) -> None:
    order: dict[str, Any] = {"inputs": {"places": "Sucre"}, "outputs": {"located": {}}}
    answer = run(town_url, "locate", **order, response="document")
    assert set(answer.json()["located"]) == {"value", "mediaType"}


def test_a_value_may_come_with_its_kind(town_url: str) -> None:
    area = {"value": around(50), "mediaType": "application/geo+json"}
    assert value(town_url, "conflicts", area=area)["layers"]


BOW_TIE: dict[str, Any] = {
    "type": "Polygon",
    "coordinates": [[[-66.28, -17.4], [-66.27, -17.39]]],
}
BOW_TIE["coordinates"][0] += [[-66.27, -17.4], [-66.28, -17.39], [-66.28, -17.4]]


def line(*positions: Any) -> dict[str, Any]:
    return {"type": "LineString", "coordinates": list(positions)}


DEEP: Any = []
for _level in range(200):
    DEEP = [DEEP]


@pytest.mark.bar("R60")
@pytest.mark.parametrize(
    ("process", "inputs"),
    [
        pytest.param("locate", {}, id="nothing"),
        pytest.param("locate", {"places": 5}, id="a number as place"),
        pytest.param("locate", {"places": []}, id="no place"),
        pytest.param("locate", {"places": [[1]]}, id="half a point"),
        pytest.param("locate", {"places": [[0, 91]]}, id="beyond the pole"),
        pytest.param("locate", {"places": [[1e308, 0]]}, id="1e308"),
        pytest.param("locate", {"places": "x" * 201}, id="a long text"),
        pytest.param("locate", {"places": "a\0b"}, id="a zero byte"),
        pytest.param("locate", {"places": "\ud800"}, id="half a pair"),
        pytest.param("locate", {"places": ["x"] * 10_001}, id="too many"),
        pytest.param("locate", {"places": {"href": "http://127.0.0.1/"}}, id="a reference"),
        pytest.param("elevation-profile", {"line": around(5)}, id="an area for a line"),
        pytest.param("elevation-profile", {"line": line([0, 0])}, id="a line of one"),
        pytest.param("conflicts", {"area": "here"}, id="a text as area"),
        pytest.param("conflicts", {"area": {}}, id="an empty object"),
        pytest.param("conflicts", {"area": {"type": "Polygon"}}, id="no coordinates"),
        pytest.param("conflicts", {"area": BOW_TIE}, id="a bow-tie"),
        pytest.param("conflicts", {"area": {**around(5), "x": "\0"}}, id="a zero within"),
        pytest.param("conflicts", {"area": {"type": DEEP}}, id="an abyss"),
        pytest.param("conflicts", {"area": line([0, 0])}, id="one position"),
        pytest.param(
            "conflicts", {"area": line([1e308, 0], [0, 0])}, id="an infinite line"
        ),
        pytest.param("conflicts", {"area": line("a", "b")}, id="letters"),
        pytest.param(
            "conflicts", {"area": line([-17.39, -66.28], [-17.4, -66.2])}, id="swapped"
        ),
        pytest.param("conflicts", {"area": line([-67, -17], [-66, -18])}, id="wide"),
        pytest.param(
            "conflicts",
            {"area": line(*([-66 + n * 1e-6, -17] for n in range(20_000)))},
            id="20,000 vertices",
        ),
        pytest.param("conflicts", {"area": around(5), "buffer_m": -1}, id="a hole"),
        pytest.param("conflicts", {"area": around(5), "buffer_m": 1e308}, id="all around"),
        pytest.param("conflicts", {"area": around(5), "layers": ["no"]}, id="no layer"),
        pytest.param("conflicts", {"area": around(5), "limit": 1.5}, id="half a feature"),
        pytest.param("conflicts", {"area": around(5), "limit": True}, id="a truth"),
        pytest.param("summarise", {"layer": "no"}, id="no such layer"),
        pytest.param("summarise", {"layer": "works", "by": "planet"}, id="no such area"),
        pytest.param(
            "summarise", {"layer": "works", "property": "code"}, id="a text summed"
        ),
        pytest.param("summarise", {"layer": "works", "property": "x';--"}, id="SQL"),
        pytest.param(
            "summarise", {"layer": "works", "filter": "year ="}, id="half a filter"
        ),
        pytest.param(
            "summarise", {"layer": "works", "filter": "year^4000>1"}, id="too dear"
        ),
    ],
)
def test_an_input_that_is_wrong_is_said_so(
    town_url: str, process: str, inputs: dict[str, Any]
) -> None:
    assert refused(run(town_url, process, inputs=inputs), 400)


@pytest.mark.bar("R60")
@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"[]", id="a list"),
        pytest.param(b"null", id="null"),
        pytest.param(b"\xff\xfe", id="no UTF-8"),
        pytest.param(b"[" * 100_000, id="100,000 brackets"),
        pytest.param(b'{"inputs": {"places": NaN}}', id="NaN"),
        pytest.param(b'{"inputs": {"places": "x"}, "outputs": {"no": {}}}', id="no output"),
        pytest.param(b'{"inputs": {"places": "x"}, "response": "loud"}', id="no response"),
        pytest.param(b'{"inputs": {"places": "x"}, "colour": 1}', id="an unknown member"),
        pytest.param(
            b'{"inputs":{"places":"x"},"outputs":{"located":{"format":'
            b'{"mediaType":"application/xml"}}}}',
            id="a format that is not offered",
        ),
        pytest.param(
            b'{"inputs":{"places":"x"},"outputs":{"located":{"transmissionMode":"reference"}}}',
            id="by reference",
        ),
        pytest.param(
            b'{"inputs":{"places":"x"},"subscriber":{"successUri":"http://127.0.0.1/"}}',
            id="call me back",
        ),
    ],
)
def test_an_order_that_cannot_be_read_is_said_so(town_url: str, body: bytes) -> None:
    answer = requests.post(
        f"{town_url}/ogc/processes/locate/execution",
        data=body,
        headers={"Content-Type": "application/json"},
        timeout=30,
    )
    assert refused(answer, 400)


@pytest.mark.bar("R60")
@pytest.mark.parametrize("chunked", [False, True], ids=["whole", "in pieces"])
def test_fifty_megabytes_are_too_many(town_url: str, chunked: bool) -> None:
    pieces = (b" " * 1_000_000 for _piece in range(50))
    answer = requests.post(
        f"{town_url}/ogc/processes/locate/execution",
        data=pieces if chunked else b"".join(pieces),
        headers={"Content-Type": "application/json"},
        timeout=60,
    )
    assert refused(answer, 413)
    assert requests.get(f"{town_url}/healthz", timeout=30).status_code == 200


@pytest.mark.bar("R60")
@pytest.mark.parametrize(
    "kind", ["text/plain", "application/xml", "multipart/form-data", ""]
)
def test_another_media_type_is_not_taken(town_url: str, kind: str) -> None:
    address = f"{town_url}/ogc/processes/locate/execution"
    answer = requests.post(address, data=b"{}", headers={"Content-Type": kind}, timeout=30)
    assert refused(answer, 415)


def test_packed_inputs_are_not_taken_for_broken_ones(town_url: str) -> None:
    packed = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    address = f"{town_url}/ogc/processes/locate/execution"
    answer = requests.post(address, data=gzip.compress(b"{}"), headers=packed, timeout=30)
    assert refused(answer, 415)


@pytest.mark.parametrize("name", ["..%2f..%2fetc", "locate;--", "LOCATE"])
def test_an_unknown_process_is_said_in_the_standards_word(town_url: str, name: str) -> None:
    kind = f"{EXCEPTIONS}no-such-process"
    address = f"{town_url}/ogc/processes/{name}"
    assert refused(requests.get(address, timeout=30), 404, kind)
    if "%" not in name:
        answer = requests.post(f"{address}/execution", json={}, timeout=30)
        assert refused(answer, 404, kind)


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_an_execution_is_only_posted_to(town_url: str, method: str) -> None:
    address = f"{town_url}/ogc/processes/locate/execution"
    answer = requests.request(method, address, timeout=30)
    assert refused(answer, 405)
    assert answer.headers["Allow"] == "POST, OPTIONS"


def test_a_job_is_read_or_dismissed_and_nothing_else(town_url: str) -> None:
    job = f"{town_url}/ogc/jobs/00000000-0000-0000-0000-000000000000"
    answer = requests.put(job, timeout=30)
    assert refused(answer, 405)
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS, DELETE"


def test_pages_of_others_may_run_a_process(town_url: str) -> None:
    address = f"{town_url}/ogc/processes/locate/execution"
    asked = requests.options(address, timeout=30)
    assert "POST" in asked.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in asked.headers["Access-Control-Allow-Headers"]
    assert (
        run(town_url, "locate", inputs={"places": "x"}).headers[
            "Access-Control-Allow-Origin"
        ]
        == "*"
    )
