"""What the worker does for processes."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.models import User

from geo.access import ANYONE, Viewer
from geo.jobs import every, job_for_each
from geo.pages.middleware import viewer_for
from geo.processes.actions import RUN, forget_expired, give_up_lost
from geo.processes.models import Job
from geo.processes.working import work_off


@job_for_each(RUN)
def run(job: str) -> None:
    """Run the process that somebody asked for."""
    work_off(UUID(job), _viewer_of_owner(UUID(job)))


def _viewer_of_owner(pk: UUID) -> dict[str, Viewer]:
    """Who asked, as they are now: rights that were taken meanwhile are gone."""
    found: dict[str, Viewer] = {"": ANYONE}
    owner = Job.objects.filter(pk=pk).values_list("owner", flat=True).first()
    user = User.objects.filter(username=owner or "", is_active=True).first()
    if user is not None:
        found[user.username] = viewer_for(user)
    return found


@every("10 * * * *", "processes.tidy")
def tidy(timestamp: int) -> None:
    """Forget what was kept long enough, and give up what lost its worker."""
    give_up_lost()
    forget_expired()
