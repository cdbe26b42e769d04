"""Envelopes: what a telephone seals to the server's key, byte by byte.

Source: docs/fieldwork-protocol.md, Sealing. ECDH on P-256 with an ephemeral key (NIST SP
800-56A), HKDF-SHA-256 (RFC 5869), AES-256-GCM (NIST SP 800-38D).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

EVENT: Final = b"LLC1"
FILE: Final = b"LLF1"
HEADER: Final = 121
"""Bytes before the ciphertext: all of them are authenticated."""
TAG: Final = 16
LENGTH: Final = 4
"""Bytes that say how long the next envelope is."""
PURPOSE: Final = b"llajta-campo/1"
SIGNED: Final = b"LLS1"
"""Before an envelope with the signature of the telephone that sealed it."""
SIGNATURE: Final = 64
EXPORT: Final = b"LLAJTA01"
"""First bytes of a file into which an outbox was saved."""


class Unopened(ValueError):
    """The bytes are no envelope, or not one that this key opens."""


class BadFrame(ValueError):
    """The lengths do not fit what was sent."""


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """One sealed event or file, with what can be read without a key."""

    raw: bytes
    """As it came, with its signature if it has one: what its digest is of."""
    sealed: bytes
    """The envelope alone."""
    signature: bytes
    """Of the telephone; empty if it came without."""
    magic: bytes
    device: UUID
    id: UUID
    kid: str
    """Which key of the server it was sealed to."""

    @property
    def sha256(self) -> str:
        """Digest of all that came: what its receipt says."""
        return hashlib.sha256(self.raw).hexdigest()


def read_envelope(raw: bytes) -> Envelope:
    """The parts of an envelope that can be read by anybody.

    Raises:
        Unopened: it is none.
    """
    start = len(SIGNED) + SIGNATURE if raw.startswith(SIGNED) else 0
    sealed = raw[start:]
    if len(sealed) < HEADER + TAG or sealed[:4] not in (EVENT, FILE):
        raise Unopened
    return Envelope(
        raw=raw,
        sealed=sealed,
        signature=raw[len(SIGNED) : start],
        magic=sealed[:4],
        device=UUID(bytes=sealed[4:20]),
        id=UUID(bytes=sealed[20:36]),
        kid=sealed[36:44].hex(),
    )


def raw_of(key: ec.EllipticCurvePublicKey) -> bytes:
    """A public key as an uncompressed point, 65 bytes."""
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def kid_of(key: ec.EllipticCurvePublicKey) -> str:
    """How a key is called in envelopes."""
    return hashlib.sha256(raw_of(key)).digest()[:8].hex()


def _cipher(shared: bytes, ident: bytes, ephemeral: bytes, server: bytes) -> AESGCM:
    derived = HKDF(
        algorithm=hashes.SHA256(),
        length=32,
        salt=ident,
        info=PURPOSE + ephemeral + server,
    )
    return AESGCM(derived.derive(shared))


def open_envelope(envelope: Envelope, key: ec.EllipticCurvePrivateKey) -> bytes:
    """What was sealed.

    Raises:
        Unopened: it was sealed to another key, or changed on the way.
    """
    header, sealed = envelope.sealed[:HEADER], envelope.sealed[HEADER:]
    point, iv = header[44:109], header[109:]
    try:
        ephemeral = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        shared = key.exchange(ec.ECDH(), ephemeral)
        cipher = _cipher(shared, envelope.id.bytes, point, raw_of(key.public_key()))
        return cipher.decrypt(iv, sealed, header)
    except (ValueError, InvalidTag) as error:
        raise Unopened from error


@dataclass(frozen=True, kw_only=True)
class Nonces:
    """What makes each envelope another one: random, but in test vectors."""

    ephemeral: ec.EllipticCurvePrivateKey
    iv: bytes


def seal(
    plaintext: bytes,
    server: ec.EllipticCurvePublicKey,
    *,
    magic: bytes,
    device: UUID,
    ident: UUID,
    nonces: Nonces,
) -> bytes:
    """The envelope that only the holder of the server's private key can open."""
    point, to = raw_of(nonces.ephemeral.public_key()), raw_of(server)
    kid = bytes.fromhex(kid_of(server))
    header = magic + device.bytes + ident.bytes + kid + point + nonces.iv
    shared = nonces.ephemeral.exchange(ec.ECDH(), server)
    cipher = _cipher(shared, ident.bytes, point, to)
    return header + cipher.encrypt(nonces.iv, plaintext, header)


def with_signature(sealed: bytes, signature: bytes) -> bytes:
    """An envelope behind the signature of the telephone that sealed it."""
    return SIGNED + signature + sealed


def framed(envelopes: Iterator[bytes] | list[bytes]) -> bytes:
    """Envelopes one after the other, each behind its length."""
    return b"".join(len(each).to_bytes(LENGTH, "big") + each for each in envelopes)


def unframed(body: bytes) -> list[bytes]:
    """The envelopes of a body, in their order.

    Raises:
        BadFrame: a length leads past the end.
    """
    found, at = [], 0
    while at < len(body):
        start = at + LENGTH
        length = int.from_bytes(body[at:start], "big")
        at = start + length
        if at > len(body) or not length:
            raise BadFrame
        found.append(body[start:at])
    return found
