"""Filters over public works. Each narrows, none sorts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from django.contrib.gis.db.models import PointField
from django.contrib.gis.geos import Point
from django.contrib.gis.geos import Polygon as Box
from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    Case,
    DateField,
    F,
    Func,
    IntegerField,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce

from geo import crs
from geo.access import Viewer
from geo.measure import MetresBetween

if TYPE_CHECKING:
    from apps.works.models import Work  # noqa: F401 - named in the base below

METRES_PER_DEGREE: Final = 110_574.0
"""Of latitude, at the equator, where one is shortest (WGS 84)."""
SHORTEST_PARALLEL: Final = 0.9
"""Cosine of 25°: a degree of longitude is at least this long in Bolivia."""


class WorkQuerySet(QuerySet["Work"]):
    """Public works, as pages read them."""

    def visible_to(self, viewer: Viewer) -> WorkQuerySet:
        """Keep what `viewer` may see: what SICOES publishes is public."""
        return self

    def since(self, year: int) -> WorkQuerySet:
        """Keep works first published in `year` or later."""
        return self.filter(year__gte=year)

    def until(self, year: int) -> WorkQuerySet:
        """Keep works first published in `year` or earlier."""
        return self.filter(year__lte=year)

    def of_kinds(self, kinds: Iterable[str]) -> WorkQuerySet:
        """Keep works of any of these kinds."""
        return self.filter(kind__in=list(kinds))

    def in_states(self, states: Iterable[str]) -> WorkQuerySet:
        """Keep works whose latest call is in any of these states."""
        return self.filter(state__in=list(states))

    def in_districts(self, numbers: Iterable[int]) -> WorkQuerySet:
        """Keep works that stand in any of these districts."""
        return self.filter(district_numbers__overlap=list(numbers))

    def in_otbs(self, names: Iterable[str]) -> WorkQuerySet:
        """Keep works that stand in any OTB of these names."""
        asked = Cast(Value(list(names)), ArrayField(TextField()))
        return self.filter(otb_names__overlap=asked)

    def saying(self, words: Iterable[str]) -> WorkQuerySet:
        """Keep works whose folded object contains every one of `words`."""
        found = self
        for word in words:
            found = found.filter(object_key__contains=word)
        return found

    def near(self, point: Point, *, metres: float) -> QuerySet[Any]:
        """Keep works with a place within `metres` of `point`; adds `metres_away`.

        The box is searched by index, then the true distance decides.
        """
        tall = metres / METRES_PER_DEGREE
        wide = tall / SHORTEST_PARALLEL
        box = Box.from_bbox(
            (point.x - wide, point.y - tall, point.x + wide, point.y + tall)
        )
        box.srid = crs.STORAGE
        here = Value(point, output_field=PointField(srid=crs.STORAGE))
        return (
            self.filter(positions__bboverlaps=box)
            .annotate(metres_away=MetresBetween(F("positions"), here))
            .filter(metres_away__lte=metres)
        )

    def dated(self) -> WorkQuerySet:
        """Add `moment`: the first publication, or the first day of its year if unknown."""
        new_year = Func(
            F("year"),
            Value(1),
            Value(1),
            function="make_date",
            output_field=DateField(),
        )
        return self.annotate(moment=Coalesce("published_on", new_year))

    def ranked(self, column: str, words: Iterable[str]) -> WorkQuerySet:
        """Add `<column>_rank`: the place of the column's value among `words`."""
        places = [When(**{column: word}, then=Value(n)) for n, word in enumerate(words)]
        rank = Case(*places, default=Value(len(places)), output_field=IntegerField())
        return self.annotate(**{f"{column}_rank": rank})
