"""A passkey in software: signs as a telephone would, or as a test wants it to."""

from __future__ import annotations

import hashlib
import json
import os
import struct
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256

USER_PRESENT, USER_VERIFIED, ATTESTED = 1, 4, 64


def text(value: bytes) -> str:
    return urlsafe_b64encode(value).decode().rstrip("=")


@dataclass
class SoftKey:
    """One credential for one site."""

    origin: str
    domain: str
    count: int = 0
    verified: bool = True
    credential: bytes = field(default_factory=lambda: os.urandom(32))
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def _client_data(self, kind: str, challenge: str) -> bytes:
        told = {"type": kind, "challenge": challenge, "origin": self.origin}
        return json.dumps(told).encode()

    def _data(self, flags: int) -> bytes:
        flags |= USER_PRESENT | (USER_VERIFIED if self.verified else 0)
        domain = hashlib.sha256(self.domain.encode()).digest()
        return domain + struct.pack(">BI", flags, self.count)

    def made(self, options: dict[str, Any]) -> str:
        """The answer to a request to make a passkey."""
        client = self._client_data("webauthn.create", options["publicKey"]["challenge"])
        cose = cbor.encode(dict(ES256.from_cryptography_key(self.key.public_key())))
        attested = (
            bytes(16) + struct.pack(">H", len(self.credential)) + self.credential + cose
        )
        data = self._data(ATTESTED) + attested
        about = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer(
            {"clientDataJSON": text(client), "attestationObject": text(about)}
        )

    def shown(self, options: dict[str, Any]) -> str:
        """The answer to a request to sign."""
        self.count += 1
        client = self._client_data("webauthn.get", options["publicKey"]["challenge"])
        data = self._data(0)
        hashed = hashlib.sha256(client).digest()
        signature = self.key.sign(data + hashed, ec.ECDSA(hashes.SHA256()))
        return self._answer(
            {
                "clientDataJSON": text(client),
                "authenticatorData": text(data),
                "signature": text(signature),
            }
        )

    def _answer(self, response: dict[str, str]) -> str:
        name = text(self.credential)
        told = {"id": name, "rawId": name, "type": "public-key", "response": response}
        return json.dumps({**told, "clientExtensionResults": {}})
