"""Taking an import back from its page: a small one at once, a large one by the worker."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from geo.access import Viewer
from geo.exchange.register import get_importable
from geo.importing.rights import require
from geo.importing.undoing import undo
from geo.jobs.actions import ask
from geo.jobs.models import Job
from geo.jobs.terms import Status
from geo.models import ImportRun
from geo.sql import one_at_a_time

UNDO: Final = "geo.undo_import"
"""Name of the act that takes back a large import."""

SMALL_ROWS: Final = 20_000
"""Up to here an import is taken back at once, in a second or two: its page needs no
patience, and the worker may be down. More is the worker's, so that the pages stay quick."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How the taking back of an import stands that was left to the worker."""

    job: Job | None = None
    refusal: str = ""
    """Why the last try came to nothing."""


def take_back(run: ImportRun, *, by: Viewer, now: dt.datetime) -> None:
    """Undo a small import now, or ask the worker for it, unless it was asked already.

    Raises:
        NotAllowed: `by` may not import to the layer.
        Refusal: as `undo` says; nothing was removed.
    """
    require(get_importable(run.layer), by)
    if run.loaded <= SMALL_ROWS:
        undo(run.token, by=by, now=now)
        return
    with transaction.atomic():
        one_at_a_time(f"{UNDO}.{run.token}")
        if run.undone_at is None and standing(run).job is None:
            ask(UNDO, by=by, about=run.file_name[:80], token=str(run.token))


def standing(run: ImportRun) -> Standing:
    """Whether the worker is at it, or why it gave up the last time."""
    if run.loaded <= SMALL_ROWS or run.undone_at is not None:
        return Standing()
    asked = Job.objects.filter(act=UNDO, arguments__token=str(run.token))
    last = asked.order_by("-created_at").first()
    if last is None or not (last.is_unfinished or last.status == Status.FAILED):
        return Standing()
    return Standing(job=last) if last.is_unfinished else Standing(refusal=last.message)
