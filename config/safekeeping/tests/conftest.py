"""Sealing that costs next to nothing, and sentences in English."""

from __future__ import annotations

import pytest

from config.safekeeping import age


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LLAJTA_LANG", "en")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A guess of the passphrase costs no third of a second."""
    monkeypatch.setattr(age, "EFFORT", 4)
