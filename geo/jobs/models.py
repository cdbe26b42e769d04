"""Jobs: acts that somebody asked for, done by the worker, seen while they run."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from geo.jobs.querysets import JobQuerySet
from geo.jobs.terms import Status


class Job(models.Model):
    """One run in the background, from the asking to the day it is forgotten.

    Its id cannot be guessed: it is all that a passer-by has to find it again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    act = models.CharField(max_length=80)
    """Name of what is done, as `geo.jobs.acts` knows it."""
    about = models.CharField(max_length=80, blank=True)
    """Which of many the act is about: the process, the file, the campaign."""
    owner = models.CharField(max_length=150, blank=True)
    """Name of the account that asked; empty for a passer-by."""
    language = models.CharField(max_length=10)
    arguments = models.JSONField(default=dict)
    status = models.CharField(max_length=10, choices=Status, default=Status.ACCEPTED)
    progress = models.PositiveSmallIntegerField(default=0)
    message = models.TextField(blank=True)
    problem = models.PositiveSmallIntegerField(null=True)
    """HTTP status that says why it failed."""
    attempts = models.PositiveSmallIntegerField(default=0)
    """How often a worker has begun it; only ever grows, so that it names an attempt."""
    most_attempts = models.PositiveSmallIntegerField(default=1)
    """After so many it is given up."""
    result = models.TextField(blank=True)
    """What it came to as JSON, ready to be sent."""
    due_at = models.DateTimeField(null=True)
    """When it may begin; null when at once."""
    created_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True)
    deadline_at = models.DateTimeField(null=True)
    """When an attempt that still claims to run has lost its worker."""
    finished_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()

    objects = JobQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["owner", "-created_at"], name="jobs_by_owner"),
            models.Index(fields=["status", "-updated_at"], name="jobs_by_status"),
            models.Index(fields=["expires_at"], name="jobs_by_expiry"),
            models.Index(fields=["status", "-finished_at"], name="jobs_by_end"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="job_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(progress__lte=100), name="job_progress_is_a_percentage"
            ),
            models.CheckConstraint(
                condition=Q(status=Status.SUCCESSFUL) ^ Q(result=""),
                name="job_has_a_result_when_successful",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[Status.ACCEPTED, Status.RUNNING])
                ^ Q(finished_at__isnull=False),
                name="job_has_an_end_when_finished",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.RUNNING) | Q(deadline_at__isnull=False),
                name="job_runs_until_a_deadline",
            ),
            models.CheckConstraint(
                condition=Q(attempts__lte=F("most_attempts")),
                name="job_is_begun_as_often_as_it_may",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.about or self.id}"

    @property
    def is_unfinished(self) -> bool:
        """Whether it waits or runs."""
        return self.status in (Status.ACCEPTED, Status.RUNNING)
