"""A PostgreSQL server whose clock is put forward and back while it runs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from config.launch.packages import FAKED_CLOCK
from tests import clusters

RIGHT: Final = dt.timedelta(0)


@dataclass(frozen=True, kw_only=True)
class Clock:
    """The clock of one server: how far it is off the machine's."""

    file: Path

    def put(self, off: dt.timedelta) -> None:
        """Let the server read the time so far off from now on, in whatever it is doing."""
        draft = self.file.with_suffix(".new")
        draft.write_text(f"{off.total_seconds():+.0f}\n")
        draft.chmod(0o644)
        draft.replace(self.file)  # it reads the file at every look at the clock


@contextmanager
def server_with_clock(folder: Path) -> Iterator[Clock]:
    """Let Django work on a server of its own, with a copy of the schema and this clock.

    Only what the wall says is put: how long the server waits is measured by a clock that
    nobody can put, as on any machine.
    """
    library = next(Path("/usr/lib").glob(FAKED_CLOCK))
    with TemporaryDirectory(prefix="llajta-clock-") as shared:
        Path(shared).chmod(0o755)  # the server runs as an account of its own
        clock = Clock(file=Path(shared) / "off")
        clock.put(RIGHT)
        told = {
            "LD_PRELOAD": str(library),
            "FAKETIME_TIMESTAMP_FILE": str(clock.file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "NO_FAKE_STAT": "1",
        }
        with (
            clusters.own_cluster(folder / "var", careless=True, told=told) as own,
            clusters.django_on(own),
        ):
            yield clock
