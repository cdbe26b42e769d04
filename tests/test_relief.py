"""Relief over the wire: tiles, heights and the coverage, with a DEM and without one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import mapbox_vector_tile
import pytest
import requests
from openapi_spec_validator import OpenAPIV30SpecValidator

SQUARE = "lon=-66.278&lat=-17.3925"


def get(address: str, **headers: str) -> requests.Response:
    return requests.get(address, headers=headers, timeout=30)


def test_tiles_are_answered_and_kept(hilly_url: str) -> None:
    told = get(f"{hilly_url}/tiles/hillshade.json").json()
    address = hilly_url + told["tiles"][0].format(z=12, x=1293, y=2247)
    tile = get(address)
    assert tile.headers["Content-Type"] == "image/png"
    assert "immutable" in tile.headers["Cache-Control"]
    assert len(tile.content) > 1000
    again = get(address, **{"If-None-Match": tile.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_contours_carry_their_height(hilly_url: str) -> None:
    told = get(f"{hilly_url}/tiles/contours.json").json()
    tile = get(hilly_url + told["tiles"][0].format(z=14, x=5175, y=8991))
    layer = mapbox_vector_tile.decode(tile.content)["contours"]
    heights = {feature["properties"]["ele"] for feature in layer["features"]}
    assert heights
    assert all(height % 10 == 0 for height in heights)


@pytest.mark.parametrize(
    "bad", ["hillshade/3/9/0", "contours/a/0/0", "hillshade/12/1/1?x=1"]
)
def test_odd_tiles_are_refused(hilly_url: str, bad: str) -> None:
    answer = get(f"{hilly_url}/tiles/{bad}")
    assert answer.status_code in (400, 404)
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_the_height_is_told_and_that_it_is_invented(hilly_url: str) -> None:
    told = get(f"{hilly_url}/elevation?{SQUARE}").json()
    assert 2530 < told["elevation_m"] < 2570
    assert told["synthetic"] is True
    page = get(f"{hilly_url}/aqui/?{SQUARE}", **{"Accept-Language": "es"}).text
    assert "m s. n. m." in page
    assert "inventado" in page


def test_the_dem_is_a_collection_like_the_others(hilly_url: str) -> None:
    listed = get(f"{hilly_url}/ogc/collections?f=json").json()["collections"]
    alone = get(f"{hilly_url}/ogc/collections/dem?f=json").json()
    assert next(each for each in listed if each["id"] == "dem") == alone
    for link in alone["links"]:
        answer = get(link["href"])
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith(link["type"].split(";")[0])
    schema = get(f"{hilly_url}/ogc/collections/dem/schema").json()
    assert schema["properties"]["elevation"]["x-ogc-unit"] == "m"


@pytest.mark.parametrize("path", ["", "/schema"])
@pytest.mark.parametrize(
    ("language", "words"), [("es", "Modelo"), ("en", "Elevation model")]
)
def test_its_pages_are_in_the_readers_language(
    hilly_url: str, path: str, language: str, words: str
) -> None:
    page = get(f"{hilly_url}/ogc/collections/dem{path}?f=html&lang={language}")
    assert page.status_code == 200
    assert words in page.text
    assert "Llajta" in page.text


def test_the_whole_file_is_read_in_parts_like_gdal_does(hilly_url: str) -> None:
    address = f"{hilly_url}/ogc/collections/dem/coverage?f=tiff"
    some = get(address, Range="bytes=0-15")
    assert some.status_code == 206
    assert some.content[:2] in (b"II", b"MM")


def test_too_much_is_refused_with_the_way_out(hilly_url: str) -> None:
    answer = get(f"{hilly_url}/ogc/collections/dem/coverage?f=json")
    assert answer.status_code == 400
    assert "scale-factor=" in answer.json()["detail"]


def test_features_keep_what_they_promise_beside_a_coverage(
    hilly_url: str, checks: Path
) -> None:
    command = [sys.executable, str(checks / "ogcapi_check.py"), f"{hilly_url}/ogc"]
    command += ["--strict", "--quiet", "--max-collections", "2"]
    command += ["--require", "ogcapi-features-1/*", "--only", "ogcapi-features-1/*"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_description_stays_valid(hilly_url: str) -> None:
    document = get(f"{hilly_url}/ogc/openapi").json()
    assert "/collections/dem/coverage" in document["paths"]
    assert list(OpenAPIV30SpecValidator(document).iter_errors()) == []


@pytest.mark.parametrize(
    "path",
    [
        f"/elevation?{SQUARE}",
        "/ogc/collections/dem",
        "/ogc/collections/dem?f=html",
        "/ogc/collections/dem/schema",
        "/ogc/collections/dem/coverage",
        "/ogc/collections/dem/coverage?f=tiff&bbox=-66.3,-17.4,-66.2,-17.3",
        "/ogc/collections/dem/items",
        "/ogc/collections/dem/queryables",
    ],
)
def test_without_a_dem_everything_says_so_politely(flat_url: str, path: str) -> None:
    answer = get(flat_url + path, **{"Accept-Language": "es"})
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_without_a_dem_nothing_speaks_of_it(flat_url: str) -> None:
    listed = get(f"{flat_url}/ogc/collections?f=json").json()["collections"]
    assert "dem" not in {each["id"] for each in listed}
    assert "m s. n. m." not in get(f"{flat_url}/aqui/?{SQUARE}").text
    assert get(f"{flat_url}/tiles/contours/12/1293/2247").status_code == 204
    clear = get(f"{flat_url}/tiles/hillshade/12/1293/2247")
    assert (clear.status_code, len(clear.content) < 300) == (200, True)


def test_a_profile_says_the_heights_along_a_line(hilly_url: str) -> None:
    ends = [[-66.279, -17.393], [-66.279, -17.33]]
    line = {"type": "LineString", "coordinates": ends}
    address = f"{hilly_url}/ogc/processes/elevation-profile/execution"
    order = {"inputs": {"line": line, "samples": 50}}
    answer = requests.post(address, json=order, timeout=30)
    assert answer.status_code == 200, answer.text
    profile = answer.json()
    samples = profile["samples"]
    assert len(samples) == 50 and samples[0]["distance_m"] == 0
    assert samples[-1]["distance_m"] == profile["length_m"] == pytest.approx(6972, abs=10)
    for sample in (samples[0], samples[-1]):
        asked = f"{hilly_url}/elevation?lon={sample['lon']}&lat={sample['lat']}"
        height = get(asked).json()["elevation_m"]
        assert sample["elevation_m"] == pytest.approx(height, abs=0.1)
    rise = samples[-1]["elevation_m"] - samples[0]["elevation_m"]
    assert profile["ascent_m"] - profile["descent_m"] == pytest.approx(rise, abs=0.1)
    assert profile["ascent_m"] > 50


def test_the_form_of_a_profile_shows_its_result(hilly_url: str) -> None:
    line = '{"type": "LineString", "coordinates": [[-66.279, -17.393], [-66.279, -17.33]]}'
    address = f"{hilly_url}/ogc/processes/elevation-profile/execution"
    typed = {"line": line, "samples": "20"}
    answer = requests.post(address, data=typed, timeout=30)
    assert answer.status_code == 200
    assert 'id="result"' in answer.text
