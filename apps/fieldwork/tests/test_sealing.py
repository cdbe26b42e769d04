"""Envelopes come out byte by byte as the telephone's program makes them."""

from __future__ import annotations

import base64
import json
import stat
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from hypothesis import given
from hypothesis import strategies as st

from apps.fieldwork.domain.keys import base64url, current_key, key_called, told_key
from apps.fieldwork.domain.sealing import (
    EVENT,
    FILE,
    BadFrame,
    Nonces,
    Unopened,
    framed,
    open_envelope,
    raw_of,
    read_envelope,
    seal,
    unframed,
    with_signature,
)
from apps.fieldwork.domain.signing import Forged, Unsigned, sign, vouch

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text("utf-8"))


def decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def private(jwk: dict[str, str]) -> ec.EllipticCurvePrivateKey:
    number = int.from_bytes(decoded(jwk["d"]), "big")
    return ec.derive_private_key(number, ec.SECP256R1())


SERVER = private(VECTORS["server"]["jwk"])


@pytest.mark.parametrize(("what", "magic"), [("event", EVENT), ("file", FILE)])
def test_the_shared_vectors_come_out_equal(what, magic):
    vector = VECTORS[what]
    plain = (
        vector["plaintext"].encode() if what == "event" else decoded(vector["plaintext"])
    )
    nonces = Nonces(
        ephemeral=private(VECTORS["ephemeral"]["jwk"]), iv=decoded(VECTORS["iv"])
    )
    ident, device = UUID(vector["id"]), UUID(VECTORS["device"])
    sealed = seal(
        plain, SERVER.public_key(), magic=magic, device=device, ident=ident, nonces=nonces
    )
    assert sealed == decoded(vector["envelope"])
    envelope = read_envelope(sealed)
    assert (envelope.sha256, envelope.id, envelope.device) == (
        vector["sha256"],
        ident,
        device,
    )
    assert envelope.kid == VECTORS["server"]["kid"]
    assert raw_of(SERVER.public_key()) == decoded(VECTORS["server"]["raw"])
    assert open_envelope(envelope, SERVER) == plain


@given(at=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_a_changed_bit_anywhere_is_noticed(at, bit):
    raw = bytearray(decoded(VECTORS["event"]["envelope"]))
    raw[at % len(raw)] ^= 1 << bit
    with pytest.raises(Unopened):
        open_envelope(read_envelope(bytes(raw)), SERVER)


@given(at=st.integers(4, 10_000), bit=st.integers(0, 7))
def test_the_shared_signature_holds_for_exactly_these_bytes(at, bit):
    raw, key = decoded(VECTORS["signing"]["signed"]), VECTORS["signing"]["raw"]
    assert read_envelope(raw).sealed == decoded(VECTORS["event"]["envelope"])
    vouch(read_envelope(raw), key)
    changed = bytearray(raw)
    changed[4 + at % (len(raw) - 4)] ^= 1 << bit
    with pytest.raises((Forged, Unopened)):
        vouch(read_envelope(bytes(changed)), key)


def test_a_signature_of_something_else_or_of_nobody_is_none():
    key = ec.generate_private_key(ec.SECP256R1())
    told = base64url(raw_of(key.public_key()))
    sealed = decoded(VECTORS["event"]["envelope"])
    vouch(read_envelope(with_signature(sealed, sign(sealed, key))), told)
    with pytest.raises(Unsigned):
        vouch(read_envelope(sealed), told)
    bare = key.sign(sealed, ec.ECDSA(hashes.SHA256()))  # without what it is for
    halves = b"".join(part.to_bytes(32, "big") for part in decode_dss_signature(bare))
    for signature in (halves, bytes(64), b"\xff" * 64):
        with pytest.raises(Forged):
            vouch(read_envelope(with_signature(sealed, signature)), told)


def test_another_key_opens_nothing():
    envelope = read_envelope(decoded(VECTORS["event"]["envelope"]))
    with pytest.raises(Unopened):
        open_envelope(envelope, ec.generate_private_key(ec.SECP256R1()))


@given(st.lists(st.binary(min_size=1, max_size=300), max_size=8))
def test_frames_come_back_as_they_went(parts):
    assert unframed(framed(parts)) == parts


@pytest.mark.parametrize("body", [b"\0", b"\0\0\0\5abc", b"\0\0\0\0", b"\xff" * 9])
def test_a_body_cut_short_is_no_body(body):
    with pytest.raises(BadFrame):
        unframed(body)


def test_the_private_key_is_for_its_owner_only_and_stays(folder_apart):
    key = current_key()
    kid = told_key()["kid"]
    file = folder_apart / "fieldwork" / f"{kid}.pem"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert current_key().private_numbers() == key.private_numbers()
    assert key_called(kid).private_numbers() == key.private_numbers()
    assert decoded(told_key()["raw"]) == raw_of(key.public_key())


def test_a_former_key_still_opens(folder_apart):
    former = told_key()["kid"]
    (folder_apart / "fieldwork" / "current").unlink()
    assert told_key()["kid"] != former
    assert key_called(former)
    with pytest.raises(Unopened):
        key_called("0000000000000000")
