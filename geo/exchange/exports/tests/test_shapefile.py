"""What a Shapefile cannot keep is told inside the archive."""

from __future__ import annotations

import zipfile

import pyogrio
import pytest

from geo.exchange.exports.shapefile import cut, short_names
from geo.exchange.exports.tests.conftest import LONG, Written


def test_the_archive_holds_a_whole_shapefile_and_its_readme(written: Written) -> None:
    with zipfile.ZipFile(written("shp.zip")) as archive:
        names = {name.rpartition(".")[2] for name in archive.namelist()}
        assert names == {"shp", "shx", "dbf", "prj", "cpg", "txt"}
        assert archive.read("benches.cpg") == b"UTF-8"
        assert b"WGS_1984" in archive.read("benches.prj")
        readme = archive.read("LEEME.txt").decode("utf-8-sig")
    assert "placed_on1  Visto (placed_on_time)" in readme
    assert "wood = madera" in readme
    assert "1 textos eran demasiado largos" in readme


def test_values_and_types_survive_as_far_as_dbase_goes(written: Written) -> None:
    file = f"/vsizip/{written('shp.zip')}/benches.shp"
    info = pyogrio.read_info(file)
    assert info["total_bounds"] == pytest.approx((-66.28, -17.39, -66.25, -17.36))
    rows = {row["id"]: row for row in pyogrio.raw.read_arrow(file)[1].to_pylist()}
    assert (rows[1]["seats"], rows[1]["weight"], rows[1]["shaded"]) == (4, 12.5, True)
    assert str(rows[1]["placed_on_"]).startswith("2024-02-29")
    assert rows[1]["placed_on1"] == "2024-02-29T16:30:00Z"
    assert rows[1]["districts"] == "1; 4"
    assert rows[4]["name"] == cut(LONG)


@pytest.mark.parametrize(
    ("text", "size"),
    [
        pytest.param("a" * 254, 254, id="fits"),
        pytest.param("a" * 255, 254, id="one byte too long"),
        pytest.param("ñ" * 200, 253, id="no letter is torn apart"),
        pytest.param("🦤" * 64, 251, id="nor a bird"),
    ],
)
def test_a_text_is_cut_between_letters(text: str, size: int) -> None:
    assert len(cut(text).encode()) == size
    assert cut(text).endswith("…") == (len(text.encode()) > 254)


def test_short_names_differ_in_more_than_their_case() -> None:
    names = [*(f"description_{number}" for number in range(12)), "DESCRIPTIO"]
    short = list(short_names(names).values())
    assert len({name.lower() for name in short}) == len(names)
    assert max(map(len, short)) == 10
