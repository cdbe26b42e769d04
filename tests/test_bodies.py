"""A request that brings too much is stopped before it fills the disk."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

from config.bodies import FORM, ORDINARY
from geo.importing.uploads import MOST_BYTES

CHUNK = bytes(1_000_000)


def connected(url: str) -> socket.socket:
    parts = urlsplit(url)
    return socket.create_connection((parts.hostname or "", parts.port or 80), timeout=60)


def answer_to(url: str, head: str) -> bytes:
    """The first bytes of the answer to a head that announces a body."""
    with connected(url) as line:
        line.sendall(f"POST {head}\r\n\r\n".encode())
        return line.recv(4096)


def announcing(path: str, size: int) -> str:
    return f"{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {size}"


def test_what_announces_too_much_is_refused_unread(town_url: str) -> None:
    file = answer_to(town_url, announcing("/importar/", MOST_BYTES + FORM + 1))
    assert file.startswith(b"HTTP/1.1 413")
    assert b"pasa de 501 MB" in file
    other = answer_to(town_url, announcing("/idioma/setlang/", ORDINARY + 1))
    assert other.startswith(b"HTTP/1.1 413")


def test_what_says_no_length_is_cut_when_it_grows_too_large(town_url: str) -> None:
    head = "POST /idioma/setlang/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    framed = f"{len(CHUNK):x}\r\n".encode() + CHUNK + b"\r\n"
    with connected(town_url) as line:
        line.sendall(f"{head}Transfer-Encoding: chunked\r\n\r\n".encode())
        try:
            for _part in range(ORDINARY // len(CHUNK) + 2):
                line.sendall(framed)
            line.sendall(b"0\r\n\r\n")
            told = line.recv(4096)
        except OSError:  # the server hung up while we were still sending
            told = b""
    assert not told.startswith((b"HTTP/1.1 2", b"HTTP/1.1 3"))
