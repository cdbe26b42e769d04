"""The municipality this instance serves, read once from `municipality.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, kw_only=True)
class DistrictName:
    """What a district is called here, and in the e-government plan where that differs."""

    number: int
    name: str
    plan_name: str = ""


@dataclass(frozen=True, kw_only=True)
class OfficeName:
    """An office to begin with; the register of offices is the truth afterwards."""

    code: str
    name: str
    kind: str
    acronym: str = ""
    parent: str = ""
    """Code of the office it stands under."""
    place: tuple[float, float] | None = None
    """Longitude and latitude (EPSG:4326)."""


@dataclass(frozen=True, kw_only=True)
class Municipality:
    """Everything that differs between two towns running the same code."""

    name: str
    department: str
    ine_code: str
    sicoes_entity: str
    population: int
    metric_crs: int
    time_zone: str
    languages: tuple[str, ...]
    bounds: tuple[float, float, float, float]
    """West, south, east, north in degrees (EPSG:4326)."""
    home: tuple[float, float, float]
    """Longitude, latitude and zoom of the first view."""
    districts: tuple[DistrictName, ...]
    offices: tuple[OfficeName, ...]
    """Parents before their children."""


def _office(raw: dict[str, Any]) -> OfficeName:
    place = raw.pop("place", None)
    return OfficeName(**raw, place=None if place is None else (place[0], place[1]))


def read_municipality(file: Path) -> Municipality:
    """Read one municipality's configuration; a mistake stops the start with a sentence."""
    try:
        return _municipality(tomllib.loads(file.read_text(encoding="utf-8")))
    except OSError as error:
        why = f"cannot be read ({error.strerror})"
    except tomllib.TOMLDecodeError as error:
        why = f"is no valid TOML: {error}"
    except KeyError as error:
        why = f"does not say {error}"
    except (TypeError, ValueError) as error:  # of these too: no UTF-8
        why = f"says something that it cannot: {error}"
    raise SystemExit(f"{file} {why}. LLAJTA_MUNICIPALITY names the town's configuration.")


def _municipality(raw: dict[str, Any]) -> Municipality:
    west, south, east, north = map(float, raw["bounds"])
    longitude, latitude, zoom = map(float, raw["home"])
    return Municipality(
        name=raw["name"],
        department=raw["department"],
        ine_code=raw["ine_code"],
        sicoes_entity=raw["sicoes_entity"],
        population=raw["population"],
        metric_crs=raw["metric_crs"],
        time_zone=raw["time_zone"],
        languages=tuple(raw["languages"]),
        bounds=(west, south, east, north),
        home=(longitude, latitude, zoom),
        districts=tuple(DistrictName(**district) for district in raw["districts"]),
        offices=tuple(map(_office, raw.get("offices", ()))),
    )
