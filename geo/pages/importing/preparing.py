"""Second and third step: what was understood, the columns, the check, the import."""

from __future__ import annotations

import json
from typing import Any, Final
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from geo.errors import Refusal
from geo.exchange.register import get_importable
from geo.importing.choices import Choices, places
from geo.importing.previewing import Understood, understand
from geo.importing.rights import title_of
from geo.importing.running import ask_check, ask_load, decide, rows_so_far
from geo.importing.telling import first_refused
from geo.importing.uploads import BUSY, file_of, give_up, report_of
from geo.importing.wording import on_the_page
from geo.models import Upload, UploadState
from geo.pages.importing.doors import for_importers, only_if, own_upload
from geo.pages.importing.forms import read_choices
from geo.pages.importing.offers import ENCODINGS, OUTSIDE, SEPARATORS, SYSTEMS
from geo.pages.middleware import viewer_of

SECONDS: Final = 2
"""After which a page that waits for the worker looks again; no script is needed."""


@require_safe
@for_importers
def upload(request: HttpRequest, token: UUID) -> HttpResponse:
    """Where the file stands: being prepared, checked, under way, or done."""
    found = own_upload(request, token)
    if found.state in BUSY:
        return _busy(request, found)
    if found.state == UploadState.LOADED:
        return redirect("imports:run", token=token)
    context = {"upload": found, "title": title_of(get_importable(found.layer))}
    if found.state == UploadState.CANCELLED:
        return render(request, "geo/importing/gone.html", context)
    if found.report is not None and request.GET.get("paso") != "2":
        context |= {"told": found.report, "step": 3, **listed_rows(token, found.report)}
        return render(request, "geo/importing/checked.html", context)
    return render(request, "geo/importing/prepare.html", {**context, **_prepared(found)})


def listed_rows(token: UUID, told: dict[str, Any]) -> dict[str, Any]:
    """The refused rows of a report, as its page shows them."""
    file = report_of(token)
    return {"refused_rows": first_refused(file, told), "has_list": file.is_file()}


def _busy(request: HttpRequest, found: Upload) -> HttpResponse:
    context = {
        "upload": found,
        "title": title_of(get_importable(found.layer)),
        "rows": rows_so_far(found.token),
        "step": 4 if found.state == UploadState.LOADING else 3,
    }
    answer = render(request, "geo/importing/busy.html", context)
    answer["Refresh"] = str(SECONDS)
    return answer


def _prepared(found: Upload) -> dict[str, Any]:
    """What the loader makes of the file as it was chosen, or why it makes nothing of it."""
    choices, into = Choices.stored(found.choices), get_importable(found.layer)
    context: dict[str, Any] = {
        "step": 2,
        "choices": choices,
        "systems": SYSTEMS,
        "encodings": ENCODINGS,
        "separators": SEPARATORS,
        "outside": OUTSIDE,
        "has_limit": into.within is not None,
    }
    try:
        seen = understand(file_of(found), choices.reading(), into)
    except Refusal as refusal:
        return {**context, "unread": on_the_page(str(refusal))}
    filled = places(into, seen.columns, choices, source=found.file_name)
    return {**context, "seen": seen, "places": filled, **_map(seen)}


def _map(seen: Understood) -> dict[str, str]:
    if seen.sketch is None:
        return {}
    return {"sketch": json.dumps(seen.sketch), "focus": json.dumps({"bounds": seen.bounds})}


@require_POST
@for_importers
def act(request: HttpRequest, token: UUID) -> HttpResponse:
    """Note the choices, check, import or give up, as the button says.

    Pressed twice, the second time finds it done, and shows how it stands.
    """
    found, by, now = own_upload(request, token), viewer_of(request), timezone.now()
    wanted = request.POST.get("hacer", "")
    if wanted == "importar":
        ask_load(found, by=by, now=now)
    elif wanted == "abandonar":
        if give_up(found, by=by, now=now):
            return redirect("imports:start")
    elif (
        decide(found, read_choices(request.POST), by=by, now=now) and wanted == "comprobar"
    ):
        found.refresh_from_db()
        ask_check(found, by=by, now=now)
    return redirect("imports:upload", token=token)


@require_safe
@for_importers
def refused(request: HttpRequest, token: UUID) -> FileResponse:
    """Every refused row of the last check or import, as a table (CSV)."""
    found = own_upload(request, token)
    file = report_of(token)
    only_if(file.is_file())
    name = f"{found.file_name}.rechazadas.csv"
    return FileResponse(
        file.open("rb"), as_attachment=True, filename=name, content_type="text/csv"
    )
