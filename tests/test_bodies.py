"""A request that brings too much is stopped before it fills the disk."""

from __future__ import annotations

import base64
import socket
from urllib.parse import urlsplit

import pytest

from config.bodies import FORM, ORDINARY
from geo.importing.uploads import MOST_BYTES
from geo.ogc.processes.executing import LARGEST_KB
from tests import staff

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


def signed(name: str) -> str:
    """A header by which `name` signs."""
    words = f"{name}:{staff.program_password(name)}"
    return f"\r\nAuthorization: Basic {base64.b64encode(words.encode()).decode()}"


def test_what_announces_too_much_is_refused_unread(office_url: str) -> None:
    file = announcing("/importar/", MOST_BYTES + FORM + 1) + signed(staff.ADMIN)
    told = answer_to(office_url, file)
    assert told.startswith(b"HTTP/1.1 413")
    assert b"pasa de 501 MB" in told
    other = answer_to(office_url, announcing("/idioma/setlang/", ORDINARY + 1))
    assert other.startswith(b"HTTP/1.1 413")
    assert b"x-content-type-options: nosniff" in other.lower()


def test_what_a_process_does_not_take_is_refused_unread(office_url: str) -> None:
    address = "/ogc/processes/locate/execution"
    told = answer_to(office_url, announcing(address, LARGEST_KB * 1000 + 1))
    assert told.startswith(b"HTTP/1.1 413")
    assert b"application/problem+json" in told


@pytest.mark.parametrize("name", ["", staff.CLERK])
def test_the_file_of_whoever_may_not_import_is_not_read(office_url: str, name: str) -> None:
    """The server answers while it was sent nothing but the head."""
    head = announcing("/importar/?capa=streets", MOST_BYTES)
    told = answer_to(office_url, head + (signed(name) if name else ""))
    assert told.startswith(b"HTTP/1.1 303")
    assert b"location: /importar/?capa=streets\r\n" in told.lower()


def test_the_file_of_whoever_may_import_is_waited_for(office_url: str) -> None:
    with connected(office_url) as line, pytest.raises(TimeoutError):
        line.settimeout(1)
        head = announcing("/importar/", MOST_BYTES) + signed(staff.ADMIN)
        line.sendall(f"POST {head}\r\n\r\n".encode())
        line.recv(1)


def test_what_says_no_length_is_cut_when_it_grows_too_large(office_url: str) -> None:
    head = "POST /idioma/setlang/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    framed = f"{len(CHUNK):x}\r\n".encode() + CHUNK + b"\r\n"
    with connected(office_url) as line:
        line.sendall(f"{head}Transfer-Encoding: chunked\r\n\r\n".encode())
        try:
            for _part in range(ORDINARY // len(CHUNK) + 2):
                line.sendall(framed)
            line.sendall(b"0\r\n\r\n")
            told = line.recv(4096)
        except OSError:  # the server hung up while we were still sending
            told = b""
    assert not told.startswith((b"HTTP/1.1 2", b"HTTP/1.1 3"))
