"""What an inspector says happened at a stand or between them, word by word."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.contrib.gis.geos import LineString

from apps.festivals.domain.control_refusals import BadFinding
from apps.festivals.terms import STREET, Fault, Finding, Person, Shown
from geo import crs

LONGEST_NOTE: Final = 500
LONGEST_NAME: Final = 160
MOST_THINGS: Final = 100
"""Lines of one inventory; more is another confiscation."""
WITHIN_M: Final = Decimal("0.25")
"""Metres by which a tape laid in a crowd, or two touches on a map, may be wrong."""
_METRES: Final = re.compile(r"\d{1,3}([.,]\d{1,2})?")
_KILOGRAMS: Final = re.compile(r"\d{1,6}([.,]\d)?")
_COUNT: Final = re.compile(r"\d{1,6}([.,]\d{1,2})?")
_PAPER: Final = re.compile(r"(?:^|/verificar/)([A-Za-z0-9_-]{16,32})/?$")


@dataclass(frozen=True, kw_only=True)
class Seen:
    """How a stand was found."""

    person: Person
    person_name: str
    code: str
    """What the code on the paper said; empty where none was shown."""
    told: str
    """What the telephone made of the code, without a network."""
    frontage_m: Decimal | None
    line: LineString | None
    trade: str


@dataclass(frozen=True, kw_only=True)
class Thing:
    """One line of what was taken away."""

    what: str
    quantity: Decimal


def about_of(festival: str, code: str = STREET) -> str:
    """How a stand of a feast, or the street between them, is called in the field.

    >>> about_of("urkupina-2027", "A-1"), about_of("urkupina-2027")
    ('urkupina-2027/A-1', 'urkupina-2027/-')
    """
    return f"{festival}/{code}"


def token_in(code: str) -> str:
    """The token of a paper in what its code says: an address, or the token as printed.

    >>> token_in("https://quillacollo.bo/verificar/abcdefghijklmnopqrstuv/")
    'abcdefghijklmnopqrstuv'
    >>> token_in("https://example.org/menu"), token_in("")
    ('', '')
    """
    found = _PAPER.search(code.strip())
    return found.group(1) if found else ""


def finding_of(act: str, body: Mapping[str, Any]) -> Finding:
    """What the inspector reports.

    Raises:
        BadFinding: it is nothing that inspectors report.
    """
    told = body.get("outcome")
    if act != "visit" or told not in Finding.values:
        raise BadFinding("outcome")
    return Finding(told)


def text_in(body: Mapping[str, Any], name: str, longest: int = LONGEST_NAME) -> str:
    """A text that may be missing, as far as it fits."""
    value = body.get(name)
    return value.strip()[:longest] if isinstance(value, str) else ""


def note_of(body: Mapping[str, Any]) -> str:
    """What was written down besides."""
    return text_in(body, "note", LONGEST_NOTE)


def part_of(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A member that must be there.

    Raises:
        BadFinding: it is not, or is no object.
    """
    part = body.get(name)
    if not isinstance(part, dict):
        raise BadFinding(name)
    return part


def seen_in(body: Mapping[str, Any]) -> Seen:
    """How the stand was found.

    Raises:
        BadFinding: nobody is named, or a figure or line is none.
    """
    part = part_of(body, "stand")
    person = part.get("person")
    if person not in Person.values:
        raise BadFinding("person")
    return Seen(
        person=Person(person),
        person_name=text_in(part, "name"),
        code=text_in(part, "code", 400),
        told=text_in(part, "verdict", 20),
        frontage_m=_figure(part, "frontage_m", _METRES),
        line=_line(part.get("line")),
        trade=text_in(part, "trade", 30),
    )


def _figure(part: Mapping[str, Any], name: str, shape: re.Pattern[str]) -> Decimal | None:
    """A figure with a point or a comma; None where nothing was written."""
    value = part.get(name)
    if value is None or value == "":
        return None
    if not isinstance(value, str) or not shape.fullmatch(value.strip()):
        raise BadFinding(name)
    figure = Decimal(value.strip().replace(",", "."))
    if not figure:
        raise BadFinding(name)
    return figure


def _line(told: Any) -> LineString | None:
    """The two ends between which was measured (EPSG:4326)."""
    if told is None:
        return None
    try:
        points = [(float(lon), float(lat)) for lon, lat in told]
    except (TypeError, ValueError) as error:
        raise BadFinding("line") from error
    inside = all(-180 <= lon <= 180 and -90 <= lat <= 90 for lon, lat in points)
    if len(points) != 2 or points[0] == points[1] or not inside:
        raise BadFinding("line")
    return LineString(points, srid=crs.STORAGE)


def waste_in(body: Mapping[str, Any]) -> tuple[Decimal, str]:
    """Kilograms, and the zone they lay in.

    Raises:
        BadFinding: no weight.
    """
    part = part_of(body, "waste")
    kg, zone = _figure(part, "kg", _KILOGRAMS), text_in(part, "zone", 20)
    if kg is None:
        raise BadFinding("kg")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", zone):
        raise BadFinding("zone")
    return kg, zone


def things_in(body: Mapping[str, Any]) -> Sequence[Thing]:
    """The inventory of what was taken away.

    Raises:
        BadFinding: there is nothing in it, or more than one inventory holds.
    """
    told = part_of(body, "seized").get("items")
    if not isinstance(told, list) or not 0 < len(told) <= MOST_THINGS:
        raise BadFinding("items")
    return [_thing(each) for each in told]


def _thing(told: Any) -> Thing:
    if not isinstance(told, dict):
        raise BadFinding("items")
    what, quantity = text_in(told, "what"), _figure(told, "quantity", _COUNT)
    if not what or quantity is None:
        raise BadFinding("items")
    return Thing(what=what, quantity=quantity)


@dataclass(frozen=True, kw_only=True)
class Allowed:
    """What the plan in force gives a stand."""

    metres: Decimal
    trade: str


def faults_of(
    seen: Seen, shown: Shown, *, metres: Decimal | None, allowed: Allowed
) -> list[Fault]:
    """In what a stand that takes up so many metres differs from its patent."""
    faults = []
    if seen.person == Person.OTHER:
        faults.append(Fault.PERSON)
    if shown != Shown.VALID and seen.person != Person.NOBODY:
        faults.append(Fault.PATENT)
    if metres is not None and metres > allowed.metres + WITHIN_M:
        faults.append(Fault.LENGTH)
    if seen.trade and seen.trade != allowed.trade:
        faults.append(Fault.TRADE)
    return faults
