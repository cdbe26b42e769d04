"""Works made for tests, each with only what the test speaks of."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.gis.geos import MultiPoint, Point

from apps.works.models import Call, Work, WorkPlace


def make_work(code: str, *, at: Point | None = None, **fields: Any) -> Work:
    """A work with one call; `at` gives it one place with an accuracy of 80 m."""
    year = 2000 + int(code[:2])
    known: dict[str, Any] = {
        "object": f"Const. Pavimento {code}",
        "kind": "paving",
        "state": "contracted",
        "year": year,
        "published_on": dt.date(year, 5, 1),
        "source": "sicoes",
    } | fields
    known.setdefault("object_key", known["object"].lower())
    if at is not None:
        known |= {"positions": MultiPoint(at, srid=4326), "place_level": "otb"}
        known |= {"place_words": "Otb Sol", "accuracy_m": 80.0, "certainty": "drawn"}
    work = Work.objects.create(code=code, **known)
    Call.objects.create(
        work=work,
        cuce=f"{code}-1-1",
        object=work.object,
        state=work.state,
        published_on=work.published_on,
    )
    if at is not None:
        WorkPlace.objects.create(
            work=work,
            ordinal=1,
            level="otb",
            words="Otb Sol",
            confidence=0.9,
            accuracy_m=80.0,
            position=at,
            certainty="drawn",
        )
    return work
