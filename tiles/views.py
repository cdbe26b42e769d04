"""The QGIS project made for the viewer, and the maps to take along."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from geo.layers import published
from geo.pages.middleware import viewer_of
from tiles.offline.building import read_index
from tiles.qgis.project import project


@require_safe
def qgis_project(request: HttpRequest) -> HttpResponse:
    """All layers the viewer may see, as a project file."""
    audience = viewer_of(request).audience
    layers = [
        replace(layer, fields=layer.fields_for(audience)) for layer in published(audience)
    ]
    town = settings.MUNICIPALITY
    title = _("Llajta of %(town)s") % {"town": town.name}
    site = request.build_absolute_uri("/").rstrip("/")
    body = project(title, layers, site, town.bounds)
    return HttpResponse(
        body,
        content_type="application/x-qgis-project",
        headers={"Content-Disposition": 'attachment; filename="llajta.qgs"'},
    )


@require_safe
def offline_maps(request: HttpRequest) -> HttpResponse:
    """Every map of the present build with its size, to be kept on the reader's device."""
    index = read_index()
    if index is None:
        return render(request, "tiles/offline.html", {"areas": []})
    context = {
        "areas": index["areas"],
        "made_at": dt.datetime.fromisoformat(index["made_at"]),
    }
    return render(request, "tiles/offline.html", context)
