"""One issued paper, for the office: its sheet and its bytes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from apps.documents.actions import annul_document
from apps.documents.domain.titles import about_in_words
from apps.documents.models import Document
from apps.documents.permissions import ANNUL, AUDIT, VIEW
from apps.documents.views.doors import for_office
from apps.documents.views.serving import served
from geo.errors import Refusal
from geo.pages.middleware import viewer_of
from geo.store import store


def _document(request: HttpRequest, token: str) -> Document:
    visible = Document.objects.visible_to(viewer_of(request))
    found: Document = get_object_or_404(visible.select_related("number"), token=token)
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@for_office(VIEW)
def document(request: HttpRequest, token: str) -> HttpResponse:
    """What is known of a paper, and the way to annul it."""
    found, viewer = _document(request, token), viewer_of(request)
    refusal, status = "", 200
    if request.method == "POST":
        try:
            annul_document(found, reason=request.POST.get("motivo", ""), by=viewer)
            return redirect("documents:document", token=token)
        except Refusal as error:
            refusal, status = str(error), 422
    context = {
        "document": found,
        "about": about_in_words(found.about_kind, found.about_id),
        "refusal": refusal,
        "may_annul": viewer.may(ANNUL.name),
        "may_read_history": viewer.may(AUDIT.name),
    }
    return render(request, "documents/document.html", context, status=status)


@require_safe
@for_office(VIEW)
def pdf(request: HttpRequest, token: str) -> HttpResponse:
    """The paper as it was issued."""
    found = _document(request, token)
    name = (found.number.text if found.number else found.title).replace("/", "-")
    content = store().get(found.sha256)
    return served(content, "application/pdf", name=f"{name}.pdf", digest=found.sha256)
