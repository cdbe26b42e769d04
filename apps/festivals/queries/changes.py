"""What two versions of a plan differ in, as a map shows it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.gis.geos import Polygon

from apps.festivals.queries.plans import Change


def sketch_of_changes(changes: Iterable[Change]) -> str:
    """The modules that differ as GeoJSON, in the colours of states: where a moved one was
    and where it is now; empty if nothing differs."""
    features = [
        _feature(place, state) for change in changes for place, state in _shown(change)
    ]
    collection = {"type": "FeatureCollection", "features": features}
    return json.dumps(collection) if features else ""


def _shown(change: Change) -> Iterator[tuple[Polygon, str]]:
    if change.before is not None and (change.after is None or change.is_moved):
        yield change.before.place, "deserted"
    if change.after is not None:
        yield change.after.place, _state(change)


def _state(change: Change) -> str:
    if change.before is None:
        return "contracted"
    return "published" if change.is_moved else "awarded"


def _feature(place: Polygon, state: str) -> dict[str, Any]:
    shape = json.loads(place.geojson)
    return {"type": "Feature", "properties": {"state": state}, "geometry": shape}
