"""The map of an API's page: what it shows, and where it looks first.

It shows what the page itself was given to show, or the tiles and the style that the same
viewer is given: nothing is read for it by another way.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

import shapely
from django.conf import settings
from django.utils.translation import gettext as _
from shapely.geometry import shape

from geo.layers import Layer
from geo.published.question import Selection

LIGHT: Final = 20_000
"""Characters of shapes that a page carries itself; more come after it, by their address."""
LARGEST: Final = 200_000
"""Characters of shapes of a result, which has no other address than its page."""
MOST_RINGS: Final = 20
"""Places of one feature that are ringed; of more, the rings would hide the map."""

_PAIRS: Final = (("lon", "lat"), ("longitude", "latitude"))
"""What members of a result are called that say where something is."""

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees (EPSG:4326)."""
Document = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Stage:
    """What the map of a page shows."""

    label: str
    """What the map is called by who cannot see it."""
    layer: Layer | None = None
    """The layer that is drawn whole, as its own style says."""
    sketch: str = ""
    """Shapes in GeoJSON, or the address that answers them, as JSON."""
    focus: str = ""
    """Places that are ringed, as JSON: longitude, latitude and accuracy of each."""
    box: Box | None = None
    """Where it looks first; None for the whole town."""
    is_beside: bool = True
    """Whether it stands beside the text; a wide table has it above."""

    @property
    def frame(self) -> str:
        """The same as the map reads it."""
        return ",".join(f"{degrees:.7f}" for degrees in self.box or ())


def stage_of_layer(layer: Layer, box: Sequence[float]) -> Stage:
    """All features of a layer, from its tiles."""
    label = _("Map of “%(title)s”") % {"title": layer.title}
    return Stage(label=label, layer=layer, box=_four(box))


def stage_of_area(title: str, box: Sequence[float]) -> Stage:
    """The outline of what has no features: the edges of a raster."""
    outline = shapely.box(*_four(box)).__geo_interface__
    label = _("Map of “%(title)s”") % {"title": title}
    sketch = _collection([{"type": "Feature", "properties": {}, "geometry": outline}])
    return Stage(label=label, sketch=sketch, box=_four(box))


def stage_of_page(
    features: Sequence[Document], selection: Selection, address: str
) -> Stage | None:
    """The features of one page, which `address` answers too; None if none has a place.

    It looks at the area that was asked for, else at the features.
    """
    box = box_around(features)
    if box is None:
        return None
    label = _("Map of this page of “%(title)s”; the table says the same")
    return Stage(
        label=label % {"title": selection.layer.title},
        sketch=_sketch(features, address),
        box=_asked(selection) or box,
        is_beside=False,
    )


def stage_of_feature(feature: Document, layer: Layer, address: str) -> Stage | None:
    """One feature, which `address` answers too; None if it has no place."""
    box = box_around([feature])
    if box is None:
        return None
    label = _("Map of “%(title)s” %(id)s") % {"title": layer.title, "id": feature["id"]}
    return Stage(
        label=label, sketch=_sketch([feature], address), focus=_focus(feature), box=box
    )


def stage_of_result(value: Any) -> Stage | None:
    """The shapes in a result of a process; None without any, or if a page is too small."""
    features = [
        {"type": "Feature", "properties": {}, "geometry": each} for each in _shapes(value)
    ]
    box = box_around(features)
    if box is None or len(_collection(features)) > LARGEST:
        return None
    label = _("The result on the map; the table says the same")
    return Stage(label=label, sketch=_collection(features), box=box, is_beside=False)


def box_around(features: Iterable[Document]) -> Box | None:
    """The box around all of `features`; None if none of them has a place."""
    shapes = [shape(each["geometry"]) for each in features if each.get("geometry")]
    found = [float(edge) for edge in shapely.total_bounds(shapes)] if shapes else []
    return _four(found) if found and all(map(math.isfinite, found)) else None


def _four(box: Sequence[float]) -> Box:
    west, south, east, north = box
    return west, south, east, north


def _asked(selection: Selection) -> Box | None:
    """The area that was asked for, as far as it is the town's; None if nothing of it is."""
    if selection.bounds is None:
        return None
    asked = shapely.from_wkt(selection.bounds.wkt)
    seen = asked.intersection(shapely.box(*settings.MUNICIPALITY.bounds))
    return None if seen.is_empty else _four(seen.bounds)


def _sketch(features: Sequence[Document], address: str) -> str:
    """The features without what the table says of them, or their address if they are long.

    A `state` goes with them: it is what shapes are coloured by.
    """
    bare = [
        {
            "type": "Feature",
            "properties": _coloured_by(each.get("properties") or {}),
            "geometry": each.get("geometry"),
        }
        for each in features
    ]
    written = _collection(bare)
    return written if len(written) <= LIGHT else json.dumps(address)


def _coloured_by(properties: Document) -> Document:
    state = properties.get("state")
    return {"state": state} if isinstance(state, str) else {}


def _collection(features: Sequence[Document]) -> str:
    document = {"type": "FeatureCollection", "features": list(features)}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _focus(feature: Document) -> str:
    geometry = feature["geometry"]
    match geometry["type"]:
        case "Point":
            places = [geometry["coordinates"]]
        case "MultiPoint":
            places = geometry["coordinates"]
        case _:
            return ""
    if len(places) > MOST_RINGS:
        return ""
    return json.dumps({"points": [[lon, lat, 0] for lon, lat, *_height in places]})


def _shapes(value: Any) -> Iterator[Document]:
    """Every geometry in a result, however deep: of features, or of what says its place."""
    if isinstance(value, list):
        yield from chain.from_iterable(map(_shapes, value))
    elif isinstance(value, dict) and value.get("type") == "Feature":
        yield from filter(None, [value.get("geometry")])
    elif isinstance(value, dict):
        places = ((value.get(lon), value.get(lat)) for lon, lat in _PAIRS)
        for place in places:
            if all(isinstance(degrees, float) for degrees in place):
                yield {"type": "Point", "coordinates": [*place]}
        yield from chain.from_iterable(map(_shapes, value.values()))
