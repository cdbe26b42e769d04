"""The catalogue of a build, for harvesters, pages and people.

Source: Project Open Data Metadata Schema v1.1 (resources.data.gov), the DCAT of many
portals. What it has no word for is under names that begin with `llajta:`. Addresses of
files are relative to the catalogue, which may be copied to any server.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _

from geo.access import Audience
from geo.exchange.exports.formats import FORMATS
from geo.layers import Field, Layer
from geo.ogc.configuration import LICENCES

SCHEMA: Final = "https://project-open-data.cio.gov/v1.1/schema"
NAME: Final = "data.json"
PMTILES: Final = "pmtiles"

Document = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class About:
    """Which build this is."""

    made_at: dt.datetime
    version: str
    code: str
    """State of the code, empty when not known."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one layer."""

    layer: Layer
    rows: int = 0
    files: tuple[Path, ...] = ()
    wrong: str = ""
    """Why the layer is not in the build; empty if it is."""


def catalogue(outcomes: Sequence[Outcome], about: About) -> Document:
    """The whole catalogue, in the active language."""
    build = {"version": about.version, "code": about.code}
    return {
        "@context": "https://project-open-data.cio.gov/v1.1/schema/catalog.jsonld",
        "@type": "dcat:Catalog",
        "conformsTo": SCHEMA,
        "dataset": [_dataset(each, about) for each in outcomes if not each.wrong],
        "llajta:build": {"made_at": about.made_at.isoformat(), **build},
        "llajta:missing": [
            {"identifier": each.layer.name, "reason": each.wrong}
            for each in outcomes
            if each.wrong
        ],
    }


def _dataset(outcome: Outcome, about: About) -> Document:
    layer, town = outcome.layer, settings.MUNICIPALITY.name
    west, south, east, north = settings.MUNICIPALITY.bounds
    return {
        "@type": "dcat:Dataset",
        "identifier": layer.name,
        "title": str(layer.title),
        "description": str(layer.description),
        "keyword": [town, layer.name],
        "modified": about.made_at.isoformat(),
        "publisher": {
            "@type": "org:Organization",
            "name": _("Municipality of %(town)s") % {"town": town},
        },
        "accessLevel": "public",
        "license": LICENCES[layer.licence],
        "rights": str(layer.source),
        "spatial": f"{west},{south},{east},{north}",
        "language": [settings.LANGUAGE_CODE],
        "distribution": [_distribution(file) for file in outcome.files],
        "llajta:rows": outcome.rows,
        "llajta:geometry": layer.geometry_type,
        "llajta:fields": [_field(field) for field in layer.fields_for(Audience.ANYONE)],
    }


def _distribution(file: Path) -> Document:
    extension = file.name.partition(".")[2]
    form = FORMATS.get(extension)
    with file.open("rb") as content:
        checksum = hashlib.file_digest(content, "sha256").hexdigest()
    return {
        "@type": "dcat:Distribution",
        "downloadURL": file.name,
        "format": "PMTiles" if form is None else str(form.name),
        "mediaType": media_type(file.name),
        "byteSize": file.stat().st_size,
        "checksum": {
            "@type": "spdx:Checksum",
            "algorithm": "sha256",
            "checksumValue": checksum,
        },
    }


def media_type(name: str) -> str:
    """The media type of a file of the build."""
    extension = name.partition(".")[2]
    if extension == "json":
        return "application/json"
    form = FORMATS.get(extension)
    return "application/vnd.pmtiles" if form is None else form.media_type


def _field(field: Field) -> Document:
    return {
        "name": field.name,
        "title": str(field.title),
        "type": str(field.kind),
        "unit": field.unit,
        "words": {value: str(word) for value, word in field.words},
    }
