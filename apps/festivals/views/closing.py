"""The closing report of a feast: its figures for everybody, and the paper as issued."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.documents.views.serving import served
from apps.festivals.actions.closing import issue_closing
from apps.festivals.models import Festival
from apps.festivals.permissions import CONTROL
from apps.festivals.queries.closing import closing_of, report_of
from apps.people.views.doors import for_holders_of, saying
from geo.pages.middleware import viewer_of
from geo.store import store


def _seen(request: HttpRequest, code: str) -> Festival:
    seen = Festival.objects.visible_to(viewer_of(request))
    return get_object_or_404(seen, code=code)


@require_safe
def report(request: HttpRequest, code: str) -> HttpResponse:
    """What the feast came to, in totals; nobody is named."""
    festival = _seen(request, code)
    told = {
        "festival": festival,
        "closing": closing_of(festival),
        "paper": report_of(festival),
        "is_over": festival.days.upper <= timezone.localdate(),
        "may_issue": viewer_of(request).may(CONTROL.name),
    }
    return render(request, "festivals/report.html", told)


@require_safe
def report_paper(request: HttpRequest, code: str) -> HttpResponse:
    """The report as it was issued last, byte for byte."""
    festival = _seen(request, code)
    paper = report_of(festival)
    if paper is None:
        raise Http404
    name = f"informe-{festival.code}-{paper.pk}.pdf"
    content = store().get(paper.sha256)
    return served(content, "application/pdf", name=name, digest=paper.sha256)


@require_POST
@for_holders_of(CONTROL)
def issue(request: HttpRequest, code: str) -> HttpResponse:
    """Issue the report as it stands."""
    festival = get_object_or_404(Festival, code=code)
    with saying(request, _("The report is issued.")):
        issue_closing(festival, on=timezone.localdate(), by=viewer_of(request))
    return redirect("festivals:report", code=code)
