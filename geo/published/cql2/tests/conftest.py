"""Messages of these tests are read in English, and there is a layer to ask about."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from django.utils import translation

from geo.access import Audience
from geo.layers import Field, Kind, Layer


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Speak English for the time of a test."""
    with translation.override("en"):
        yield


@pytest.fixture(scope="session")
def layer() -> Layer:
    """A layer with one field of each kind, and one for the staff; it is in no register."""
    return Layer(
        name="trees",
        title="Trees",
        description="Trees of the avenues.",
        model=get_user_model(),
        geometry="position",
        geometry_type="Point",
        rows=lambda audience: get_user_model().objects.all(),
        fields=(
            Field(name="name", title="Name"),
            Field(name="age", title="Age", kind=Kind.INTEGER),
            Field(name="height", title="Height", kind=Kind.NUMBER),
            Field(name="ill", title="Ill", kind=Kind.BOOLEAN),
            Field(name="planted", title="Planted", kind=Kind.DATE),
            Field(name="seen", title="Seen", kind=Kind.DATETIME),
            Field(name="names", title="Names", kind=Kind.TEXTS),
            Field(name="zones", title="Zones", kind=Kind.INTEGERS),
            Field(name="keeper", title="Keeper", audience=Audience.STAFF),
        ),
        source="test",
    )
