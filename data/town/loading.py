"""Putting the drawn town into an empty territory, and emptying it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from django.contrib.gis.geos import MultiPolygon, Polygon
from django.db import connection, transaction
from django.utils.translation import gettext as _
from psycopg.sql import SQL, Identifier

from apps.territory.models import (
    Address,
    Block,
    Corner,
    District,
    Finding,
    GazetteerEntry,
    Municipality,
    Otb,
    Parcel,
    Place,
    Street,
    StreetSegment,
    Waterway,
    Zone,
)
from apps.territory.permissions import LOAD
from apps.territory.terms import Certainty
from data.town.facts import Facts
from data.town.rows import DEMO, Table, tables
from data.town.town import Town
from geo import crs, sql
from geo.access import Viewer
from geo.errors import Refusal

if TYPE_CHECKING:
    from config.municipality import Municipality as Configured

LIMITS: Final = (District, Zone, Otb, Block, Parcel)
"""Kinds of row that are all invented in the demonstration town."""

LEAVES: Final = (
    Address,
    Corner,
    StreetSegment,
    GazetteerEntry,
    Finding,
    Waterway,
)
"""What nothing outside the territory refers to, children before parents."""

REFERRED: Final = (Parcel, Block, Place, Street, Zone, Otb, District, Municipality)
"""What registers refer to; they lose the reference, and find another when it is settled."""


class RealTerritory(Refusal):
    """The demonstration town was offered to a territory that holds real rows."""

    def __init__(self, count: int) -> None:
        super().__init__(
            _(
                "The territory holds %(count)d rows that are not of the demonstration: "
                "nothing was drawn. With --force all of the territory is removed first."
            )
            % {"count": count}
        )


def real_rows() -> int:
    """How many districts, zones, OTBs, blocks and parcels come from somebody."""
    return sum(model.objects.exclude(source=DEMO).count() for model in LIMITS)


def is_drawn() -> bool:
    """Whether the demonstration town is there already."""
    return District.objects.filter(source=DEMO).exists()


@transaction.atomic
def empty_territory(*, by: Viewer) -> None:
    """Remove every row of the territory, real ones too.

    Raises:
        NotAllowed: `by` may not load the territory.
    """
    LOAD.require(by)
    for model in LEAVES:
        model.objects.all()._raw_delete(using="default")
    for referred in REFERRED:
        referred.objects.all().delete()


@transaction.atomic
def load_town(
    town: Town,
    facts: Facts,
    configured: Configured,
    *,
    by: Viewer,
    told: Callable[[str], None],
) -> None:
    """Fill the empty territory with the town; `told` hears how far it is.

    Raises:
        NotAllowed: `by` may not load the territory.
        RealTerritory: it holds real rows.
    """
    LOAD.require(by)
    found = real_rows()
    if found:
        raise RealTerritory(found)
    for table in tables(town, facts, configured):
        _fill(table)
        told(f"  {table.title}: {len(table.rows):,}")
    sql.analyze(*LIMITS, Street, Address, Place)


@transaction.atomic
def outline_from_bounds(configured: Configured, *, by: Viewer) -> bool:
    """Put the rectangle of the configuration where no limit is known; False if one is.

    Raises:
        NotAllowed: `by` may not load the territory.
    """
    LOAD.require(by)
    if Municipality.objects.exists():
        return False
    box = Polygon.from_bbox(configured.bounds)
    box.srid = crs.STORAGE
    Municipality.objects.create(
        ine_code=configured.ine_code,
        name=configured.name,
        outline=MultiPolygon(box),
        source=DEMO,
        certainty=Certainty.DRAWN,
    )
    return True


def _fill(table: Table) -> None:
    name = table.model._meta.db_table
    sql.copy(name, table.columns, table.rows)
    following = SQL("SELECT setval(pg_get_serial_sequence(%s, 'id'), max(id)) FROM {}")
    with connection.cursor() as cursor:
        cursor.execute(following.format(Identifier(name)), [name])
