"""Files sealed with a passphrase in the format of age, which other programs open too.

Source: https://c2sp.org/age (age-encryption.org/v1), a file with one scrypt recipient:
`age -d FILE` opens it where Llajta is not at hand.
"""

from __future__ import annotations

import io
import secrets
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from typing import Any, BinaryIO, Final, Protocol

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC: Final = b"age-encryption.org/v1\n"
CHUNK: Final = 64 * 1024
TAG: Final = 16
NONCE: Final = 16
FILE_KEY: Final = 16
EFFORT: Final = 17
"""Log2 of scrypt's work: a third of a second and 128 MB for each guess."""
HARDEST: Final = 22
"""More is refused, or a forged file could take all memory."""
LONGEST_HEADER: Final = 1024
NEVER_TWICE: Final = bytes(12)
"""Nonce for the file key; the key that seals it is used once."""


class Unsealable(Exception):
    """What is read is no such file, or not as it was written."""


class WrongPassphrase(Exception):
    """The file was sealed with another passphrase."""


class Sink(Protocol):
    """Where bytes go, in order."""

    def write(self, data: bytes, /) -> object: ...


class Sealer:
    """Seals what is written to it, piece by piece, into `out`."""

    def __init__(self, out: Sink, passphrase: str) -> None:
        key = secrets.token_bytes(FILE_KEY)
        nonce = secrets.token_bytes(NONCE)
        self._out = out
        self._held = bytearray()
        self._count = 0
        self._cipher = ChaCha20Poly1305(_derived(key, b"payload", salt=nonce))
        out.write(_header(key, passphrase) + nonce)

    def write(self, data: bytes, /) -> int:
        """Seal all that is certainly not the end: the last piece is marked as such."""
        self._held += data
        while len(self._held) > CHUNK:
            self._seal(bytes(self._held[:CHUNK]), is_last=False)
            del self._held[:CHUNK]
        return len(data)

    def flush(self) -> None:
        """Nothing: a piece is written when it is full."""

    def finish(self) -> None:
        """Seal the rest, marked as the end."""
        self._seal(bytes(self._held), is_last=True)
        self._held.clear()

    def _seal(self, piece: bytes, *, is_last: bool) -> None:
        nonce = _nonce(self._count, is_last=is_last)
        self._out.write(self._cipher.encrypt(nonce, piece, None))
        self._count += 1


class Unsealed(io.RawIOBase):
    """The plain bytes of a sealed file, from wherever one likes; nothing unproved.

    Raises:
        WrongPassphrase: it was sealed with another one.
        Unsealable: it is cut short, or was changed where one reads.
    """

    def __init__(self, source: BinaryIO, passphrase: str) -> None:
        super().__init__()
        self._source = source
        source.seek(0)
        key = _file_key(source, passphrase)
        nonce = source.read(NONCE)
        self._start = source.tell()
        body = source.seek(0, io.SEEK_END) - self._start
        if len(nonce) < NONCE or body < TAG:
            raise Unsealable
        self._pieces = -(-body // (CHUNK + TAG))
        self._size = body - self._pieces * TAG
        self._cipher = ChaCha20Poly1305(_derived(key, b"payload", salt=nonce))
        self._at = 0
        self._piece: tuple[int, bytes] = (-1, b"")
        self._open(self._pieces - 1)  # a file that was cut short has no end

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, buffer: Any, /) -> int:
        if self._at >= self._size:
            return 0
        number, within = divmod(self._at, CHUNK)
        view = memoryview(buffer).cast("B")
        piece = self._open(number)[within : within + len(view)]
        view[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def _open(self, number: int) -> bytes:
        if self._piece[0] != number:
            self._source.seek(self._start + number * (CHUNK + TAG))
            nonce = _nonce(number, is_last=number == self._pieces - 1)
            try:
                read = self._source.read(CHUNK + TAG)
                self._piece = (number, self._cipher.decrypt(nonce, read, None))
            except InvalidTag as error:
                raise Unsealable from error
        return self._piece[1]


def _nonce(count: int, *, is_last: bool) -> bytes:
    return count.to_bytes(11, "big") + bytes([is_last])


def _header(key: bytes, passphrase: str) -> bytes:
    salt = secrets.token_bytes(16)
    wrapped = ChaCha20Poly1305(_stretched(passphrase, salt, EFFORT))
    body = wrapped.encrypt(NEVER_TWICE, key, None)
    recipient = b"-> scrypt %s %d\n%s\n---" % (_text(salt), EFFORT, _text(body))
    return MAGIC + recipient + b" " + _text(_mac(key, MAGIC + recipient).finalize()) + b"\n"


def _file_key(source: BinaryIO, passphrase: str) -> bytes:
    """The key of the file, from its header; leaves `source` behind the header."""
    lines = [source.readline(LONGEST_HEADER) for _line in range(4)]
    try:
        _arrow, _scrypt, salt, effort = lines[1].split()
        wrapped = ChaCha20Poly1305(_stretched(passphrase, _bytes(salt), int(effort)))
        body, mac = _bytes(lines[2].strip()), _bytes(lines[3][len(b"--- ") :].strip())
    except (ValueError, IndexError) as error:
        raise Unsealable from error
    try:
        key = wrapped.decrypt(NEVER_TWICE, body, None)
    except InvalidTag as error:
        raise WrongPassphrase from error
    try:
        _mac(key, b"".join(lines[:3]) + b"---").verify(mac)
    except InvalidSignature as error:
        raise Unsealable from error
    if lines[3] != b"--- %s\n" % _text(mac):
        raise Unsealable
    return key


def _stretched(passphrase: str, salt: bytes, effort: int) -> bytes:
    if not 0 < effort <= HARDEST:
        raise Unsealable
    labelled = MAGIC.strip() + b"/scrypt" + salt
    return Scrypt(salt=labelled, length=32, n=2**effort, r=8, p=1).derive(
        passphrase.encode()
    )


def _derived(key: bytes, purpose: bytes, *, salt: bytes = b"") -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=purpose).derive(key)


def _mac(key: bytes, header: bytes) -> HMAC:
    mac = HMAC(_derived(key, b"header"), SHA256())
    mac.update(header)
    return mac


def _text(data: bytes) -> bytes:
    return b64encode(data).rstrip(b"=")


def _bytes(text: bytes) -> bytes:
    """What `_text` wrote, and in no other spelling."""
    try:
        data = b64decode(text + b"=" * (-len(text) % 4), validate=True)
    except NotBase64 as error:
        raise ValueError from error
    if _text(data) != text:
        raise ValueError(text)
    return data
