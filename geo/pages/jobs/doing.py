"""Buttons of the jobs' pages."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from geo.access import Viewer
from geo.errors import Refusal
from geo.jobs.actions import repeat_job, run_scheduled, stop_job
from geo.jobs.models import Job
from geo.pages.gates import for_the_signed_in
from geo.pages.jobs.doors import the_job
from geo.pages.middleware import viewer_of


@require_POST
@for_the_signed_in
def stop(request: HttpRequest, token: UUID) -> HttpResponse:
    """Stop a job that waits or runs."""
    return _done(request, token, lambda job, by: stop_job(job, by=by), _("It was stopped."))


@require_POST
@for_the_signed_in
def repeat(request: HttpRequest, token: UUID) -> HttpResponse:
    """Try a job again that failed."""
    again = _("It waits for the worker again.")
    return _done(request, token, lambda job, by: repeat_job(job, by=by), again)


def _done(
    request: HttpRequest, token: UUID, act: Callable[[Job, Viewer], object], said: str
) -> HttpResponse:
    job = the_job(request, token)
    try:
        act(job, viewer_of(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("jobs:list")


@require_POST
@for_the_signed_in
def run_now(request: HttpRequest) -> HttpResponse:
    """Let something scheduled come now."""
    try:
        run_scheduled(
            request.POST.get("nombre", ""), by=viewer_of(request), now=timezone.now()
        )
    except LookupError as error:
        raise Http404 from error
    messages.success(request, _("It waits for the worker."))
    return redirect("jobs:list")
