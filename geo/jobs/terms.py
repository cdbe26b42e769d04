"""Words of jobs."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    """What became of a job (OGC 18-062r2, statusCode)."""

    ACCEPTED = "accepted", _("waiting")
    RUNNING = "running", _("running")
    SUCCESSFUL = "successful", _("done")
    FAILED = "failed", _("failed")
    DISMISSED = "dismissed", _("dismissed")
