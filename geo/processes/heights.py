"""The ground along a line: how high, how far, how much up and down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

import shapely
from django.utils.translation import gettext_lazy
from shapely import LineString

from geo.access import Audience
from geo.processes.areas import read_area
from geo.processes.declared import Curve, Input, Output, Process, Run, offer
from geo.processes.refusals import BadInput
from geo.processes.schemas import GEOMETRY
from geo.raster.sampling import MOST_SAMPLES, profile

DEFAULT_SAMPLES: Final = 100

_NO_LINE = gettext_lazy("“%(name)s” must be a line (LineString) of one piece.")


def _inputs(_audience: Audience) -> Mapping[str, Input]:
    line = [[-66.2790, -17.3930], [-66.2790, -17.3300]]
    samples = {"type": "integer", "minimum": 2, "maximum": MOST_SAMPLES}
    return {
        "line": Input(
            title=gettext_lazy("Along what"),
            description=gettext_lazy("A line in GeoJSON, longitude before latitude."),
            schema={"type": "object", "format": GEOMETRY},
            example={"type": "LineString", "coordinates": line},
            draws=("line",),
        ),
        "samples": Input(
            title=gettext_lazy("Points along it"),
            description=gettext_lazy("At equal distances, both ends included."),
            schema={**samples, "default": DEFAULT_SAMPLES},
            required=False,
        ),
    }


def draw_profile(_run: Run, given: Mapping[str, Any]) -> dict[str, Any]:
    """Heights along the line that is asked about.

    Raises:
        BadInput: it is no line.
        NoDem: this instance knows no heights.
    """
    line = shapely.from_wkb(bytes(read_area("line", given["line"]).wkb))
    if not isinstance(line, LineString):
        raise BadInput(_NO_LINE, name="line")
    return asdict(profile(line, int(given["samples"])))


_NUMBER: Final = {"type": "number"}
_SAMPLE: Final = {
    "type": "object",
    "properties": {
        "distance_m": _NUMBER,
        "elevation_m": {"type": "number", "nullable": True},
        "lon": _NUMBER,
        "lat": _NUMBER,
    },
}

PROFILE: Final = offer(
    Process(
        id="elevation-profile",
        title=gettext_lazy("Heights along a line"),
        description=gettext_lazy(
            "The ground along a street, a pipe or a canal: metres above sea level at equal "
            "distances, and how much it climbs and falls in all."
        ),
        inputs=_inputs,
        output=Output(
            name="profile",
            title=gettext_lazy("The ground along the line"),
            schema={
                "type": "object",
                "required": ["samples", "length_m", "ascent_m", "descent_m"],
                "properties": {
                    "length_m": _NUMBER,
                    "ascent_m": _NUMBER,
                    "descent_m": _NUMBER,
                    "samples": {"type": "array", "items": _SAMPLE},
                },
            },
            words={
                "length_m": gettext_lazy("Length (m)"),
                "ascent_m": gettext_lazy("Up in all (m)"),
                "descent_m": gettext_lazy("Down in all (m)"),
                "samples": gettext_lazy("Points"),
                "distance_m": gettext_lazy("From the start (m)"),
                "elevation_m": gettext_lazy("Height (m)"),
                "lon": gettext_lazy("Longitude"),
                "lat": gettext_lazy("Latitude"),
            },
            curve=Curve(rows="samples", across="distance_m", up="elevation_m"),
        ),
        work=draw_profile,
    )
)
