"""Checks and imports that were asked for, done one after the other and exactly once."""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from geo.access import Viewer
from geo.errors import Refusal
from geo.exchange.importing import import_features
from geo.exchange.ledger import told_columns
from geo.exchange.opening import open_features
from geo.exchange.refusals import NotImportable
from geo.exchange.register import get_importable
from geo.exchange.report import ImportReport
from geo.importing.choices import Choices
from geo.importing.rights import require
from geo.importing.telling import told
from geo.importing.uploads import BUSY, discard, file_of, report_of
from geo.importing.wording import on_the_page
from geo.jobs import soon
from geo.jobs.actions import ask
from geo.jobs.acts import Run
from geo.jobs.refusals import Dismissed
from geo.models import ImportRun, Upload, UploadState

logger = logging.getLogger(__name__)

SMALL_BYTES: Final = 2_000_000
"""Up to here a file is worked on at once, in a second or two: its page needs no patience,
and the worker may be down. Larger ones are the worker's, so that the pages stay quick."""

WORK: Final = "geo.imports"
"""Name of the act that works on a large file."""
SETTLE: Final = "geo.settle_imports"


class NothingLeft(NotImportable):
    """Not one row could go in."""

    def __init__(self) -> None:
        super().__init__(_("Every row was refused, so there is nothing to import."))


def decide(upload: Upload, choices: Choices, *, by: Viewer, now: dt.datetime) -> bool:
    """Note what was chosen; an earlier check counts no more. False if it is too late.

    Raises:
        NotAllowed: `by` may not import to the layer.
    """
    require(get_importable(upload.layer), by)
    noted = Upload.objects.filter(pk=upload.pk, state=UploadState.OPEN).update(
        choices=choices.to_store(), report=None, refusal="", at=now
    )
    return bool(noted)


def ask_check(upload: Upload, *, by: Viewer, now: dt.datetime) -> bool:
    """Ask for a dry run; False if something is being done to the file already.

    Raises:
        NotAllowed: `by` may not import to the layer.
    """
    return _ask(upload, UploadState.CHECKING, by=by, now=now)


def ask_load(upload: Upload, *, by: Viewer, now: dt.datetime) -> bool:
    """Ask for the import of what was checked; False if it was asked for before.

    Raises:
        NotAllowed: `by` may not import to the layer.
    """
    return _ask(upload, UploadState.LOADING, by=by, now=now)


def _ask(upload: Upload, state: UploadState, *, by: Viewer, now: dt.datetime) -> bool:
    require(get_importable(upload.layer), by)
    waiting = Upload.objects.filter(pk=upload.pk, state=UploadState.OPEN)
    if state is UploadState.LOADING:  # only what its owner has seen the report of
        waiting = waiting.filter(report__isnull=False)
    with transaction.atomic():
        if not waiting.update(state=state, refusal="", by=by.name, at=now):
            return False
        if upload.size > SMALL_BYTES:
            ask(WORK, by=by, about=upload.file_name[:80], token=str(upload.token))
    if upload.size <= SMALL_BYTES:
        work(upload.token, now=now)
    return True


def work_through(*, now: dt.datetime) -> None:
    """Do everything that was asked for, in that order, and what was broken off before."""
    waiting = Upload.objects.filter(state__in=BUSY).order_by("at")
    for token in waiting.values_list("token", flat=True):
        work(token, now=now)


def work(token: UUID, *, now: dt.datetime, run: Run | None = None) -> None:
    """Do what was asked for this upload, unless it is done or somebody is at it.

    Its state changes in the transaction of the work, so that a process that dies in the
    middle leaves it as asked for, and nothing else.

    Raises:
        Dismissed: nobody wants the `run` any more; nothing was written.
    """
    try:
        with transaction.atomic():
            locked = Upload.objects.select_for_update(skip_locked=True)
            upload = locked.filter(token=token, state__in=BUSY).first()
            if upload is not None:
                _WORKS[UploadState(upload.state)](upload, now, run)
    except Dismissed:
        _open_again(token, _("The work was stopped, and nothing was written."))
        raise
    except Refusal as refusal:
        _open_again(token, on_the_page(str(refusal)))
    except Exception:  # the task runner's edge: a fault of ours is logged, never shown
        logger.exception("upload %s failed", token)
        _open_again(token, _("Something of ours broke, and nothing was written."))


def _open_again(token: UUID, why: str) -> None:
    Upload.objects.filter(token=token, state__in=BUSY).update(
        state=UploadState.OPEN, refusal=why
    )


def _check(upload: Upload, now: dt.datetime, job: Run | None) -> None:
    report = _import(upload, run=None, now=now, job=job)
    _leave(upload, UploadState.OPEN, report=told(report))


def _load(upload: Upload, now: dt.datetime, job: Run | None) -> None:
    into = get_importable(upload.layer)
    run = ImportRun.objects.create(
        token=upload.token,
        layer=upload.layer,
        file_name=upload.file_name,
        size=upload.size,
        sha256=upload.sha256,
        by=upload.by,
        at=now,
        columns=told_columns(into),
    )
    report = _import(upload, run=run.pk, now=now, job=job)
    if not report.loaded:
        raise NothingLeft
    run.loaded, run.report = report.loaded, told(report)
    run.save(update_fields=["loaded", "report"])
    _leave(upload, UploadState.LOADED, report=run.report)
    soon(SETTLE)
    transaction.on_commit(partial(discard, upload))


def _leave(upload: Upload, state: UploadState, *, report: dict[str, Any]) -> None:
    upload.state, upload.report, upload.refusal = state, report, ""
    upload.save(update_fields=["state", "report", "refusal"])


_WORKS: Final = {UploadState.CHECKING: _check, UploadState.LOADING: _load}


def _import(
    upload: Upload, *, run: int | None, now: dt.datetime, job: Run | None
) -> ImportReport:
    into, choices = get_importable(upload.layer), Choices.stored(upload.choices)
    listed = report_of(upload.token)
    options = choices.options(
        into,
        now=now,
        source=upload.file_name,
        report=listed,
        run=run,
        by=upload.by,
        progress=Counting(upload.token, job),
    )
    with open_features(file_of(upload), into.read_as(options.mapping.reading)) as source:
        return import_features(source, into, options)


@dataclass
class Counting:
    """Progress as a number in a file: the rows of the database wait for the commit."""

    token: UUID
    job: Run | None = None
    count: int = 0

    def rows(self, count: int) -> None:
        """So many more rows were read."""
        self.count += count
        progress_of(self.token).write_text(str(self.count), encoding="ascii")
        if self.job is not None:
            said = ngettext("%(count)d row read", "%(count)d rows read", self.count)
            self.job.step(0, said % {"count": self.count})

    def step(self, title: str) -> None:
        """Say nothing: the page tells rows."""


def progress_of(token: UUID) -> Path:
    """Where the number of rows read so far stands."""
    return report_of(token).with_name("progress.txt")


def rows_so_far(token: UUID) -> int:
    """Rows read so far by the work under way."""
    try:
        return int(progress_of(token).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return 0
