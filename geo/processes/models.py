"""Jobs: runs of a process that somebody asked for and comes back to."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from geo.processes.orders import Response
from geo.processes.querysets import JobQuerySet
from geo.processes.terms import Status


class Job(models.Model):
    """One run in the background, from the asking to the day its result is forgotten.

    Its id cannot be guessed: it is all that a passer-by has to find it again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    process = models.CharField(max_length=80)
    owner = models.CharField(max_length=150, blank=True)
    """Name of the account that asked; empty for a passer-by."""
    language = models.CharField(max_length=10)
    inputs = models.JSONField()
    response = models.CharField(
        max_length=8, choices=[(each.value, each.value) for each in Response]
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.ACCEPTED)
    progress = models.PositiveSmallIntegerField(default=0)
    message = models.TextField(blank=True)
    problem = models.PositiveSmallIntegerField(null=True)
    """HTTP status that says why it failed."""
    attempts = models.PositiveSmallIntegerField(default=0)
    """How often a worker has begun it."""
    result = models.TextField(blank=True)
    """The output's value as JSON, ready to be sent."""
    created_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()

    objects = JobQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["owner", "-created_at"], name="job_by_owner"),
            models.Index(fields=["expires_at"], name="job_by_expiry"),
        ]
        constraints = [
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
        ]

    def __str__(self) -> str:
        return f"{self.process} {self.id}"
