"""Ports of this machine: which is free, and one kept for us until our server has it."""

from __future__ import annotations

import socket
from dataclasses import dataclass

from config.launch.console import Problem
from config.launch.messages import gettext as _

TRIES = 100


@dataclass(frozen=True, kw_only=True)
class Reservation:
    """A port held for a server that also sets SO_REUSEPORT, as granian does.

    The socket never listens, so it takes no connection; it only keeps another
    instance that starts at the same moment from choosing the same port.
    """

    host: str
    port: int
    held: socket.socket


def any_free_port() -> int:
    """A port of 127.0.0.1 that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Whether a server could take `port` now."""
    with _socket(host) as probe:
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def reserve(preferred: int, host: str) -> Reservation:
    """Hold `preferred`, or the next free port after it.

    Raises:
        Problem: `host` is no address of this machine, or a hundred ports are taken.
    """
    for port in range(preferred, min(preferred + TRIES, 65_536)):
        held = _socket(host)
        try:
            held.bind((host, port))
        except OSError:
            held.close()
            continue
        # From now on only a socket that shares on purpose gets in: our own server.
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0)
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        return Reservation(host=host, port=port, held=held)
    raise Problem(
        _("No free port from {port} on at the address {host}.").format(
            port=preferred, host=host
        ),
        todo=_("Set LLAJTA_PORT to a free port, or correct LLAJTA_HOST."),
    )


def _socket(host: str) -> socket.socket:
    """A socket that does not mind connections of an earlier server that still linger."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    found = socket.socket(family)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    return found
