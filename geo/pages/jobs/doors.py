"""Who gets to the pages of jobs: whoever signed in; each sees their own."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404

from geo.jobs.models import Job
from geo.pages.middleware import viewer_of

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponseBase]


def for_the_signed_in(view: View[Rest]) -> View[Rest]:
    """Let through who signed in; send others to do so."""

    @wraps(view)
    def answer(
        request: HttpRequest, /, *rest: Rest.args, **more: Rest.kwargs
    ) -> HttpResponseBase:
        if not viewer_of(request).name:
            return redirect_to_login(request.get_full_path())
        return view(request, *rest, **more)

    return answer


def the_job(request: HttpRequest, token: UUID) -> Job:
    """The job with this id, 404 for whoever may not see it."""
    found: Job = get_object_or_404(
        Job.objects.visible_to(viewer_of(request)).kept(), pk=token
    )
    return found
