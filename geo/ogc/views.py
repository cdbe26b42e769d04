"""Everything under `/ogc` that the read path left to Django."""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from typing import Final

from asgiref.sync import async_to_sync
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from geo.access import Audience, Viewer, looking
from geo.errors_http import failed, refused
from geo.layers import find_layer
from geo.ogc.asking import asked, following, found
from geo.ogc.bridge import items_page, rendered
from geo.ogc.configuration import configuration
from geo.ogc.elevation import DEM
from geo.ogc.elevation import title as dem_title
from geo.ogc.features.editing import edit
from geo.ogc.links import CATALOGUE, here, root
from geo.ogc.methods import not_taken
from geo.ogc.processes.requests import Page, dismissed, executed
from geo.ogc.records.answers import read_record, read_records
from geo.ogc.records.question import parse_record_question
from geo.ogc.resource import Asking, Document, Resource
from geo.ogc.resources import below, find_maker
from geo.ogc.stage import (
    Stage,
    box_around,
    stage_of_area,
    stage_of_feature,
    stage_of_layer,
    stage_of_page,
)
from geo.pages.middleware import signed_viewer, viewer_of
from geo.pages.refusals import is_away, refusal_in
from geo.processes.declared import find_process
from geo.published.features import Extent
from geo.published.negotiation import chosen_format
from geo.published.projections import CRS84
from geo.published.question import (
    GENERAL,
    Question,
    Selection,
    parse_projection,
    parse_question,
)
from geo.published.refusals import DatabaseAway
from geo.published.sending import answer_headers, entity_tag, headers_of_known
from geo.published.wire import SAFE_METHODS, Answer, Request

logger: Final = logging.getLogger(__name__)

PREFIX: Final = "ogc"
MAP_PLACE: Final = "<!--map-->"
"""Where pygeoapi's templates, which know none of Django's, leave room for the map."""
_JOB: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def read(django_request: HttpRequest) -> Request:
    """The same request as the read path sees it."""
    headers = {name.lower(): value for name, value in django_request.headers.items()}
    return Request(
        method=django_request.method or "GET",
        path=django_request.path,
        query=django_request.META.get("QUERY_STRING", ""),
        scheme=django_request.scheme or "http",
        headers=headers,
    )


def _viewer(request: Request, django_request: HttpRequest) -> Viewer:
    signature = request.headers.get("authorization")
    return signed_viewer(signature) if signature else viewer_of(django_request)


def _to_django(request: Request, answer: Answer) -> HttpResponse:
    known = headers_of_known(request, answer)
    if known is not None:
        return _bodiless(HttpResponse(status=304, headers=known))
    body = answer.body if isinstance(answer.body, bytes) else b""
    headers = answer_headers(request, answer)
    response = HttpResponse(body, status=answer.status, headers=headers)
    return response if answer.content_type else _bodiless(response)


def _bodiless(response: HttpResponse) -> HttpResponse:
    """`response` without the type that Django gives to a body that is not there."""
    del response.headers["Content-Type"]
    return response


def _step_name(step: str, audience: Audience) -> str:
    """What people call a part of an address."""
    layer = find_layer(step, audience)
    if layer is not None:
        return str(layer.title)
    named = {
        "collections": _("Collections"),
        CATALOGUE: _("Catalogue"),
        DEM: dem_title(),
        "items": _("Features"),
        "tiles": _("Vector tiles"),
        "styles": _("Styles"),
        "TileMatrixSets": _("Tiling schemes"),
        "processes": _("Processes"),
        "jobs": _("Jobs"),
    }
    if _JOB.fullmatch(step):
        return _("Job")
    process = find_process(step, audience)
    if process is not None:
        return str(process.title)
    return named.get(step, step)


def _page(
    request: Request,
    django_request: HttpRequest,
    title: str,
    inside: str,
    stage: Stage | None = None,
) -> HttpResponse:
    steps = request.parts[1:-1]
    crumbs = [
        {
            "name": _step_name(name, request.viewer.audience),
            "address": f"/{PREFIX}/{'/'.join(steps[: place + 1])}",
        }
        for place, name in enumerate(steps)
    ]
    before, _place, after = inside.partition(MAP_PLACE)
    shown = {
        "title": title,
        "crumbs": crumbs,
        "stage": stage,
        # Made by our own Jinja templates, which escape every value they show.
        "before": mark_safe(before),  # noqa: S308
        "after": mark_safe(after),  # noqa: S308
    }
    page = render(django_request, "geo/ogc.html", shown)
    if request.viewer.name:  # perhaps by a signature, which Django knows nothing of
        patch_cache_control(page, private=True, no_cache=True)
    return page


def _features_page(asking: Asking, layer_name: str, item: str | None) -> HttpResponse:
    request = asking.request
    layer, audience = asking.layer(layer_name), request.viewer.audience
    if item is None:
        question = parse_question(request.given, layer, audience)
    else:
        request.given.only([*GENERAL, "crs"])
        parse_projection(request.given, "crs")
        question = Question(selection=Selection(layer=layer, audience=audience))
    # The page says no coordinates, and its map reads longitudes and latitudes.
    asked.set(replace(question, projection=CRS84))
    found.set([])
    following.set(here(request, f="html", offset=None, after=None))
    configured = configuration(request, {layer.name: Extent()})  # its page says none
    inside = items_page(request, asking.django_request, configured, layer.name, item)
    stage = _stage_of(request, question.selection, single=item is not None)
    return _page(request, asking.django_request, str(layer.title), inside, stage)


