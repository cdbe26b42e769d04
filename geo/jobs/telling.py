"""Who else hears when a job fails: registers above say it to whoever asked."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final

from django.db import transaction

from geo.jobs.models import Job

logger = logging.getLogger(__name__)

Teller = Callable[[Job], None]
"""Says to the owner of a job that it failed, in the transaction in which it did."""

tellers: Final[list[Teller]] = []


def tell_failure(job: Job) -> None:
    """Let every teller say that `job` failed; one that cannot does not save the job."""
    for teller in tellers:
        try:
            with transaction.atomic():
                teller(job)
        except Exception:  # the task runner: what failed stays failed, told or not
            logger.exception("nobody was told that %s failed", job)
