"""The patent of whoever bought, as the paper it is."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.allocation.domain.papers import Paper
from apps.allocation.models import Hold
from apps.allocation.queries import find_hold
from apps.allocation.views.visitors import holder_of
from apps.documents.views.serving import served
from apps.festivals.actions import issue_patent
from apps.festivals.queries import festival_of
from geo.pages.middleware import viewer_of
from geo.store import store


@require_safe
def patent(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """The patent for one's own hold, or for anybody's at the desk; drawn the first time."""
    viewer = viewer_of(request)
    try:
        hold = find_hold(token, holder=holder_of(request, viewer), by=viewer)
    except Hold.DoesNotExist as error:
        raise Http404 from error
    paper = issue_patent(hold, on=timezone.localdate(), by=viewer)
    name = f"patente-{hold.offering.code}-{paper.pk}.pdf"
    content = store().get(paper.sha256)
    return served(content, "application/pdf", name=name, digest=paper.sha256)


def paper_of_feast(hold: Hold) -> Paper | None:
    """Where the patent for a hold is fetched, if it is of a feast."""
    if festival_of(hold) is None:
        return None
    address = reverse("festivals:patent", args=[hold.token])
    return Paper(title=_("Patent (PDF)"), address=address)
