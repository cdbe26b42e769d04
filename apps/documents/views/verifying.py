"""The public page that says whether a paper is genuine, and nothing about anybody."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from apps.documents.models import Document
from apps.documents.queries import find_document, is_replaced


@dataclass(frozen=True, kw_only=True)
class Told:
    """All that anyone learns of a paper: no name, no place, no subject, no reason."""

    title: str
    number_text: str
    issued_at: dt.datetime
    annulled_at: dt.datetime | None
    is_replaced: bool
    """Whether a newer paper has taken its place and counts."""
    pages: int
    sha256: str

    @property
    def is_annulled(self) -> bool:
        """Whether it counts no more."""
        return self.annulled_at is not None


def _told(document: Document) -> Told:
    return Told(
        title=document.title,
        number_text=document.number.text if document.number else "",
        issued_at=document.issued_at,
        annulled_at=document.annulled_at,
        is_replaced=document.annulled_at is not None and is_replaced(document),
        pages=document.pages,
        sha256=document.sha256,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """What became of a paper; a file sent along is compared and forgotten."""
    document = find_document(token)
    if document is None:
        return render(request, "documents/unknown.html", {"asked": token}, status=404)
    context = {"document": _told(document), "compared": ""}
    if request.method == "POST":
        context["compared"] = _compared(request, document.sha256)
    answer = render(request, "documents/verify.html", context)
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _compared(request: HttpRequest, digest: str) -> str:
    """Whether the file that came along is the `same` or an `other`; empty without one."""
    file = request.FILES.get("archivo")
    if file is None:
        return ""
    state = hashlib.sha256()
    for chunk in file.chunks():
        state.update(chunk)
    return "same" if state.hexdigest() == digest else "other"


@require_safe
def verify_any(request: HttpRequest) -> HttpResponse:
    """Where a code is typed; a whole address is understood too."""
    code = request.GET.get("codigo", "").strip().rstrip("/").rpartition("/")[2]
    if not code:
        return render(request, "documents/unknown.html", {"asked": ""})
    if find_document(code) is None:
        return render(request, "documents/unknown.html", {"asked": code}, status=404)
    return redirect(reverse("documents:verify", args=[code]))
