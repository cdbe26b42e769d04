"""The simulated bank that a demonstration pays with, beside the site."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Final

from config.launch import ports, surroundings
from config.launch.children import Child
from config.launch.console import Problem
from config.launch.instance import Instance
from config.launch.site import Site

APART: Final = 900
"""How far from the site's port its own is, if that is free."""
NEAR: Final = frozenset({"", "127.0.0.1", "::1", "localhost"})
"""Addresses at which only this machine reaches the site."""
OWN: Final = tuple(f"LLAJTA_{each}_" for each in ("SIP", "BNB"))
"""What variables of a real bank begin with."""


def is_wanted(variables: Mapping[str, str]) -> bool:
    """Whether the instance is a demonstration without a bank that others cannot reach.

    A town that people reach never has a bank in which anybody pays without money.
    """
    is_demo = variables.get("LLAJTA_DEMO", "1") != "0"
    has_bank = any(value and name.startswith(OWN) for name, value in variables.items())
    is_reached = variables.get("LLAJTA_PUBLIC_URL") or (
        variables.get("LLAJTA_HOST", "") not in NEAR
    )
    return is_demo and not has_bank and not is_reached


def free_port(site_port: int, host: str) -> int:
    """A port for it; nought if there is none, and the demonstration does without."""
    with suppress(Problem):
        reservation = ports.reserve(min(site_port + APART, 65_000), host)
        reservation.held.close()
        return reservation.port
    return 0


def environment(instance: Instance, host: str, port: int) -> dict[str, str]:
    """What the site and the bank are told of each other."""
    secret = instance.secret("bank_secret")
    url = f"http://{surroundings.near(host)}:{port}"
    parts = ("USER", "PASSWORD", "KEY", "SERVICE_KEY")
    return {
        **{f"{OWN[0]}{each}": "simulated" for each in parts},
        "LLAJTA_SIP_URL": url,
        "LLAJTA_SIP_SECRET": secret,
        "LLAJTA_BANK_SIMULATOR": str(port),
    }


def as_running(instance: Instance) -> dict[str, str]:
    """What a command is told of the bank beside the site, while one runs with it."""
    running = Site.read(instance)
    if running is None or running.bank is None or not running.is_alive:
        return {}
    return environment(instance, *running.bank)


def child(instance: Instance, host: str, port: int, site: str) -> Child:
    """The bank as a process of the site."""
    words = ["simulate_bank", "--host", host, "--port", str(port), "--site", site]
    words += ["--book", str(instance.var / "bank.json")]
    return Child(name="bank", command=[*surroundings.django(instance), *words])
