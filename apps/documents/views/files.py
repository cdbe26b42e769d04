"""Attached files, for whoever may see the thing they hang on."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from apps.documents.domain.owners import About, NoSuchThing, owner_of
from apps.documents.models import Attachment
from apps.documents.views.serving import served
from geo.pages.middleware import viewer_of
from geo.store import store


def _seen(request: HttpRequest, token: UUID) -> Attachment:
    """The file of this token; 404 for whoever may not see it, as if there were none."""
    found = Attachment.objects.filter(token=token, withdrawn_at=None).first()
    if found is None:
        raise Http404
    about = About(kind=found.about_kind, id=found.about_id)
    try:
        is_seen = owner_of(about).sees(viewer_of(request), about)
    except NoSuchThing as error:
        raise Http404 from error
    if not is_seen:
        raise Http404
    return found


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
