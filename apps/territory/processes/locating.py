"""Places for many texts and points at once: district, OTBs, zone and nearest street."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from apps.territory.models import District, Otb, Street, Zone
from apps.territory.queries import SQL, Found, LocatedIds, locate_many, search
from apps.territory.terms import FOUND_KINDS
from geo import sql
from geo.access import Audience
from geo.processes.declared import Input, Output, Process, Run, offer
from geo.processes.limits import limited
from geo.processes.refusals import BadInput

MOST_PLACES: Final = 10_000
SEARCHED_AT_ONCE: Final = 20
LOCATED_AT_ONCE: Final = 2_000

_NOT_ON_EARTH = _("“%(name)s” must be longitude and latitude in degrees.")

Asked = str | list[float]
Answer = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class _Reach:
    """One row of `reach.sql`."""

    ordinal: int
    metres: float


def locate_places(run: Run, given: Mapping[str, Any]) -> dict[str, Any]:
    """Where each text or point is, in the order in which they were asked.

    Raises:
        BadInput: a pair of numbers is no position.
        TookTooLong: the database needs too long for one of them.
    """
    wanted = given["places"]
    asked: list[Asked] = [wanted] if isinstance(wanted, str) else wanted
    found = _searched(run, asked)
    answers: list[Answer] = []
    for some in _batches(list(zip(asked, found, strict=True)), LOCATED_AT_ONCE):
        run.step(80 + 20 * len(answers) / len(asked), _("Looking up what lies there"))
        with limited():
            answers += _answers(some)
    return {"found": sum(each["found"] for each in answers), "places": answers}


def _batches(things: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    return (things[first : first + size] for first in range(0, len(things), size))


def _searched(run: Run, asked: list[Asked]) -> list[Found | None]:
    """What each text most probably means; points mean themselves."""
    found: list[Found | None] = []
    for place, some in enumerate(_batches(asked, SEARCHED_AT_ONCE)):
        run.step(80 * place * SEARCHED_AT_ONCE / len(asked), _("Searching the names"))
        with limited():
            found += map(_meant, some)
    return found


def _meant(asked: Asked) -> Found | None:
    if isinstance(asked, str):
        return next(iter(search(asked, limit=1)), None)
    longitude, latitude = asked
    if abs(latitude) > 90:
        raise BadInput(_NOT_ON_EARTH, name="places")
    return Found(
        label=f"{latitude:.6f}, {longitude:.6f}",
        kind="coordinates",
        target=None,
        district_number=None,
        longitude=longitude,
        latitude=latitude,
        score=1.0,
    )


def _answers(some: Sequence[tuple[Asked, Found | None]]) -> list[Answer]:
    there = [found for _asked, found in some if found is not None]
    points = ((found.longitude, found.latitude) for found in there)
    located = {each.ordinal: each for each in locate_many(points)}
    names, reach = _Names(located.values()), _reach(there)
    answers, ordinal = [], 0
    for asked, found in some:
        if found is None:
            answers.append({"asked": asked, "found": False})
            continue
        answer = _answer(asked, found, accuracy_m=reach[ordinal])
        answers.append({**answer, **names.of(located.get(ordinal))})
        ordinal += 1
    return answers


def _reach(there: list[Found]) -> list[float]:
    kinds, targets = [each.kind for each in there], [each.target for each in there]
    rows = sql.rows(_Reach, SQL / "reach.sql", kinds=kinds, targets=targets)
    return [each.metres for each in rows]


def _answer(asked: Asked, found: Found, *, accuracy_m: float) -> Answer:
    return {
        "asked": asked,
        "found": True,
        "label": found.label,
        "kind": found.kind,
        "score": round(found.score, 3),
        "accuracy_m": accuracy_m,
        "longitude": round(found.longitude, 7),
        "latitude": round(found.latitude, 7),
    }


class _Names:
    """Names of everything that was located, read once."""

    def __init__(self, located: Iterable[LocatedIds]) -> None:
        known = list(located)
        self._districts = District.objects.in_bulk(_some(x.district_id for x in known))
        self._zones = Zone.objects.in_bulk(_some(each.zone_id for each in known))
        self._streets = Street.objects.in_bulk(_some(each.street_id for each in known))
        self._otbs = Otb.objects.in_bulk({pk for each in known for pk in each.otb_ids})

    def of(self, ids: LocatedIds | None) -> Answer:
        """What lies there, as an answer says it."""
        if ids is None:
            return {"inside": False}
        district = self._districts.get(ids.district_id or 0)
        zone = self._zones.get(ids.zone_id or 0)
        street = self._streets.get(ids.street_id or 0)
        metres = ids.street_distance_m
        return {
            "inside": True,
            "district": district and {"number": district.number, **_spot(district)},
            "otbs": [_spot(self._otbs[pk]) for pk in ids.otb_ids if pk in self._otbs],
            "zone": zone and _spot(zone),
            "street": street and {**_spot(street), "distance_m": round(metres or 0, 1)},
        }


def _some(ids: Iterable[int | None]) -> set[int]:
    return {each for each in ids if each is not None}


def _spot(row: District | Zone | Street | Otb) -> Answer:
    return {"id": row.pk, "name": row.name, "certainty": row.certainty}


_POINT: Final = {
    "type": "array",
    "items": {"type": "number", "minimum": -180, "maximum": 180},
    "minItems": 2,
    "maxItems": 2,
}
_TEXT: Final = {"type": "string", "maxLength": 200}


def _inputs(audience: Audience) -> Mapping[str, Input]:
    several = {
        "type": "array",
        "items": {"oneOf": [_TEXT, _POINT]},
        "minItems": 1,
        "maxItems": MOST_PLACES,
    }
    return {
        "places": Input(
            title=_("Texts or points"),
            description=_(
                "Addresses, corners (“Sucre y Beni”), names of places, OTBs or streets, "
                "or [longitude, latitude]; one or a list of up to 10,000."
            ),
            schema={"oneOf": [_TEXT, several]},
            example=["Plaza 15 de Agosto", "Sucre y Beni", [-66.2785, -17.3935]],
        )
    }


_MEMBERS: Final = {
    "found": _("Found"),
    "places": _("Places"),
    "asked": _("Asked"),
    "label": _("Understood as"),
    "kind": _("Kind"),
    **{f"kind={kind}": word for kind, word in FOUND_KINDS.items()},
    "score": _("Likeness"),
    "accuracy_m": _("Accuracy (m)"),
    "longitude": _("Longitude"),
    "latitude": _("Latitude"),
    "inside": _("In the municipality"),
    "district": _("District"),
    "otbs": _("OTBs"),
    "zone": _("Zone"),
    "street": _("Nearest street"),
}

LOCATE: Final = offer(
    Process(
        id="locate",
        title=_("Find the place of many addresses"),
        description=_(
            "District, OTBs, zone and nearest street of any number of texts or points, as "
            "the search box understands them, with how exact each answer is."
        ),
        inputs=_inputs,
        output=Output(
            name="located",
            title=_("Where they are"),
            schema={
                "type": "object",
                "required": ["found", "places"],
                "properties": {
                    "found": {"type": "integer"},
                    "places": {"type": "array", "items": {"type": "object"}},
                },
            },
            words=_MEMBERS,
        ),
        work=locate_places,
    )
)
