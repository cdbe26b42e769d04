"""A town, somebody who may import, and files handed in as the pages do."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from geo.access import Viewer
from geo.exchange.tests.conftest import english, town
from geo.importing.choices import Choices
from geo.importing.running import ask_check, ask_load, decide
from geo.importing.uploads import receive
from geo.models import ImportRun, Upload

__all__ = ["english", "town"]

NOW = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)
CLERK = Viewer(name="ana", is_staff=True, grants=frozenset({"territory.load"}))
OTHER = Viewer(name="beto", is_staff=True)

PLACES = "nombre,lon,lat\nPlaza,-66.2799,-17.3999\nCancha,-66.2798,-17.3998\n"
"""Two rows that lie in the town."""


@pytest.fixture(autouse=True)
def var(settings: Any, tmp_path: Path) -> Path:
    """A folder of the instance's own."""
    settings.VAR = tmp_path / "var"
    return tmp_path / "var"


def hand_in(
    content: bytes | str, name: str = "lugares.csv", layer: str = "place-names"
) -> Upload:
    """An upload of this content."""
    raw = content.encode() if isinstance(content, str) else content
    return receive([raw], name=name, layer=layer, by=CLERK, now=NOW)


def checked(upload: Upload, **chosen: Any) -> Upload:
    """The upload after its choices were noted and checked."""
    assert decide(upload, Choices(**chosen), by=CLERK, now=NOW)
    assert ask_check(upload, by=CLERK, now=NOW)
    upload.refresh_from_db()
    return upload


def imported(upload: Upload, **chosen: Any) -> ImportRun:
    """The run of an upload that was checked and imported."""
    assert ask_load(checked(upload, **chosen), by=CLERK, now=NOW)
    upload.refresh_from_db()
    assert upload.refusal == ""
    return ImportRun.objects.get(token=upload.token)
