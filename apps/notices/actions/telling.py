"""Saying to whoever asked for a job that it failed."""

from __future__ import annotations

from apps.notices.actions.notifying import notify
from apps.notices.actions.occasions import PLATFORM
from apps.notices.domain.addresses import Address
from apps.notices.domain.occasions import JOB_FAILED
from geo.jobs.acts import find_act
from geo.jobs.models import Job


def tell_job_failed(job: Job) -> None:
    """Tell the account that asked for `job` that it failed, and why; once an attempt."""
    if not job.owner:
        return
    act = find_act(job.act)
    title = str(act.title(job)) if act is not None else job.act
    notify(
        Address.of_account(job.owner),
        JOB_FAILED.code,
        {"title": title, "reason": job.message or "—"},
        by=PLATFORM,
        key=f"{job.pk}:{job.attempts}",
        language=job.language,
    )
