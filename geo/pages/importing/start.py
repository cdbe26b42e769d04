"""First step: what it is, and the file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from geo.errors import Refusal
from geo.importing.rights import allowed, title_of
from geo.importing.uploads import MOST_BYTES, NothingSent, receive
from geo.models import Upload, UploadState
from geo.pages.importing.doors import for_importers
from geo.pages.middleware import viewer_of

WAITING: tuple[UploadState, ...] = (
    UploadState.OPEN,
    UploadState.CHECKING,
    UploadState.LOADING,
)
SHOWN = 20


@require_http_methods(["GET", "HEAD", "POST"])
@for_importers
def start(request: HttpRequest) -> HttpResponse:
    """Choose a layer and hand in a file; below, the files that wait for somebody."""
    if request.method == "POST":
        return _take(request)
    return _form(request)


def _form(
    request: HttpRequest, *, refusal: str = "", chosen: str = "", status: int = 200
) -> HttpResponse:
    may = allowed(viewer_of(request))
    titles = {each.layer: title_of(each) for each in may}
    waiting = Upload.objects.filter(state__in=WAITING, layer__in=titles).order_by("-at")
    context = {
        "layers": [{"name": name, "title": title} for name, title in titles.items()],
        "chosen": chosen or request.GET.get("capa", ""),
        "refusal": refusal,
        "most_mb": MOST_BYTES // 10**6,
        "waiting": [
            {"upload": each, "title": titles[each.layer]} for each in waiting[:SHOWN]
        ],
        "step": 1,
    }
    return render(request, "geo/importing/start.html", context, status=status)


def _take(request: HttpRequest) -> HttpResponse:
    file, layer = request.FILES.get("archivo"), request.POST.get("capa", "")
    try:
        if file is None or file.name is None:
            raise NothingSent
        kept = receive(
            file.chunks(),
            name=file.name,
            layer=layer,
            by=viewer_of(request),
            now=timezone.now(),
        )
    except Refusal as refusal:
        return _form(request, refusal=str(refusal), chosen=layer, status=400)
    return redirect("imports:upload", token=kept.token)
