"""The page of the open data: what the last build made, and where it is."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from geo.access import Audience
from geo.layers import find_layer
from geo.opendata.catalogue import NAME, Document
from geo.opendata.folder import public_folder


@require_safe
def open_data_page(request: HttpRequest) -> HttpResponse:
    """Every layer of the present build with its files; what to do when there is none."""
    found = _catalogue()
    if found is None:
        return render(request, "geo/open_data.html", {"datasets": []})
    build = found["llajta:build"]
    context = {
        "datasets": list(_datasets(found)),
        "missing": [_title(each) for each in found["llajta:missing"]],
        "made_at": dt.datetime.fromisoformat(build["made_at"]),
        "build": build,
    }
    return render(request, "geo/open_data.html", context)


def _catalogue() -> Document | None:
    try:
        text = (public_folder() / NAME).read_text(encoding="utf-8")
    except OSError:
        return None
    found: Document = json.loads(text)
    return found


def _datasets(found: Document) -> Iterator[dict[str, Any]]:
    """Datasets in the reader's language; the catalogue is in the town's."""
    for each in found["dataset"]:
        layer = find_layer(each["identifier"], Audience.ANYONE)
        yield {
            "title": _title(each),
            "description": layer.description if layer else each["description"],
            "rows": each["llajta:rows"],
            "licence": each["license"],
            "files": [
                {
                    "name": file["downloadURL"].rpartition("/")[2],
                    "format": file["format"],
                    "bytes": file["byteSize"],
                    "checksum": file["checksum"]["checksumValue"],
                }
                for file in each["distribution"]
                if "downloadURL" in file
            ],
        }


def _title(told: Document) -> str:
    layer = find_layer(told["identifier"], Audience.ANYONE)
    return str(layer.title) if layer else str(told.get("title", told["identifier"]))
