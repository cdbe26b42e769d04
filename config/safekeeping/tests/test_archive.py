"""The container is whole or refused, and holds nothing that leads out of its folder."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.safekeeping.archive import Broken, Packer, Summed, Unpacker, prove
from config.safekeeping.manifest import DATABASE, Manifest, Member

PAPER = "files/ab/cd/abcd"


def manifest(members: dict[str, Member]) -> Manifest:
    return Manifest(
        made="2026-11-27T10:00:00-04:00",
        version="0.1.0",
        commit="",
        town="Quillacollo",
        postgresql=15,
        postgis="3.3.2",
        tool=15,
        migrations=["water.0001_initial"],
        rows={"public.water_account": 3},
        done=["demo"],
        bucket="",
        members=members,
    )


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with Packer(Summed(out)) as packer:
        for name, content in parts.items():
            packer.add(name, [content[:3], content[3:]])
        packer.close(manifest(dict(packer.members)))
    return out.getvalue()


WHOLE = packed({DATABASE: b"PGDMP" * 50, PAPER: b"%PDF", "secret_key": b"s"})


def proved(data: bytes) -> dict[str, bytes]:
    for _read in prove(io.BytesIO(data)):
        pass
    unpacker = Unpacker(io.BytesIO(data))
    return {name: b"".join(unpacker.read(name)) for name in unpacker.manifest.members}


def test_parts_come_out_as_they_went_in_for_any_program() -> None:
    assert proved(WHOLE)[DATABASE] == b"PGDMP" * 50
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as plain:
        assert plain.testzip() is None
        assert plain.read(PAPER) == b"%PDF"
        assert {info.external_attr >> 16 & 0o777 for info in plain.infolist()} == {0o600}


def test_it_tells_what_it_was_told() -> None:
    told = Unpacker(io.BytesIO(WHOLE)).manifest
    assert told == manifest(told.members)
    assert told.files == [PAPER]


@given(at=st.integers(0, len(WHOLE) - 1), bit=st.integers(0, 7))
def test_one_changed_bit_anywhere_is_refused(at: int, bit: int) -> None:
    changed = bytearray(WHOLE)
    changed[at] ^= 1 << bit
    with pytest.raises(Broken):
        proved(bytes(changed))


@given(length=st.integers(0, len(WHOLE) - 1))
def test_what_was_cut_short_is_refused(length: int) -> None:
    with pytest.raises(Broken):
        proved(WHOLE[:length])


def test_a_part_is_compared_with_its_digest_before_its_last_block_is_given() -> None:
    unpacker = Unpacker(io.BytesIO(WHOLE))
    unpacker.manifest.members[PAPER] = Member(size=4, sha256="0" * 64)
    given: list[bytes] = []
    with pytest.raises(Broken):
        given.extend(unpacker.read(PAPER))
    assert given == []


@pytest.mark.parametrize(
    "name",
    [
        "../evil",
        "files/../../evil",
        "/etc/passwd",
        "files",
        "pg/data",
        "files//x",
        "logs/x",
    ],
)
def test_a_part_that_belongs_nowhere_is_refused(name: str) -> None:
    with pytest.raises(Broken):
        Unpacker(io.BytesIO(packed({DATABASE: b"x", name: b"y"})))


def test_a_part_that_the_manifest_does_not_know_is_refused() -> None:
    out = io.BytesIO()
    with Packer(Summed(out)) as packer:
        packer.add(DATABASE, [b"x"])
        known = dict(packer.members)
        packer.add(PAPER, [b"y"])
        packer.close(manifest(known))
    with pytest.raises(Broken):
        Unpacker(io.BytesIO(out.getvalue()))


def test_a_later_format_is_refused() -> None:
    text = manifest({}).as_text().replace('"format": 1', '"format": 2').encode()
    with pytest.raises(ValueError, match="format"):
        Manifest.read(text)


def test_one_that_failed_in_the_middle_writes_no_end() -> None:
    out = io.BytesIO()

    def cut() -> Iterator[bytes]:
        yield b"half" * 100
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="space"), Packer(Summed(out)) as packer:
        packer.add(DATABASE, cut())
    with pytest.raises(Broken):
        Unpacker(io.BytesIO(out.getvalue()))
