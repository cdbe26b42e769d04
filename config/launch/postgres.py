"""PostgreSQL on this machine: which versions have PostGIS, and how ours is tuned."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

LIBRARY: Final = Path("/usr/lib/postgresql")
SHARE: Final = Path("/usr/share/postgresql")
OLDEST: Final = 15
"""The first major version whose databases sort with ICU rules by default."""
_MODULE: Final = re.compile(r"^module_pathname = '\$libdir/([\w.-]+)'$", re.M)


@dataclass(frozen=True, kw_only=True)
class Installed:
    """One installed major version of PostgreSQL that has PostGIS."""

    major: int
    programs: Path
    postgis: str
    """PostGIS's library, as the server loads it."""

    @classmethod
    def newest(cls, library: Path = LIBRARY, share: Path = SHARE) -> Self | None:
        """The newest version installed with PostGIS, if any."""
        return max(cls.all(library, share), key=lambda found: found.major, default=None)

    @classmethod
    def of(cls, major: int) -> Self | None:
        """The installed version that can open databases made by `major`."""
        return next((found for found in cls.all() if found.major == major), None)

    @classmethod
    def all(cls, library: Path = LIBRARY, share: Path = SHARE) -> list[Self]:
        """Every version that has both the server and PostGIS."""
        found = []
        for server in library.glob("*/bin/initdb"):
            version = server.parent.parent.name
            extension = share / version / "extension/postgis.control"
            if version.isdigit() and int(version) >= OLDEST and extension.exists():
                named = _MODULE.search(extension.read_text())
                postgis = named[1] if named else ""
                found.append(
                    cls(major=int(version), programs=server.parent, postgis=postgis)
                )
        return found


def tuning(memory_mb: int) -> dict[str, str]:
    """Settings for a machine that also runs the web server, modest on purpose."""
    return {
        "shared_buffers": f"{_between(128, memory_mb // 8, 1024)}MB",
        "effective_cache_size": f"{max(256, memory_mb // 2)}MB",
        "maintenance_work_mem": f"{_between(64, memory_mb // 32, 512)}MB",
        "work_mem": "16MB",
        "max_wal_size": "2GB",
        "random_page_cost": "1.1",
        "jit": "off",
    }


CARELESS: Final = {
    # Each worker of the tests runs several servers, each with pools of its own.
    "max_connections": "500",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
}
"""For databases that may be lost: the tests'."""


def memory_mb() -> int:
    """The machine's memory in megabytes."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 1024**2


def _between(low: int, value: int, high: int) -> int:
    return max(low, min(value, high))
