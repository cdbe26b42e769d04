"""What works add to pages of the territory: works near a point, works a search may mean."""

from __future__ import annotations

from typing import Final

from django.contrib.gis.geos import Point
from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from apps.territory.domain.names import key
from apps.works.forms import read_chosen
from apps.works.models import Work
from geo.access import Viewer
from geo.pages.contributions import Hit

NEAR_METRES: Final = 400.0
NEAR_ROWS: Final = 40
FOUND_ROWS: Final = 4
SHORTEST: Final = 3
"""Letters below which a search text would find half the register."""


def works_near(point: Point, viewer: Viewer, asked: QueryDict) -> SafeString:
    """The works of the choice `asked` that are nearest to `point`, closest first."""
    chosen = read_chosen(asked)
    near = chosen.works(viewer).near(point, metres=NEAR_METRES)
    told = {
        "works": near.order_by("metres_away", "-year", "-pk")[:NEAR_ROWS],
        "total": near.count(),
        "metres": NEAR_METRES,
        "chips": list(chosen.chips()),
    }
    return render_to_string("works/near.html", told)


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
