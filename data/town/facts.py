"""The typed facts of a municipality, read from the small files beside their README."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FOLDERS: Final = Path(__file__).resolve().parent.parent
"""Where the folders of facts lie, one per municipality."""

Position = tuple[float, float]
"""Longitude, latitude in degrees (EPSG:4326)."""


@dataclass(frozen=True, kw_only=True)
class Organisation:
    """A territorial organisation the municipality names in its calls."""

    name: str
    kind: str
    district: int
    mentions: int
    position: Position | None
    """A point inside it, where a fact tells one."""


@dataclass(frozen=True, kw_only=True)
class Community:
    """A dispersed rural community of the census."""

    name: str
    kind: str
    district: int
    position: Position
    persons: int
    dwellings: int


@dataclass(frozen=True, kw_only=True)
class PollingPlace:
    """Where people vote; mostly schools. Its voters stand in for people."""

    name: str
    zone: str
    district: int
    position: Position
    voters: int


@dataclass(frozen=True, kw_only=True)
class KnownStreet:
    """A street whose course is known."""

    name: str
    kind: str
    placed_by: str
    parts: tuple[tuple[Position, ...], ...]


@dataclass(frozen=True, kw_only=True)
class LocalStreet:
    """A street known to belong to an organisation, its course unknown."""

    name: str
    kind: str
    otb: str
    district: int
    mentions: int


@dataclass(frozen=True, kw_only=True)
class Landmark:
    """A place people name; with a radius it has ground of its own."""

    name: str
    kind: str
    position: Position
    radius_m: float
    source: str


@dataclass(frozen=True, kw_only=True)
class River:
    """A river and the half width of the bed kept free of houses."""

    name: str
    half_width_m: float
    axis: tuple[Position, ...]


@dataclass(frozen=True, kw_only=True)
class Statistics:
    """Figures the drawn town is held to."""

    people: int
    parcels: int
    block_area: tuple[float, float, float]
    """10th percentile, median, 90th percentile in square metres."""
    block_persons: tuple[float, float, float]
    """10th percentile, median, 90th percentile."""


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Everything known about the town before it is drawn."""

    limit: tuple[Position, ...]
    valley: tuple[Position, ...]
    organisations: tuple[Organisation, ...]
    communities: tuple[Community, ...]
    polling_places: tuple[PollingPlace, ...]
    streets: tuple[KnownStreet, ...]
    local_streets: tuple[LocalStreet, ...]
    landmarks: tuple[Landmark, ...]
    rivers: tuple[River, ...]
    statistics: Statistics

    def voters(self) -> dict[int, int]:
        """Registered voters by district, in order of district."""
        total: dict[int, int] = {}
        for place in sorted(self.polling_places, key=lambda place: place.district):
            total[place.district] = total.get(place.district, 0) + place.voters
        return total


def find_facts(ine_code: str, *, within: Path = FOLDERS) -> Path | None:
    """The folder with the facts of the municipality of this INE code, if there is one."""
    for file in sorted(within.glob("*/statistics.toml")):
        whose = tomllib.loads(file.read_text(encoding="utf-8"))["municipality"]
        if whose["ine_code"] == ine_code:
            return file.parent
    return None


def read_facts(folder: Path) -> Facts:
    """Read one municipality's facts; a malformed file stops the drawing."""
    return Facts(
        limit=tuple(map(_position, _rows(folder / "limit.csv"))),
        valley=tuple(map(_position, _rows(folder / "valley.csv"))),
        organisations=tuple(map(_organisation, _rows(folder / "otbs.csv"))),
        communities=tuple(map(_community, _rows(folder / "communities.csv"))),
        polling_places=tuple(map(_polling_place, _rows(folder / "polling_places.csv"))),
        streets=tuple(map(_known_street, _rows(folder / "avenues.csv"))),
        local_streets=tuple(map(_local_street, _rows(folder / "streets.csv"))),
        landmarks=tuple(map(_landmark, _rows(folder / "landmarks.csv"))),
        rivers=tuple(map(_river, _rows(folder / "waterways.csv"))),
        statistics=_statistics(folder / "statistics.toml"),
    )


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(line for line in lines if not line.startswith("#"))


def _position(row: dict[str, str]) -> Position:
    return float(row["lon"]), float(row["lat"])


def _vertices(text: str) -> tuple[Position, ...]:
    pairs = (vertex.split(";") for vertex in text.split())
    return tuple((float(longitude), float(latitude)) for longitude, latitude in pairs)


def _organisation(row: dict[str, str]) -> Organisation:
    return Organisation(
        name=row["name"],
        kind=row["kind"],
        district=int(row["district"]),
        mentions=int(row["mentions"]),
        position=_position(row) if row["lon"] else None,
    )


def _community(row: dict[str, str]) -> Community:
    return Community(
        name=row["name"],
        kind=row["kind"],
        district=int(row["district"]),
        position=_position(row),
        persons=int(row["persons"]),
        dwellings=int(row["dwellings"]),
    )


def _polling_place(row: dict[str, str]) -> PollingPlace:
    return PollingPlace(
        name=row["name"],
        zone=row["zone"],
        district=int(row["district"]),
        position=_position(row),
        voters=int(row["voters"]),
    )


def _known_street(row: dict[str, str]) -> KnownStreet:
    return KnownStreet(
        name=row["name"],
        kind=row["kind"],
        placed_by=row["placed_by"],
        parts=tuple(map(_vertices, row["alignment"].split("|"))),
    )


def _local_street(row: dict[str, str]) -> LocalStreet:
    return LocalStreet(
        name=row["name"],
        kind=row["kind"],
        otb=row["otb"],
        district=int(row["district"]),
        mentions=int(row["mentions"]),
    )


def _landmark(row: dict[str, str]) -> Landmark:
    return Landmark(
        name=row["name"],
        kind=row["kind"],
        position=_position(row),
        radius_m=float(row["radius_m"]),
        source=row["source"],
    )


def _river(row: dict[str, str]) -> River:
    return River(
        name=row["name"],
        half_width_m=float(row["half_width_m"]),
        axis=_vertices(row["alignment"]),
    )


def _statistics(file: Path) -> Statistics:
    raw = tomllib.loads(file.read_text(encoding="utf-8"))
    blocks = raw["blocks"]
    return Statistics(
        people=raw["people"]["municipality"],
        parcels=raw["parcels"]["urban"],
        block_area=(blocks["area_p10"], blocks["area_median"], blocks["area_p90"]),
        block_persons=(
            blocks["persons_p10"],
            blocks["persons_median"],
            blocks["persons_p90"],
        ),
    )
