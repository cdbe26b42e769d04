"""What the figures were measured on: processor, memory, versions, server settings."""

from __future__ import annotations

import os
import platform
import re
from importlib.metadata import version
from pathlib import Path

import psycopg

from bench.load import client

SETTINGS = ("shared_buffers", "work_mem", "max_parallel_workers_per_gather", "fsync", "jit")
LIBRARIES = ("django", "psycopg", "granian", "pygeoapi")


def processor() -> str:
    """Name of the processor, as the kernel gives it."""
    told = Path("/proc/cpuinfo")
    text = told.read_text(encoding="utf-8") if told.exists() else ""
    named = re.search(r"model name\s*: (.+)", text)
    return named[1] if named else platform.machine()


def memory_gb() -> int:
    """Memory of the machine in gigabytes."""
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9)


def system() -> str:
    """Name and version of the distribution."""
    return platform.freedesktop_os_release().get("PRETTY_NAME", platform.platform())


def described(connection: psycopg.Connection) -> list[tuple[str, str]]:
    """Headings and values for the page of figures."""

    def asked(question: str) -> str:
        row = connection.execute(question.encode()).fetchone()
        return str(row[0]) if row else ""

    postgis = asked("SELECT postgis_lib_version()")
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    settings = ", ".join(f"{name} {asked(f'SHOW {name}')}" for name in SETTINGS)
    return [
        ("Processor", f"{processor()}, {os.cpu_count()} cores"),
        ("Memory", f"{memory_gb()} GB"),
        ("System", f"{system()}, Python {platform.python_version()}"),
        ("PostgreSQL", f"{asked('SHOW server_version')}, PostGIS {postgis}"),
        ("Settings", settings),
        ("Libraries", libraries),
        ("HTTP load", f"{client()}, one server process on each side, all on these cores"),
    ]