def _stage_of(request: Request, selection: Selection, *, single: bool) -> Stage | None:
    """The map of the features that pygeoapi has made the page of."""
    features = found.get([])
    address = here(request, f="json", crs=None).removeprefix(request.site)
    if single and features:
        return stage_of_feature(features[0], selection.layer, address)
    return stage_of_page(features, selection, address)


def _stage_of_record(record: Document, audience: Audience) -> Stage:
    """What a record is about: a layer, else a raster."""
    layer = find_layer(record["id"], audience)
    box = box_around([record]) or settings.MUNICIPALITY.bounds
    if layer is not None:
        return stage_of_layer(layer, box)
    return stage_of_area(record["properties"]["title"], box)


def _records_page(asking: Asking, name: str | None) -> HttpResponse:
    request = asking.request
    if name is None:
        question = parse_record_question(request.given)
        document = async_to_sync(read_records)(request, question)
        title, template, stage = _("Catalogue"), "records/index.html", None
    else:
        request.given.only(GENERAL)
        document = async_to_sync(read_record)(request, name)
        title, template = document["properties"]["title"], "records/record.html"
        stage = _stage_of_record(document, request.viewer.audience)
    shown = {**document, "collections_path": f"{root(request)}/collections"}
    inside = rendered(asking.bare, template, shown, request.language)
    return _page(request, asking.django_request, title, inside, stage)


def _resource(asking: Asking, parts: tuple[str, ...]) -> HttpResponse:
    request = asking.request
    resource = find_maker(parts, request.viewer)(asking)
    request.given.only([*GENERAL, *resource.parameters])
    accept = request.headers.get("accept", "")
    wanted = chosen_format(request.given.find("f"), accept, resource.offered())
    if wanted == "html":
        document = resource.document()
        inside, stage = _inside(asking, resource, document), resource.stage(document)
        return _page(request, asking.django_request, resource.title, inside, stage)
    media, body = resource.made(wanted)
    headers = {"cache-control": "no-cache", "etag": entity_tag(body)}
    described = Answer(body=body, content_type=media, headers=headers)
    return _to_django(request, described)


def _inside(asking: Asking, resource: Resource, document: Document) -> str:
    if resource.page is not None:
        return resource.page(document)
    shown = {**document, **resource.for_page()}
    language = asking.request.language
    return rendered(asking.bare, resource.template, shown, language)


def _given(asking: Asking, made: Answer | Page) -> HttpResponse:
    """What a process or job answers, as data or as a page."""
    if isinstance(made, Answer):
        return _to_django(asking.request, made)
    page = _page(asking.request, asking.django_request, made.title, made.inside)
    page.status_code = made.status
    return page


def _edited(asking: Asking, parts: tuple[str, ...]) -> HttpResponse:
    request = asking.request
    match request.method, parts:
        case "POST", ("processes", name, "execution"):
            return _given(asking, executed(request, asking.django_request, name))
        case "DELETE", ("jobs", name):
            return _given(asking, dismissed(request, asking.django_request, name))
        case _, ("collections", name, "items", *rest) if name != CATALOGUE:
            item = rest[0] if rest else None
            changed = edit(asking.request, asking.django_request, asking.layer(name), item)
            return _to_django(asking.request, changed)
    raise not_taken(request)


def _answer(asking: Asking) -> HttpResponse:
    parts = below(asking.request)
    if asking.request.method not in SAFE_METHODS:
        return _edited(asking, parts)
    match parts:
        case ("collections", "catalogue", "items", *item) if len(item) <= 1:
            return _records_page(asking, item[0] if item else None)
        case ("collections", name, "items"):
            return _features_page(asking, name, None)
        case ("collections", name, "items", item):
            return _features_page(asking, name, item)
    return _resource(asking, parts)


def _told(request: Request, django_request: HttpRequest, error: Exception) -> Answer:
    """The problem document (RFC 9457) about whatever kept us from answering."""
    refusal = DatabaseAway() if is_away(error) else refusal_in(django_request, error)
    if refusal is not None:
        return refused(refusal, request.language)
    logger.exception("answering %s failed", request.path)
    return failed(request.language)


def ogc(django_request: HttpRequest, path: str = "") -> HttpResponse:
    """Answer any address under `/ogc`, errors included, in the language asked for."""
    request = read(django_request)
    with translation.override(request.language):
        try:
            request = request.seen_by(_viewer(request, django_request))
            # A signature, as desktop GIS send, is unknown to Django's middleware.
            with looking(request.viewer):
                answer = _answer(Asking(request=request, django_request=django_request))
        except Exception as error:  # noqa: BLE001  (logged below, and told as a problem)
            answer = _to_django(request, _told(request, django_request, error))
    answer.headers["Content-Language"] = request.language
    patch_vary_headers(answer, ["Accept"])  # pages and data have one address
    return answer
