"""First step: what it is, and the file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from geo.errors import Refusal
from geo.errors_http import status_of
from geo.exchange.register import get_importable
from geo.importing.judging import judge_for_program
from geo.importing.rights import allowed, title_of
from geo.importing.uploads import MOST_BYTES, NothingSent, file_of, give_up, receive
from geo.models import Upload, UploadState
from geo.pages.importing.doors import for_importers
from geo.pages.middleware import viewer_of
from geo.pages.problems import from_program, problem_of

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
    """Keep the file and show what is in it; a program gets the address of that page."""
    layer, is_program = request.POST.get("capa", ""), from_program(request)
    try:
        kept = _received(request, layer)
        if is_program:
            _judge_for_program(kept, request)
    except Refusal as refusal:
        if is_program:
            return problem_of(refusal)
        status = status_of(refusal)
        return _form(request, refusal=str(refusal), chosen=layer, status=status)
    page = reverse("imports:upload", args=(kept.token,))
    if is_program:
        return JsonResponse({"page": page}, status=201, headers={"Location": page})
    return redirect(page)


def _received(request: HttpRequest, layer: str) -> Upload:
    file = request.FILES.get("archivo")
    if file is None or file.name is None:
        raise NothingSent
    by, now = viewer_of(request), timezone.now()
    return receive(file.chunks(), name=file.name, layer=layer, by=by, now=now)


def _judge_for_program(kept: Upload, request: HttpRequest) -> None:
    """Keep nothing of a file that its page would have to ask about.

    Raises:
        NotImportable: what would be asked.
    """
    try:
        judge_for_program(file_of(kept), get_importable(kept.layer))
    except Refusal:
        give_up(kept, by=viewer_of(request), now=timezone.now())
        raise
