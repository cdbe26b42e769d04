"""Messages of these tests are read in English, whatever catalogues are compiled."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Speak English for the time of a test."""
    with translation.override("en"):
        yield
