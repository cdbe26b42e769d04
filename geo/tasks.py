"""What the worker does for the whole platform."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geo.errors import Refusal
from geo.importing.retracting import UNDO
from geo.importing.running import SETTLE, WORK, work, work_through
from geo.importing.settling import settle_imports
from geo.importing.undoing import AlreadyUndone, NotUndoable, undo
from geo.importing.uploads import sweep
from geo.jobs import every, job
from geo.jobs.acts import Act, Arguments, Run, declare
from geo.jobs.models import Job
from geo.models import Upload


@every("40 7 * * *", "geo.open_data", title=gettext_lazy("Building the open data"))
def build_open_data(timestamp: int) -> None:
    """Build the open data every night, after the territory has settled."""
    call_command("build_open_data")


def _import_file(run: Run, arguments: Arguments) -> None:
    """Check or import a large file that was handed in."""
    token = UUID(arguments["token"])
    work(token, now=timezone.now(), run=run)
    upload = Upload.objects.filter(token=token).first()
    if upload is not None and upload.refusal:
        raise Refusal(upload.refusal)


def _title(job: Job) -> str:
    return _("File “%(name)s”") % {"name": job.about}


def _page_at(view: str) -> Callable[[Job], str]:
    """Where a job is shown that is about the upload or import of its token."""

    def page(job: Job) -> str:
        token = job.arguments.get("token")
        return reverse(view, args=[token]) if token else ""

    return page


declare(
    Act(
        name=WORK,
        title=_title,
        work=_import_file,
        whole=False,  # the upload's own row says what was done
        seconds=4 * 3600,
        page=_page_at("imports:upload"),
    )
)


def _undo_import(run: Run, arguments: Arguments) -> None:
    """Take a large import back."""
    token = UUID(arguments["token"])
    try:
        undo(token, by=run.viewer, now=timezone.now(), job=run)
    except AlreadyUndone:
        return  # as wished
    except NotUndoable as refusal:
        raise Refusal(refusal.in_full()) from refusal


def _undoing(job: Job) -> str:
    return _("Undoing the import of “%(name)s”") % {"name": job.about}


declare(
    Act(
        name=UNDO,
        title=_undoing,
        work=_undo_import,
        seconds=4 * 3600,
        page=_page_at("imports:run"),
    )
)


@job(SETTLE)
def settle_layers() -> None:
    """Bring up to date what depends on rows that were imported or taken back."""
    settle_imports(timezone.now())


@every(
    "*/10 * * * *",
    "geo.take_up_imports",
    title=gettext_lazy("Taking up imports that were broken off"),
)
def take_up_imports(timestamp: int) -> None:
    """Take up what a stopped process left, and give up files that nobody came back for."""
    work_through(now=timezone.now())
    settle_imports(timezone.now())
    sweep(timezone.now())
