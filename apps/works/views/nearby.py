"""What works add to pages of the territory: works near a point, works a search may mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any, Final, TypeVar

from django.contrib.gis.geos import Point
from django.db.models import QuerySet
from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from apps.territory.domain.names import key
from apps.works.forms import Chosen, read_chosen
from apps.works.models import Work
from geo.access import Viewer
from geo.pages.contributions import Hit

NEAR_METRES: Final = 400.0
NEAR_ROWS: Final = 40
MOST_OTBS: Final = 6
"""More of them would be a longer address than anybody reads."""
FOUND_ROWS: Final = 4
SHORTEST: Final = 3
"""Letters below which a search text would find half the register."""

Value = TypeVar("Value", str, int)


def works_near(point: Point, viewer: Viewer, asked: QueryDict) -> SafeString:
    """The works of the choice `asked` that are nearest to `point`, closest first."""
    chosen = read_chosen(asked)
    near = chosen.works(viewer).near(point, metres=NEAR_METRES)
    total = near.count()
    told = {
        "works": near.order_by("metres_away", "-year", "-pk")[:NEAR_ROWS],
        "total": total,
        "metres": NEAR_METRES,
        "chips": list(chosen.chips()),
    }
    if total > NEAR_ROWS:
        wider = _holding(chosen, near)
        told["wider"] = {
            "query": wider.query,
            "total": wider.works(viewer).count(),
            "chips": list(wider.chips()),
        }
    return render_to_string("works/near.html", told)


def _holding(chosen: Chosen, near: QuerySet[Any]) -> Chosen:
    """The narrowest choice of OTBs or districts, within `chosen`, that holds all `near`."""
    places = list(near.values_list("otb_names", "district_numbers"))
    otbs = () if chosen.otbs else _covering([names for names, _ in places])
    if 0 < len(otbs) <= MOST_OTBS:
        return replace(chosen, otbs=otbs)
    districts = () if chosen.districts else _covering([numbers for _, numbers in places])
    return replace(chosen, districts=districts) if districts else chosen


def _covering(sets: Iterable[Collection[Value]]) -> tuple[Value, ...]:
    """A few values of which every set holds one; none if there are no such values."""
    left = [frozenset(each) for each in sets]
    taken: list[Value] = []
    while left:
        if not all(left):
            return ()
        counts = Counter(value for each in left for value in each)
        ((value, _times),) = counts.most_common(1)
        taken.append(value)
        left = [each for each in left if value not in each]
    return tuple(taken)


def find_works(text: str, viewer: Viewer, rows: int) -> list[Hit]:
    """Works whose code is `text` or whose object says all its words, newest first."""
    visible = Work.objects.visible_to(viewer)
    words = key(text).split()
    by_code = list(visible.filter(code=text.strip())[:1])
    long_enough = sum(map(len, words)) >= SHORTEST
    saying = visible.saying(words) if long_enough else visible.none()
    newest = saying.order_by("-year", "-pk")[: max(FOUND_ROWS, rows // 2)]
    return [_hit(work) for work in by_code or newest]


def _hit(work: Work) -> Hit:
    centre = work.positions.centroid if work.positions else None
    return Hit(
        label=work.object,
        note=f"{work.get_kind_display()} · {work.get_state_display()} · {work.year}",
        address=reverse("works:work", args=[work.code]),
        panel=reverse("works:panel", args=[work.code]),
        position=(centre.x, centre.y) if centre else None,
        zoom=16,
    )
