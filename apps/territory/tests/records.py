"""A town of two districts made for tests."""

from __future__ import annotations

from apps.territory.models import District, Municipality
from geo.testing import Grid

TOWN = Grid("""
    a . b . c
    . p . q .
    d . e . f
""")
"""Districts 1 (abed) and 2 (bcfe), with a place in the middle of each."""


def make_districts() -> tuple[District, District]:
    """The two districts of `TOWN`, in a municipality of the same ground."""
    drawn = {"source": "test", "certainty": "drawn"}
    municipality = Municipality.objects.create(
        ine_code="030901", name="Quillacollo", outline=TOWN.polygons("acfd"), **drawn
    )
    west, east = (
        District.objects.create(
            municipality=municipality,
            number=number,
            name=name,
            outline=TOWN.polygons(ring),
            **drawn,
        )
        for number, name, ring in ((1, "Centro", "abed"), (2, "Villa Moderna", "bcfe"))
    )
    return west, east
