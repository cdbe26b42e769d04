"""The organisation chart, read at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Prefetch

from apps.people.models import Holding, Office, Post
from apps.people.querysets import OfficeQuerySet


@dataclass(frozen=True, kw_only=True)
class OfficeNode:
    """An office, how deep it stands in the chart, and what comes under it."""

    office: Office
    depth: int
    children: tuple[OfficeNode, ...]

    def walk(self) -> Iterator[OfficeNode]:
        """This office and all below it, as a list is read."""
        yield self
        for child in self.children:
            yield from child.walk()


def office_tree(offices: OfficeQuerySet) -> tuple[OfficeNode, ...]:
    """The chart of `offices`, siblings by rank and name, with one statement."""
    below: dict[int | None, list[Office]] = {}
    for office in offices.order_by("rank", "name", "pk"):
        below.setdefault(office.parent_id, []).append(office)
    return _level(below, None, 0)


def _level(
    below: dict[int | None, list[Office]], parent: int | None, depth: int
) -> tuple[OfficeNode, ...]:
    return tuple(
        OfficeNode(
            office=office, depth=depth, children=_level(below, office.pk, depth + 1)
        )
        for office in below.get(parent, [])
    )


def posts_of(office: Office, *, on: dt.date) -> list[Post]:
    """The office's posts, heads first; each knows in `exercised` who exercises it on a day.

    The acting holder comes before the titular one, for that is who signs.
    """
    held = (
        Holding.objects.filter(days__contains=on)
        .select_related("person__party")
        .order_by("kind")
    )
    posts = office.posts.order_by("-is_head", "title", "pk")
    return list(posts.prefetch_related(Prefetch("holdings", held, to_attr="exercised")))
