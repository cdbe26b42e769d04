"""Archives are judged before they are unpacked, and nothing lands outside their folder."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from geo.exchange import archives
from geo.exchange.archives import Truncated, unpack_gzip
from geo.exchange.refusals import TooLarge, UnknownFormat, UnsafeFile
from geo.exchange.tests.conftest import collection, feature
from geo.testing import Grid

LAYER = collection(feature(Grid("a").point("a"), nombre="Plaza"))


def archive(file: Path, members: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return file


@pytest.mark.parametrize(
    "members",
    [
        pytest.param({"..\\evil.geojson": LAYER}, id="climbs out the Windows way"),
        pytest.param({"C:evil.geojson": LAYER}, id="drive"),
        pytest.param({"a/layer.geojson": LAYER, "b/layer.geojson": LAYER}, id="twice"),
        pytest.param({"n" * 250 + ".geojson": LAYER}, id="name too long"),
    ],
)
def test_an_archive_that_is_up_to_something(take, tmp_path, members) -> None:
    file = archive(tmp_path / "a.zip", members)

    with pytest.raises(UnsafeFile):
        take(file)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip", "mapping.toml"]


def test_a_gzip_bomb_stops_early(tmp_path) -> None:
    file = tmp_path / "layer.geojson.gz"
    file.write_bytes(gzip.compress(b"0" * 30_000_000))
    into = tmp_path / "into"
    into.mkdir()

    with pytest.raises(TooLarge):
        unpack_gzip(file, into)
    written = sum(path.stat().st_size for path in into.iterdir())
    assert written <= archives.FREE_RATIO_BYTES


def packed_zip(folder: Path) -> Path:
    return archive(folder / "a.zip", {"layer.geojson": LAYER * 50})


def packed_gzip(folder: Path) -> Path:
    file = folder / "a.geojson.gz"
    file.write_bytes(gzip.compress((LAYER * 50).encode()))
    return file


@pytest.mark.parametrize("packed", [packed_zip, packed_gzip])
def test_a_truncated_archive_says_so(
    take, tmp_path, packed: Callable[[Path], Path]
) -> None:
    file = packed(tmp_path)
    content = file.read_bytes()
    file.write_bytes(content[: len(content) * 2 // 3])

    with pytest.raises(Truncated):
        take(file)


def test_a_flipped_bit_is_found_by_the_checksum(take, tmp_path) -> None:
    file = packed_zip(tmp_path)
    content = bytearray(file.read_bytes())
    content[60] ^= 0xFF
    file.write_bytes(content)

    with pytest.raises((Truncated, UnsafeFile)):
        take(file)


def test_an_archive_without_a_layer(take, tmp_path) -> None:
    with pytest.raises(UnknownFormat):
        take(archive(tmp_path / "a.zip", {"read.me": "hola"}))


def test_what_macs_add_is_passed_over(take, tmp_path) -> None:
    members = {"layer.geojson": LAYER, "__MACOSX/._layer.geojson": "x", ".DS_Store": "y"}

    assert take(archive(tmp_path / "a.zip", members)).loaded == 1
