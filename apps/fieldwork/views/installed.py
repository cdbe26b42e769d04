"""The app for the street: its page, what the browser needs to install and keep it."""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template import TemplateDoesNotExist
from django.template.loader import get_template, render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.fieldwork.domain.kinds import field_kinds
from geo.pages.assets import built_text, files_of

ENTRY: Final = "apps/fieldwork/web/phone"
WORKER: Final = "apps/fieldwork/web/worker"
PAGE: Final = "fieldwork/phone/shell.html"
BAR: Final = "#052f42"
"""Colour of the bar, as `geo/styles/phone-frame.css` makes it of the accent."""


def _kinds() -> list[str]:
    """The words and sheets of every kind that has some, in `<system>/phone/<work>.html`."""
    names = []
    for kind in field_kinds():
        name = f"{kind.code.replace('.', '/phone/')}.html"
        try:
            get_template(name)
        except TemplateDoesNotExist:
            continue
        names.append(name)
    return names


def _context() -> dict[str, Any]:
    """What the page is made of; nothing of anybody, for it is kept on every telephone."""
    town = settings.MUNICIPALITY
    return {"municipality": town, "kinds": _kinds(), "bar": BAR, "theme": "light"}


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The page of the app, the same for everybody."""
    answer = render(request, PAGE, _context())
    patch_cache_control(answer, no_cache=True)
    return answer


@require_safe
def worker(_request: HttpRequest) -> HttpResponse:
    """The script that keeps the app's files, told which they are and their state."""
    files = [*files_of(ENTRY), static("fieldwork/icon-192.png")]
    script = built_text(WORKER)
    words = [*files, script, render_to_string(PAGE, _context())]
    state = hashlib.sha256("\n".join(words).encode()).hexdigest()[:12]
    kept = {"state": state, "page": reverse("fieldwork:phone"), "files": files}
    body = f"self.kept = {json.dumps(kept)};\n{script}"
    answer = HttpResponse(body, content_type="text/javascript; charset=utf-8")
    patch_cache_control(answer, no_cache=True)
    return answer


@require_safe
def manifest(_request: HttpRequest) -> JsonResponse:
    """What a telephone shows of it among its apps (W3C, Web Application Manifest)."""
    town = settings.MUNICIPALITY.name
    address = reverse("fieldwork:phone")
    icons = [
        {"src": static(f"fieldwork/icon-{name}.png"), "sizes": sizes, "type": "image/png"}
        for name, sizes in [("192", "192x192"), ("512", "512x512")]
    ]
    maskable = static("fieldwork/icon-512-maskable.png")
    icons.append(
        {"src": maskable, "sizes": "512x512", "type": "image/png", "purpose": "maskable"}
    )
    document = {
        "id": address,
        "name": _("Field · Llajta %(town)s") % {"town": town},
        "short_name": _("Field"),
        "start_url": address,
        "scope": address,
        "display": "standalone",
        "orientation": "portrait",
        "lang": settings.LANGUAGE_CODE,
        "background_color": "#ffffff",
        "theme_color": BAR,
        "icons": icons,
    }
    return JsonResponse(document, content_type="application/manifest+json")
