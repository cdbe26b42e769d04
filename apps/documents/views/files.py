"""Attached files, for whoever may see the thing they hang on."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from apps.documents.actions import attach_file
from apps.documents.domain.files.verdicts import MOST_BYTES
from apps.documents.domain.owners import About, NoSuchThing, Owner, owner_of
from apps.documents.models import Attachment
from apps.documents.queries import attachments_of
from apps.documents.views.serving import served
from geo.errors import Refusal
from geo.errors_http import status_of
from geo.pages.middleware import viewer_of
from geo.store import store


def _owner_seen(request: HttpRequest, about: About) -> Owner:
    """Who decides about a thing; 404 for whoever may not see it, as if there were none."""
    try:
        owner = owner_of(about)
    except NoSuchThing as error:
        raise Http404 from error
    if not owner.sees(viewer_of(request), about):
        raise Http404
    return owner


def _seen(request: HttpRequest, token: UUID) -> Attachment:
    found = Attachment.objects.filter(token=token, withdrawn_at=None).first()
    if found is None:
        raise Http404
    _owner_seen(request, About(kind=found.about_kind, id=found.about_id))
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def files_of(request: HttpRequest, kind: str, id: str) -> HttpResponse:
    """The files that hang on a thing; a form for whoever may add one."""
    about, viewer = About(kind=kind, id=id), viewer_of(request)
    owner = _owner_seen(request, about)
    refusal, status = "", 200
    if request.method == "POST":
        file = request.FILES.get("archivo")
        content, name = (file.read(), file.name) if file else (b"", "")
        try:
            attach_file(content, name=name or "archivo", about=about, by=viewer)
            return redirect("documents:files", kind=kind, id=id)
        except Refusal as error:
            refusal, status = str(error), status_of(error)
    context = {
        "title": owner.title,
        "about": about,
        "files": attachments_of(kind, id),
        "may_add": owner.adds(viewer, about),
        "most_mb": MOST_BYTES // 10**6,
        "refusal": refusal,
    }
    return render(request, "documents/files.html", context, status=status)


@require_safe
def attachment(request: HttpRequest, token: UUID) -> HttpResponse:
    """The file as it is kept."""
    found = _seen(request, token)
    content = store().get(found.sha256)
    return served(content, found.media_type, name=found.name, digest=found.sha256)


@require_safe
def thumbnail(request: HttpRequest, token: UUID) -> HttpResponse:
    """The small picture of a file that has one."""
    found = _seen(request, token)
    if not found.thumbnail:
        raise Http404
    content, name = store().get(found.thumbnail), f"{found.token}.jpg"
    return served(content, "image/jpeg", name=name, digest=found.thumbnail)
