"""The server's key pairs for envelopes; private halves lie in the instance's folder."""

from __future__ import annotations

import base64
import os
from functools import cache
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings

from apps.fieldwork.domain.sealing import Unopened, kid_of, raw_of

CURRENT: Final = "current"
"""File that names the key which telephones seal to now."""


def _folder() -> Path:
    return Path(settings.VAR) / "fieldwork"


def current_key() -> ec.EllipticCurvePrivateKey:
    """The key that telephones seal to now; made when there is none."""
    folder = _folder()
    if not (folder / CURRENT).is_file():
        _make(folder)
    kid = (folder / CURRENT).read_text(encoding="ascii").strip()
    return _loaded(folder / f"{kid}.pem")


def key_called(kid: str) -> ec.EllipticCurvePrivateKey:
    """A present or former key.

    Raises:
        Unopened: this instance has none of that name.
    """
    file = _folder() / f"{kid}.pem"
    if not file.is_file():
        raise Unopened
    return _loaded(file)


@cache
def _loaded(file: Path) -> ec.EllipticCurvePrivateKey:
    key = load_pem_private_key(file.read_bytes(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise Unopened
    return key


def _make(folder: Path) -> None:
    """Make a key; of several processes that do so at once, the first one's counts."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = ec.generate_private_key(ec.SECP256R1())
    kid = kid_of(key.public_key())
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    _write(folder / f"{kid}.pem", pem)
    draft = folder / f"{CURRENT}.{kid}"
    _write(draft, kid.encode())
    try:
        os.link(draft, folder / CURRENT)
    except FileExistsError:
        (folder / f"{kid}.pem").unlink()
    finally:
        draft.unlink()


def _write(file: Path, content: bytes) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())


def base64url(content: bytes) -> str:
    """Bytes as JSON carries them, without padding."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def told_key() -> dict[str, str]:
    """The public half, as telephones are told it."""
    public = current_key().public_key()
    spki = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return {
        "kid": kid_of(public),
        "raw": base64url(raw_of(public)),
        "spki": base64url(spki),
        "curve": "P-256",
    }
