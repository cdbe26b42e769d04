"""What a session says of who is looking, and which layers may be bound at all."""

from __future__ import annotations

import dataclasses

import pytest

from geo.access import ANYONE, Audience, Permission, Viewer
from geo.layers import DistrictBound, Editing, Field, Layer, find_layer, publish
from geo.published.binding import said_of

SEE = Permission(name="test.see", title="See it")
BOUND = DistrictBound(permission=SEE, district="number")


def layer(**given: object) -> Layer:
    """A layer of districts that nobody has published."""
    known = find_layer("districts", Audience.STAFF)
    assert known is not None
    values = {"name": "bound-districts", "editing": None, **given}
    return dataclasses.replace(known, **values)  # type: ignore[arg-type]  # of the tests


@pytest.mark.parametrize(
    "given",
    [
        pytest.param({"bound": BOUND}, id="rows of a public layer"),
        pytest.param(
            {"fields": (Field(name="number", title="n", bound=BOUND),)},
            id="a public field of a public layer",
        ),
        pytest.param(
            {
                "bound": BOUND,
                "audience": Audience.STAFF,
                "editing": Editing(permission=SEE),
            },
            id="rows that are edited over the API",
        ),
    ],
)
def test_what_could_not_be_kept_is_not_published(given: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="bound"):
        publish(layer(**given))


@pytest.mark.parametrize(
    "viewer",
    [
        ANYONE,
        Viewer(name="ana", grants=frozenset({SEE.name})),
        Viewer(name="ana", is_staff=True),
    ],
    ids=["a passer-by", "no staff", "staff of a town where nothing is bound"],
)
def test_of_whom_nothing_is_to_be_said_the_session_is_silent(viewer: Viewer) -> None:
    assert said_of(viewer) == ""


def test_a_grant_for_some_districts_is_none_elsewhere() -> None:
    officer = Viewer(name="ana", district_grants={SEE.name: frozenset({5})})
    assert officer.may(SEE.name, district=5)
    assert not officer.may(SEE.name, district=4)
    assert not officer.may(SEE.name)
    assert officer.may_somewhere(SEE.name)
    assert not ANYONE.may_somewhere(SEE.name)
