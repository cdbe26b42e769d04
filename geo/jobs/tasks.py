"""What the worker does for jobs, and to find again what a fallen worker left."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from geo.access import ANYONE, Viewer
from geo.jobs.actions import RUN
from geo.jobs.ends import forget_expired, give_up_lost
from geo.jobs.queue import every, job_for_each
from geo.jobs.working import work_off
from geo.pages.middleware import viewer_for


@job_for_each(RUN)
def run(job: str) -> None:
    """Do what somebody asked for."""
    work_off(UUID(job), _viewer_named)


def _viewer_named(name: str) -> Viewer | None:
    if not name:
        return ANYONE
    user = User.objects.filter(username=name, is_active=True).first()
    return viewer_for(user) if user is not None else None


@every("10 * * * *", "jobs.tidy", title=_("Forgetting old jobs"))
def tidy(timestamp: int) -> None:
    """Forget what was kept long enough, and give up what lost its worker."""
    give_up_lost()
    forget_expired()
