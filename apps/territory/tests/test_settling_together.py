"""Two that settle at the same moment wait for each other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from apps.territory.actions import settle_territory
from apps.territory.models import Corner, GazetteerEntry, StreetSegment
from apps.territory.tests.making import NOW, make_municipality, make_street
from geo.testing import Grid

TOWN = Grid("""
    a . b . c
    . . . . .
    d . e . f
    . . . . .
    g . h . i
""")


@pytest.mark.django_db(transaction=True)
def test_nothing_is_cut_or_named_twice() -> None:
    make_municipality()
    for name, ends in (("Calle Sucre", "df"), ("Calle Beni", "bh"), ("Calle Oruro", "ai")):
        make_street(name, TOWN.lines(ends))
    together = Barrier(3)

    def settle() -> None:
        try:
            together.wait(timeout=30)
            settle_territory(now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=3) as pool:
        for outcome in [pool.submit(settle) for _ in range(3)]:
            outcome.result(timeout=60)
    assert (StreetSegment.objects.count(), Corner.objects.count()) == (6, 3)
    keys = GazetteerEntry.objects.values_list("kind", "target", "key")
    assert len(set(keys)) == len(keys) > 0
