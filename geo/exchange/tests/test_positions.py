"""Coordinates end up where they are on Earth, or the file is refused with a way out."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS, Transformer

from geo import crs as stored
from geo.exchange.options import Outside
from geo.exchange.positions import conversion, crs_named
from geo.exchange.refusals import DoubtfulPosition, NotImportable, UnknownCrs
from geo.exchange.tests.conftest import feature, rows_of, table, write_with_gdal

INSIDE = (-66.2775, -17.3985)


def in_metres(*, epsg: int = 32719) -> tuple[float, float]:
    return Transformer.from_crs(4326, epsg, always_xy=True).transform(*INSIDE)


def shapefile(folder: Path, at: tuple[float, float], crs: str | None) -> Path:
    return write_with_gdal(
        folder / "a.shp",
        [shapely.Point(at)],
        driver="ESRI Shapefile",
        columns={"nombre": ["Pozo"]},
        crs=crs,
    )


@pytest.mark.parametrize(
    "epsg",
    [
        pytest.param(32719, id="WGS 84 / UTM 19S"),
        pytest.param(3857, id="web mercator"),
        pytest.param(4674, id="SIRGAS 2000, degrees"),
        pytest.param(31979, id="SIRGAS 2000 / UTM 19S"),
    ],
)
def test_any_crs_ends_in_longitude_and_latitude(take, tmp_path, epsg) -> None:
    take(shapefile(tmp_path, in_metres(epsg=epsg), f"EPSG:{epsg}"))

    (row,) = rows_of("place-names")
    assert row.position.coords == pytest.approx(INSIDE, abs=1e-6)


def test_an_old_datum_is_changed_and_its_accuracy_said(take, tmp_path) -> None:
    report = take(shapefile(tmp_path, in_metres(epsg=24879), "EPSG:24879"))

    (row,) = rows_of("place-names")
    assert row.position.coords == pytest.approx(INSIDE, abs=2e-4)
    assert any("PSAD56" in note for note in report.notes)


def test_a_shapefile_without_prj_is_never_taken_for_degrees(take, tmp_path) -> None:
    file = shapefile(tmp_path, in_metres(), "EPSG:32719")
    file.with_suffix(".prj").unlink()

    with pytest.raises(UnknownCrs, match=r"\.prj.*--crs"):
        take(file)
    assert rows_of("place-names") == []


def test_the_crs_said_by_a_person_wins(take, tmp_path) -> None:
    file = shapefile(tmp_path, in_metres(), "EPSG:32719")
    file.with_suffix(".prj").unlink()

    take(file, crs="EPSG:32719")

    (row,) = rows_of("place-names")
    assert row.position.coords == pytest.approx(INSIDE, abs=1e-6)


LOCAL = (
    'LOCAL_CS["Obra",LOCAL_DATUM["Obra",0],UNIT["metre",1],AXIS["X",EAST],AXIS["Y",NORTH]]'
)


def local_shapefile(folder: Path) -> Path:
    file = shapefile(folder, in_metres(), "EPSG:32719")
    file.with_suffix(".prj").write_text(LOCAL)
    return file


def local_geopackage(folder: Path) -> Path:
    return write_with_gdal(
        folder / "a.gpkg",
        [shapely.Point(in_metres())],
        driver="GPKG",
        columns={"nombre": ["Pozo"]},
        crs=LOCAL,
    )


@pytest.mark.parametrize("written", [local_shapefile, local_geopackage])
def test_a_local_crs_asks_for_the_true_one_and_takes_it(take, tmp_path, written) -> None:
    file = written(tmp_path)

    with pytest.raises(UnknownCrs, match=r"local.*--crs"):
        take(file)
    take(file, crs="EPSG:32719")

    (row,) = rows_of("place-names")
    assert row.position.coords == pytest.approx(INSIDE, abs=1e-6)


def test_another_crs_than_the_files_is_told(take, tmp_path) -> None:
    report = take(shapefile(tmp_path, in_metres(), "EPSG:32720"), crs="EPSG:32719")

    assert report.loaded == 1
    assert any("as you said" in note for note in report.notes)


def test_a_geopackage_without_crs_asks_for_it(take, tmp_path) -> None:
    with pytest.warns(UserWarning, match="crs"):
        file = write_with_gdal(
            tmp_path / "a.gpkg",
            [shapely.Point(INSIDE)],
            driver="GPKG",
            columns={"nombre": ["Pozo"]},
            crs=None,
        )

    with pytest.raises(UnknownCrs):
        take(file)


def test_metres_in_a_file_of_degrees_are_noticed(take, geojson) -> None:
    file = geojson(feature({"type": "Point", "coordinates": in_metres()}, nombre="Pozo"))

    with pytest.raises(DoubtfulPosition, match=r"metres.*--crs EPSG:32719"):
        take(file)


@pytest.mark.parametrize(
    ("at", "crs"),
    [
        pytest.param(INSIDE[::-1], "EPSG:4326", id="latitude first"),
        pytest.param(in_metres()[::-1], "EPSG:32719", id="northing first"),
    ],
)
def test_swapped_axes_are_noticed_and_can_be_told(take, tmp_path, at, crs) -> None:
    file = shapefile(tmp_path, at, crs)

    with pytest.raises(DoubtfulPosition, match="swap = true"):
        take(file)
    take(file, mapping="[file]\nswap = true")

    (row,) = rows_of("place-names")
    assert row.position.coords == pytest.approx(INSIDE, abs=1e-6)


FAR = (-66.9, -17.9)
"""Another town, a hundred kilometres away."""


def places(folder: Path, *at: tuple[float, float]) -> Path:
    rows = "".join(f"P{number},{x},{y}\n" for number, (x, y) in enumerate(at))
    return table(folder / "a.csv", f"nombre,lon,lat\n{rows}")


def test_swapped_axes_are_noticed_where_rows_outside_are_kept(take, tmp_path) -> None:
    file = places(tmp_path, INSIDE[::-1], INSIDE[::-1], FAR[::-1])

    with pytest.raises(DoubtfulPosition, match="swap = true"):
        take(file, outside=Outside.KEEP)
    assert take(file, outside=Outside.KEEP, mapping="[file]\nswap = true").loaded == 3


def test_what_lies_outside_is_kept_where_that_was_said(take, tmp_path) -> None:
    assert take(places(tmp_path, FAR, FAR), outside=Outside.KEEP).loaded == 2


def test_rows_are_kept_before_the_limit_is_known(take, town, tmp_path) -> None:
    town.delete()
    swapped = places(tmp_path, INSIDE[::-1])
    with pytest.raises(DoubtfulPosition, match="swap = true"):
        take(swapped, outside=Outside.KEEP)
    assert take(places(tmp_path, INSIDE, FAR), outside=Outside.KEEP).loaded == 2


def test_a_wrong_crs_is_guessed_when_nothing_lies_inside(take, tmp_path) -> None:
    report = take(shapefile(tmp_path, in_metres(), "EPSG:32720"))

    assert report.loaded == 0
    assert any("EPSG:32719" in note for note in report.notes)


@pytest.mark.parametrize("name", ["EPSG:999999", "the usual one", "EPSG:5773"])
def test_a_crs_that_is_none_is_refused(name) -> None:
    with pytest.raises(UnknownCrs):
        crs_named(name)


def test_a_table_in_metres_must_say_its_crs(take, tmp_path) -> None:
    x, y = in_metres()
    file = table(tmp_path / "a.csv", f"nombre,este,norte\nPozo,{x},{y}")

    with pytest.raises(UnknownCrs, match="--crs EPSG:32719"):
        take(file)
    assert take(file, crs="EPSG:32719").loaded == 1


def test_nothing_is_outside_before_the_limit_is_known(take, town, geojson) -> None:
    town.delete()
    file = geojson(feature({"type": "Point", "coordinates": INSIDE}, nombre="Pozo"))

    with pytest.raises(NotImportable, match="--to municipality"):
        take(file)


@given(
    st.lists(
        st.tuples(
            st.floats(min_value=-69.6, max_value=-57.4),
            st.floats(min_value=-22.9, max_value=-9.6),
        ),
        min_size=1,
    )
)
def test_there_and_back_is_the_same_place_all_over_bolivia(places) -> None:
    there = Transformer.from_crs(stored.STORAGE, 32719, always_xy=True)
    metres = np.column_stack(there.transform(*np.array(places).T))

    back = conversion(CRS.from_epsg(32719))(metres)

    assert back == pytest.approx(np.array(places), abs=1e-7)
