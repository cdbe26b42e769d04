"""What lies where somebody wants to dig, build or close: by layer, with links."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geo.access import Audience
from geo.layers import Layer, find_layer, published
from geo.processes.areas import read_area
from geo.processes.declared import Input, Output, Process, Run, offer
from geo.processes.schemas import GEOMETRY
from geo.processes.touching import read_touched

DEFAULT_LIMIT: Final = 50
LARGEST_LIMIT: Final = 500
LARGEST_BUFFER_M: Final = 1000


def _usual(audience: Audience) -> list[Layer]:
    """The layers that are asked when none is named: all but the ground itself."""
    return [layer for layer in published(audience) if layer.basemap_from is None]


def _layers(audience: Audience) -> Input:
    names = [layer.name for layer in published(audience)]
    return Input(
        title=gettext_lazy("Layers"),
        description=gettext_lazy(
            "Which layers to look into; without any, all but those of the basemap."
        ),
        schema={
            "type": "array",
            "items": {"type": "string", "enum": names},
            "maxItems": len(names),
        },
        required=False,
        words={layer.name: layer.title for layer in published(audience)},
    )


def _inputs(audience: Audience) -> Mapping[str, Input]:
    corner = [[-66.2905, -17.3995], [-66.2805, -17.3995], [-66.2805, -17.3915]]
    ring = [*corner, [-66.2905, -17.3915], corner[0]]
    limit = {"type": "integer", "minimum": 1, "maximum": LARGEST_LIMIT}
    buffer = {"type": "number", "minimum": 0, "maximum": LARGEST_BUFFER_M, "default": 0}
    return {
        "area": Input(
            title=gettext_lazy("Where"),
            description=gettext_lazy(
                "Point, line or polygon in GeoJSON, longitude before latitude."
            ),
            schema={"type": "object", "format": GEOMETRY},
            example={"type": "Polygon", "coordinates": [ring]},
        ),
        "buffer_m": Input(
            title=gettext_lazy("Metres around it"),
            description=gettext_lazy("What lies within so many metres counts too."),
            schema=buffer,
            required=False,
            example=5,
        ),
        "layers": _layers(audience),
        "limit": Input(
            title=gettext_lazy("Features of each layer at most"),
            description=gettext_lazy("They are counted all, whatever this says."),
            schema={**limit, "default": DEFAULT_LIMIT},
            required=False,
        ),
    }


def find_conflicts(run: Run, given: Mapping[str, Any]) -> dict[str, Any]:
    """What each layer has on the ground that is asked about.

    Raises:
        BadInput: the area cannot be understood.
        DatabaseAway, TookTooLong: the layers cannot be read.
    """
    audience = run.viewer.audience
    area = read_area("area", given["area"], metres=given["buffer_m"])
    named = [find_layer(name, audience) for name in dict.fromkeys(given["layers"] or ())]
    layers = [layer for layer in named if layer is not None] or _usual(audience)
    found = []
    for place, layer in enumerate(layers):
        run.step(100 * place / len(layers), layer.title)
        touched = read_touched(layer, audience, area, limit=int(given["limit"]))
        address = f"/ogc/collections/{layer.name}/items"
        found.append(
            {
                "layer": layer.name,
                "title": str(layer.title),
                "matched": touched.matched,
                "returned": len(touched.features),
                "href": address,
                "features": [
                    {**each, "href": f"{address}/{each['id']}"} for each in touched.features
                ],
            }
        )
    return {
        "matched": sum(each["matched"] for each in found),
        "note": _(
            "Only what is published for you is asked; nothing found is no promise that "
            "nothing lies there."
        ),
        "ask": _whom_to_ask(audience),
        "layers": found,
    }


def _whom_to_ask(audience: Audience) -> list[str]:
    """Of networks that this audience is not shown; the same on any ground.

    Saying it only where there is one would show where it is, spade by spade.
    """
    hidden = (each for each in published() if not audience.sees(each.audience))
    return [str(each.ask) for each in hidden if each.ask]


_MEMBERS: Final = {
    "matched": gettext_lazy("In all"),
    "returned": gettext_lazy("Listed"),
    "layers": gettext_lazy("By layer"),
    "features": gettext_lazy("Features"),
    "layer": gettext_lazy("Layer"),
    "title": gettext_lazy("Title"),
    "note": gettext_lazy("Mind"),
    "ask": gettext_lazy("Ask before digging"),
}

CONFLICTS: Final = offer(
    Process(
        id="conflicts",
        title=gettext_lazy("What lies here (before digging)"),
        description=gettext_lazy(
            "Features of the published layers that touch a place, a line or an area, "
            "counted by layer: before a street is opened, a tree felled or a stall allowed."
        ),
        inputs=_inputs,
        output=Output(
            name="conflicts",
            title=gettext_lazy("What was found"),
            schema={
                "type": "object",
                "required": ["matched", "layers"],
                "properties": {
                    "matched": {"type": "integer"},
                    "note": {"type": "string"},
                    "ask": {"type": "array", "items": {"type": "string"}},
                    "layers": {"type": "array", "items": {"type": "object"}},
                },
            },
            words=_MEMBERS,
        ),
        work=find_conflicts,
    )
)
