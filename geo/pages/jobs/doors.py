"""Which jobs one gets to: one's own."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from geo.jobs.models import Job
from geo.pages.middleware import viewer_of


def the_job(request: HttpRequest, token: UUID) -> Job:
    """The job with this id, 404 for whoever may not see it."""
    found: Job = get_object_or_404(
        Job.objects.visible_to(viewer_of(request)).kept(), pk=token
    )
    return found
