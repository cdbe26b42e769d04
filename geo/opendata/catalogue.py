"""The catalogue of a build, for harvesters, pages and people.

Source: Project Open Data Metadata Schema v1.1 (resources.data.gov), the DCAT of many
portals, which requires of a dataset title, description, keyword, modified, publisher,
contactPoint, identifier and accessLevel; DCAT 3 (W3C). What they have no word for is under
names that begin with `llajta:`. Addresses are whole where it is known where the catalogue
will be; else they are relative to it, so that it may be copied to any server, and become
whole when it is served.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from typing import Any, Final
from urllib.parse import urljoin

from django.conf import settings
from django.utils.translation import gettext as _

from geo.access import Audience
from geo.exchange.exports.formats import FORMATS
from geo.layers import Field, Layer
from geo.ogc.configuration import LICENCES
from geo.published.negotiation import SCHEMA as SCHEMA_TYPE

SCHEMA: Final = "https://project-open-data.cio.gov/v1.1/schema"
CONTEXT: Final = [
    f"{SCHEMA}/catalog.jsonld",
    {
        "dcat": "http://www.w3.org/ns/dcat#",
        "org": "http://www.w3.org/ns/org#",
        "vcard": "http://www.w3.org/2006/vcard/ns#",
        "spdx": "http://spdx.org/rdf/terms#",
        "llajta": "urn:llajta:terms:",
        "byteSize": "dcat:byteSize",
        **{name: f"spdx:{name}" for name in ("checksum", "algorithm", "checksumValue")},
    },
]
"""What the names mean (JSON-LD); every prefix that is used is declared."""
ADDRESSES: Final = {"downloadURL", "accessURL", "landingPage", "describedBy"}
FOLDER: Final = "/datos/"
"""Where a site serves its build."""
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
    site: str = ""
    """Scheme and host of the site that will serve it, empty when not known."""


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
    document = {
        "@context": CONTEXT,
        "@type": "dcat:Catalog",
        "conformsTo": SCHEMA,
        "describedBy": f"{SCHEMA}/catalog.json",
        "title": _("Open data of %(town)s") % {"town": settings.MUNICIPALITY.name},
        "publisher": _publisher(),
        "dataset": [_dataset(each, about) for each in outcomes if not each.wrong],
        "llajta:build": {"made_at": about.made_at.isoformat(), **build},
        "llajta:missing": [
            {"identifier": each.layer.name, "reason": each.wrong}
            for each in outcomes
            if each.wrong
        ],
    }
    return whole(document, about.site) if about.site else document


def whole(document: Document, site: str) -> Document:
    """The catalogue as `site` serves it: what is relative in it becomes an address."""

    def mended(value: Any) -> Any:
        if isinstance(value, list):
            return [mended(each) for each in value]
        if not isinstance(value, dict):
            return value
        return {
            name: urljoin(site + FOLDER, each) if name in ADDRESSES else mended(each)
            for name, each in value.items()
        }

    found: Document = mended(document)
    return found


def _publisher() -> Document:
    town = settings.MUNICIPALITY.name
    name = _("Municipality of %(town)s") % {"town": town}
    return {"@type": "org:Organization", "name": name}


def _contact() -> Document:
    """Whom to write to: the address that the site's own messages come from."""
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    name = _publisher()["name"]
    return {"@type": "vcard:Contact", "fn": name, "hasEmail": f"mailto:{address}"}


def _dataset(outcome: Outcome, about: About) -> Document:
    layer, town = outcome.layer, settings.MUNICIPALITY.name
    west, south, east, north = settings.MUNICIPALITY.bounds
    page = f"/ogc/collections/{layer.name}"
    return {
        "@type": "dcat:Dataset",
        "identifier": layer.name,
        "title": str(layer.title),
        "description": str(layer.description),
        "keyword": [town, layer.name],
        "modified": about.made_at.isoformat(),
        "publisher": _publisher(),
        "contactPoint": _contact(),
        "accessLevel": "public",
        "license": LICENCES[layer.licence],
        "rights": str(layer.source),
        "spatial": f"{west},{south},{east},{north}",
        "language": [settings.LANGUAGE_CODE],
        "landingPage": f"{page}?f=html",
        "describedBy": f"{page}/schema",
        "describedByType": SCHEMA_TYPE,
        "distribution": [*map(_distribution, outcome.files), _interface(layer)],
        "llajta:rows": outcome.rows,
        "llajta:geometry": layer.geometry_type,
        "llajta:fields": [_field(field) for field in layer.fields_for(Audience.ANYONE)],
    }


def _interface(layer: Layer) -> Document:
    """The same data as programs ask for them, always as they are now."""
    return {
        "@type": "dcat:Distribution",
        "title": "OGC API – Features",
        "accessURL": f"/ogc/collections/{layer.name}/items",
        "format": "API",
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
