"""What is sealed comes out as it went in, for whoever has the passphrase only."""

from __future__ import annotations

import io
from base64 import b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.safekeeping.age import CHUNK, Sealer, Unsealable, Unsealed, WrongPassphrase

PHRASE = "correct horse battery"
BY_ANOTHER_PROGRAM = b64decode(
    "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCBycUliemJGRHc1a0NTYTBoMklLR3BBIDE2CnFURUxv"
    "WEg0OTNrMTVNeFdUVWg3UVk2dDgrUVBOMVNKcXBzVytyTXNTL28KLS0tIFhQVnNoRGtwM0Z5bDRwVHA1K09l"
    "Sk9HVU43U2hRZGVrQ1hxejF6ck5SQVUKpqw9HQ208AmqqynKljcesDAFyov0VgHf6PX8oi3CKx3qxx5A8khD"
    "R0+Yk6s="
)
"""Made by rage (pyrage 1.4.0)."""
pytestmark = pytest.mark.usefixtures("quick")


def sealed(content: bytes, *, piece: int = 10_000) -> bytes:
    out = io.BytesIO()
    sealer = Sealer(out, PHRASE)
    for start in range(0, len(content), piece):
        sealer.write(content[start : start + piece])
    sealer.finish()
    return out.getvalue()


def read(data: bytes, phrase: str = PHRASE) -> bytes:
    return io.BufferedReader(Unsealed(io.BytesIO(data), phrase)).read()


def test_what_another_program_sealed_is_opened() -> None:
    assert read(BY_ANOTHER_PROGRAM) == b"Quillacollo\n"


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_any_length_comes_out_as_it_went_in(size: int) -> None:
    content = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    assert read(sealed(content)) == content


def test_any_place_can_be_read_first() -> None:
    content = bytes(number % 251 for number in range(3 * CHUNK + 17))
    opened = io.BufferedReader(Unsealed(io.BytesIO(sealed(content)), PHRASE))
    assert opened.seek(-20, io.SEEK_END) == len(content) - 20
    assert opened.read() == content[-20:]
    opened.seek(CHUNK - 5)
    assert opened.read(10) == content[CHUNK - 5 : CHUNK + 5]


def test_another_passphrase_opens_nothing() -> None:
    with pytest.raises(WrongPassphrase):
        read(sealed(b"a paper"), "correct horse batter")


@pytest.fixture
def short() -> bytes:
    return sealed(b"a town" * 40)


@given(at=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_one_changed_bit_anywhere_is_refused(short: bytes, at: float, bit: int) -> None:
    changed = bytearray(short)
    changed[int(at * len(short))] ^= 1 << bit
    with pytest.raises((Unsealable, WrongPassphrase)):
        read(bytes(changed))


@pytest.mark.parametrize("left", [0, 10, 150, 2 * CHUNK, -CHUNK - 16, -1])
def test_what_was_cut_short_is_refused_when_it_is_opened(left: int) -> None:
    whole = sealed(b"x" * 3 * CHUNK)
    with pytest.raises(Unsealable):
        Unsealed(io.BytesIO(whole[:left]), PHRASE)


def test_pieces_in_another_order_are_refused() -> None:
    whole = sealed(bytes(CHUNK) + b"x" * CHUNK + b"end")
    body = len(whole) - len(b"end") - 16 - 2 * (CHUNK + 16)
    first, second = body + CHUNK + 16, body + 2 * (CHUNK + 16)
    swapped = whole[:body] + whole[first:second] + whole[body:first] + whole[second:]
    with pytest.raises(Unsealable):
        read(swapped)


def test_a_forged_effort_does_not_take_all_memory() -> None:
    forged = sealed(b"").replace(b" 4\n", b" 60\n", 1)
    with pytest.raises(Unsealable):
        read(forged)
