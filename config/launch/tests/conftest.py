"""An instance in a folder of its own, with a name that trips whoever forgets quotes."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.launch.instance import Instance


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LLAJTA_LANG", "en")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    folder = tmp_path / "the checkout"
    folder.mkdir()
    return folder


@pytest.fixture
def instance(tmp_path: Path, checkout: Path) -> Instance:
    return Instance(var=tmp_path / "una instancia ñ", root=checkout)
