"""Count, sum and mean of a layer by district, OTB, zone or street."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from apps.territory.domain.tallies import Tally, shown_tallies
from apps.territory.models import District, Otb, Street, Zone
from apps.territory.queries import LocatedIds, locate_many
from geo.access import Audience
from geo.layers import Field, Kind, Layer, find_layer, published
from geo.precision import EXACT
from geo.privacy import MONEY_FROM, OTHERS_FROM
from geo.processes.declared import Input, Output, Process, Run, offer
from geo.processes.limits import limited
from geo.processes.points import Spot, read_points
from geo.processes.refusals import BadInput
from geo.published.cql2.compiler import LONGEST, parse_filter
from geo.published.question import Selection
from geo.published.refusals import NotFound, Words

LOCATED_AT_ONCE: Final = 10_000
STREET_M: Final = 50.0
"""A feature is summed to the nearest street if that is no further."""
MOST_GUARDED: Final = 1_000
"""Areas of a table whose figures must not give each other away."""

_NO_NUMBER = _("The layer has no number “%(name)s” to sum. It has: %(known)s.")
_TOO_FINE = _("Too many areas for a layer that keeps persons apart. Choose larger ones.")


def _street(ids: LocatedIds) -> int | None:
    near = ids.street_distance_m is not None and ids.street_distance_m <= STREET_M
    return ids.street_id if near else None


AREA_OF: Final[dict[str, Callable[[LocatedIds], int | None]]] = {
    "district": lambda ids: ids.district_id,
    "otb": lambda ids: next(iter(ids.otb_ids), None),
    "zone": lambda ids: ids.zone_id,
    "street": _street,
}
"""Which area a point counts for. Where OTBs overlap it is the smallest, so that every
feature is counted once and the areas add up to the whole."""


def summarise(run: Run, given: Mapping[str, Any]) -> dict[str, Any]:
    """The figures of each area and of the whole, as the viewer may know them.

    Raises:
        BadInput: there is no such number, or too much to work on at once.
        BadFilter: the filter cannot be understood.
        DatabaseAway, TookTooLong: the layer cannot be read.
    """
    audience = run.viewer.audience
    layer = find_layer(given["layer"], audience)
    if layer is None:
        raise NotFound
    field = _number(layer, audience, given["property"])
    text = given["filter"]
    chosen = None if text is None else parse_filter(text, layer, audience)
    run.step(0, _("Reading the layer"))
    selection = Selection(layer=layer, audience=audience, filter=chosen)
    tallies = _tallied(run, read_points(selection, field), AREA_OF[given["by"]])
    least = _least(layer, audience, field)
    if least and len(tallies) > MOST_GUARDED:
        raise BadInput(_TOO_FINE)
    areas, whole = shown_tallies(tallies, least=least)
    return {
        "layer": layer.name,
        "title": str(layer.title),
        "by": given["by"],
        "property": field and field.name,
        "unit": field.unit if field else "",
        "total": whole,
        "areas": _named(given["by"], areas),
        "elsewhere": areas.get(None),
    }


def _number(layer: Layer, audience: Audience, name: str | None) -> Field | None:
    if name is None:
        return None
    numbers = [
        field
        for field in layer.fields_for(audience)
        if field.kind in (Kind.INTEGER, Kind.NUMBER)
    ]
    for field in numbers:
        if field.name == name:
            return field
    known = Words(", ".join(field.name for field in numbers) or "–")
    raise BadInput(_NO_NUMBER, name=name, known=known)


def _least(layer: Layer, audience: Audience, field: Field | None) -> int:
    """How many must stand behind a figure; 0 where nothing is kept from the viewer.

    A layer that shows anyone less than it holds is about persons or their affairs.
    """
    exact = layer.precision_for(audience) == EXACT
    if exact and len(layer.fields_for(audience)) == len(layer.fields):
        return 0
    return OTHERS_FROM if field is None else MONEY_FROM


def _tallied(
    run: Run, spots: list[Spot], area_of: Callable[[LocatedIds], int | None]
) -> dict[int | None, Tally]:
    """Figures by area; None for what lies in no area or nowhere."""
    tallies: dict[int | None, Tally] = {}
    for first in range(0, len(spots), LOCATED_AT_ONCE):
        run.step(100 * first / len(spots), _("Looking up what lies there"))
        some = spots[first : first + LOCATED_AT_ONCE]
        with limited():
            areas = _areas(some, area_of)
        for place, spot in enumerate(some):
            tallies.setdefault(areas.get(place), Tally()).add(spot.figure)
    return tallies


def _areas(
    some: list[Spot], area_of: Callable[[LocatedIds], int | None]
) -> dict[int, int | None]:
    placed = [place for place, spot in enumerate(some) if spot.at is not None]
    points = [at for spot in some if (at := spot.at) is not None]
    return {placed[ids.ordinal]: area_of(ids) for ids in locate_many(points)}


def _named(by: str, areas: Mapping[int | None, dict[str, Any]]) -> list[dict[str, Any]]:
    names = _names(by, {pk for pk in areas if pk is not None})
    rows = [
        {"id": pk, "name": names.get(pk, ""), **figures}
        for pk, figures in areas.items()
        if pk is not None
    ]
    return sorted(rows, key=lambda row: (-(row["count"] or 0), row["name"]))


def _names(by: str, ids: Iterable[int]) -> dict[int, str]:
    if by == "district":
        found = District.objects.in_bulk(ids).items()
        return {pk: f"D-{each.number} {each.name}".strip() for pk, each in found}
    models: dict[str, Any] = {"otb": Otb, "zone": Zone, "street": Street}
    return {pk: each.name for pk, each in models[by].objects.in_bulk(ids).items()}


_AREA_WORDS: Final = {
    "district": _("District"),
    "otb": _("OTB"),
    "zone": _("Zone"),
    "street": _("Street"),
}


def _inputs(audience: Audience) -> Mapping[str, Input]:
    names = [layer.name for layer in published(audience)]
    return {
        "layer": Input(
            title=_("Layer"),
            schema={"type": "string", "enum": names},
            example="works",
            words={layer.name: layer.title for layer in published(audience)},
        ),
        "by": Input(
            title=_("By"),
            schema={"type": "string", "enum": [*AREA_OF], "default": "district"},
            required=False,
            example="district",
            words=_AREA_WORDS,
        ),
        "property": Input(
            title=_("Number to sum"),
            description=_("Name of a numeric property; without one, features are counted."),
            schema={"type": "string", "maxLength": 80},
            required=False,
        ),
        "filter": Input(
            title=_("Only features that fulfil"),
            description=_("A condition in CQL2 text, as in “filter” of the collection."),
            schema={"type": "string", "minLength": 1, "maxLength": LONGEST},
            required=False,
        ),
    }


_MEMBERS: Final = {
    "layer": _("Layer"),
    "title": _("Title"),
    "by": _("By"),
    **{f"by={area}": word for area, word in _AREA_WORDS.items()},
    "property": _("Number to sum"),
    "unit": _("Unit"),
    "total": _("Total"),
    "areas": _("By area"),
    "elsewhere": _("In none of them"),
    "name": _("Name"),
    "count": _("Number"),
    "sum": _("Sum"),
    "mean": _("Mean"),
    "withheld": _("Withheld: too few"),
}

SUMMARISE: Final = offer(
    Process(
        id="summarise",
        title=_("Figures by district, OTB, zone or street"),
        description=_(
            "Counts the features of a layer, or sums one of its numbers, by area. Each "
            "feature counts once, where a point on it lies; of overlapping OTBs for the "
            "smallest. Figures that few persons stand behind are withheld."
        ),
        inputs=_inputs,
        output=Output(
            name="figures",
            title=_("Figures"),
            schema={
                "type": "object",
                "required": ["layer", "by", "total", "areas"],
                "properties": {
                    "layer": {"type": "string"},
                    "by": {"type": "string"},
                    "total": {"type": "object"},
                    "areas": {"type": "array", "items": {"type": "object"}},
                },
            },
            words=_MEMBERS,
        ),
        work=summarise,
    )
)
