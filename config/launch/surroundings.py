"""What an instance's processes find around them: environment, town, command line."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from config.launch import venv
from config.launch.instance import Instance, read_record

NEVER_HANDED_ON: Final = ("PROJ_LIB", "PROJ_DATA", "GDAL_DATA", "PYTHONPATH", "PYTHONHOME")
"""Each of them breaks the libraries inside the wheels, or lets foreign code in."""


def environment(instance: Instance, url: str) -> dict[str, str]:
    """What every process of the instance is told; the rest is handed on as it is."""
    kept = {
        name: value for name, value in os.environ.items() if name not in NEVER_HANDED_ON
    }
    own = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "LLAJTA_DATABASE_URL": url,
        "LLAJTA_HOSTS": os.environ.get("LLAJTA_HOSTS") or ",".join(names_of_this_machine()),
        "LLAJTA_MUNICIPALITY": str(municipality(instance, os.environ)),
        "LLAJTA_SECRET_KEY": os.environ.get("LLAJTA_SECRET_KEY")
        or instance.secret("secret_key"),
        "LLAJTA_VAR": str(instance.var),
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONPATH": str(instance.root),
        # Kept apart from the sources: without it every process would compile some two
        # thousand modules anew, three seconds each time.
        "PYTHONPYCACHEPREFIX": str(instance.root / ".build/pycache"),
        "PYTHONUNBUFFERED": "1",
    }
    return kept | own


def names_of_this_machine() -> list[str]:
    """Names and addresses a browser may use for this machine in its own network."""
    host = os.environ.get("LLAJTA_HOST") or ""
    names = ["localhost", "127.0.0.1", socket.gethostname()]
    ways = {socket.AF_INET: "192.0.2.1"}
    if ":" in host:
        names.append("::1")
        ways[socket.AF_INET6] = "2001:db8::1"
    names += [host] if host else []
    for family, far in ways.items():
        with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((far, 9))  # sends nothing; only asks for the way out
            names.append(probe.getsockname()[0])
    # Browsers and Django write an address of colons in brackets.
    return list(dict.fromkeys(f"[{name}]" if ":" in name else name for name in names))


def municipality(instance: Instance, variables: Mapping[str, str]) -> Path:
    """The town's configuration: as told now, as told at the first start, or the default."""
    told = variables.get("LLAJTA_MUNICIPALITY")
    if told:
        return Path(told).absolute()
    known = read_record(instance.var / "instance.json").get("municipality")
    return Path(known) if known else default_municipality(instance)


def default_municipality(instance: Instance) -> Path:
    """The configuration that the checkout brings along."""
    return instance.root / "config/municipality.toml"


def django(instance: Instance) -> list[str]:
    """Command line of Django's management commands, unmoved by files where it is called."""
    return [str(venv.python_of(instance)), "-P", "-m", "django"]


def manager(instance: Instance) -> list[str]:
    """The same for whoever types a command: nothing ends in a traceback."""
    return [str(venv.python_of(instance)), "-P", "-m", "geo.management"]


def near(host: str) -> str:
    """Where a program on this machine finds what listens at `host`."""
    found = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    return f"[{found}]" if ":" in found else found
