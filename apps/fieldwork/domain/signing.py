"""Whose an envelope is: telephones sign what they seal, and this looks at it.

Source: docs/fieldwork-protocol.md, Signing. ECDSA on P-256 with SHA-256 (FIPS 186-5), as
r ‖ s of 32 bytes each (IEEE P1363), which is how WebCrypto writes it.
"""

from __future__ import annotations

import base64
import re
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

from apps.fieldwork.domain.sealing import SIGNATURE, Envelope

PURPOSE: Final = b"llajta-campo/firma/1"
"""Before what is signed, so that nothing else that is ever signed is taken for it."""
HALF: Final = SIGNATURE // 2
WRITTEN: Final = re.compile(r"[A-Za-z0-9_-]{87}")
"""65 bytes in base64url."""


class NotVouched(ValueError):
    """Nothing proves that the envelope is of the telephone that it names."""


class Unsigned(NotVouched):
    """It has no signature at all."""


class Forged(NotVouched):
    """Its signature is not that telephone's: forged, or altered since."""


def public_key(text: str) -> ec.EllipticCurvePublicKey:
    """The key that base64url without padding writes as an uncompressed point.

    Raises:
        ValueError: it writes no point of the curve.
    """
    if not WRITTEN.fullmatch(text):
        raise ValueError(text)
    point = base64.urlsafe_b64decode(text + "=")
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)


def vouch(envelope: Envelope, key: str) -> None:
    """See that whoever has the private half of `key` signed exactly this envelope.

    Raises:
        Unsigned: nobody signed it.
        Forged: somebody else did, or another envelope.
    """
    if not envelope.signature:
        raise Unsigned
    r, s = envelope.signature[:HALF], envelope.signature[HALF:]
    der = encode_dss_signature(int.from_bytes(r, "big"), int.from_bytes(s, "big"))
    try:
        said = PURPOSE + envelope.sealed
        public_key(key).verify(der, said, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature as error:
        raise Forged from error


def sign(sealed: bytes, key: ec.EllipticCurvePrivateKey) -> bytes:
    """The signature of an envelope, as telephones make it."""
    der = key.sign(PURPOSE + sealed, ec.ECDSA(hashes.SHA256()))
    return b"".join(part.to_bytes(HALF, "big") for part in decode_dss_signature(der))
