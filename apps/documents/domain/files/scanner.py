"""A virus scanner beside us, if the configuration names one: clamd, by its own protocol.

Source: clamd(8), command INSTREAM.
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from apps.documents.domain.files.verdicts import Cause, NotAccepted

CHUNK: Final = 1 << 16
SECONDS: Final = 30


class ScannerAway(Exception):
    """The scanner does not answer as a scanner does; nothing may be kept unscanned."""


def scan(address: str, content: bytes) -> None:
    """Have the scanner at `address` (`host:port`, or the path of a socket) read `content`.

    Raises:
        NotAccepted: it found something.
        ScannerAway: it did not answer, or not that all is well.
    """
    try:
        with _connected(address) as line:
            line.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), CHUNK):
                chunk = content[start : start + CHUNK]
                line.sendall(struct.pack("!I", len(chunk)) + chunk)
            line.sendall(struct.pack("!I", 0))
            answer = b"".join(_received(line)).strip(b"\0\n ")
    except (OSError, ValueError) as error:
        raise ScannerAway from error
    if answer.endswith(b" FOUND"):
        raise NotAccepted(Cause.MALWARE)
    if not answer.endswith(b" OK"):
        raise ScannerAway


@contextmanager
def _connected(address: str) -> Iterator[socket.socket]:
    if address.startswith("/"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(SECONDS)
        line.connect(address)
    else:
        host, _colon, port = address.rpartition(":")
        line = socket.create_connection((host, int(port)), timeout=SECONDS)
    with line:
        yield line


def _received(line: socket.socket) -> Iterator[bytes]:
    while part := line.recv(4096):
        yield part
