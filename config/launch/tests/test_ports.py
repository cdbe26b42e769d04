"""Which port an instance gets."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from config.launch import ports, supervisor
from config.launch.console import Problem


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server


def test_a_port_somebody_listens_on_is_not_free(listener: socket.socket) -> None:
    assert not ports.is_free(listener.getsockname()[1])


def test_a_busy_port_gives_a_later_one(listener: socket.socket) -> None:
    busy = listener.getsockname()[1]
    reservation = ports.reserve(busy, "127.0.0.1")
    with reservation.held:
        assert busy < reservation.port < busy + ports.TRIES


def test_a_reserved_port_is_nobody_elses() -> None:
    first = ports.reserve(ports.any_free_port(), "127.0.0.1")
    with first.held:
        second = ports.reserve(first.port, "127.0.0.1")
        with second.held:
            assert second.port > first.port
            assert not ports.is_free(first.port)


def test_our_own_server_may_take_the_reserved_port() -> None:
    reservation = ports.reserve(ports.any_free_port(), "127.0.0.1")
    with reservation.held, socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        server.bind(("127.0.0.1", reservation.port))
        server.listen()
        with socket.create_connection(("127.0.0.1", reservation.port), timeout=5):
            server.accept()[0].close()


def test_an_address_that_is_not_this_machines_is_refused() -> None:
    with pytest.raises(Problem, match="No free port") as refused:
        ports.reserve(8000, "192.0.2.7")
    assert "LLAJTA_HOST" in refused.value.todo


@pytest.mark.parametrize("text", ["http", "-1", "0", "65536", "80 80"])
def test_what_is_no_port_is_refused(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("LLAJTA_PORT", text)
    with pytest.raises(Problem, match="is not a port"):
        supervisor.preferred_port()


def test_the_usual_port_is_8000(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LLAJTA_PORT", raising=False)
    assert supervisor.preferred_port() == 8000
