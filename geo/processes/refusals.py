"""Why a process was not run, or a job has nothing to show.

Source: OGC 18-062r2 (Processes, part 1), which names the types of some of them.
"""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from geo.published.refusals import (
    MethodNotAllowed,
    NotFound,
    ReadRefused,
    TooBusy,
    Words,
)

EXCEPTIONS: Final = "http://www.opengis.net/def/exceptions/ogcapi-processes-1/1.0/"


class NoSuchProcess(NotFound):
    """There is no such process, or none for this viewer."""

    type_uri = f"{EXCEPTIONS}no-such-process"
    sentence = _("There is no such process.")


class NoSuchJob(NotFound):
    """There is no such job, or not for this viewer, or not any more."""

    type_uri = f"{EXCEPTIONS}no-such-job"
    sentence = _(
        "There is no such job. Jobs are only shown to whoever started them, and are kept "
        "for a limited time."
    )


class NotReady(NotFound):
    """The job has not come to its end."""

    type_uri = f"{EXCEPTIONS}result-not-ready"
    sentence = _("The job is still under way. Ask again when its status says “successful”.")


class BadOrder(ReadRefused):
    """What was sent does not say what to run."""


class BadInput(BadOrder):
    """An input is missing, unknown or wrong."""


class OrderTooLarge(ReadRefused):
    """What was sent is larger than a process takes."""

    sentence = _("This is too large to work on. The most is %(most)s kB: ask in parts.")


class UnsupportedOrder(ReadRefused):
    """What was sent is of a media type that says nothing to a process."""

    sentence = _("Inputs are taken as %(known)s.")


class AnswerTooLarge(ReadRefused):
    """What came out is more than anybody can read."""

    sentence = _("The result has more than %(most)s MB. Ask for less at once.")


class RanTooLong(ReadRefused):
    """The time that a run may take was over."""

    sentence = _(
        "This takes longer than %(seconds)s seconds and was stopped. Ask for less, or ask "
        "for a job (Prefer: respond-async), which may take longer."
    )


class TooManyRuns(TooBusy):
    """As many processes run at once as this server bears."""

    sentence = _(
        "Too many processes are running at this moment. Try again in a few seconds."
    )


class TooManyJobs(TooBusy):
    """As many jobs wait as may."""

    sentence = _("Too many jobs are waiting already. Try again when some are done.")


class JobFailed(ReadRefused):
    """A job came to nothing; this is why."""

    sentence = "%(why)s"

    def __init__(self, why: str, status: int) -> None:
        super().__init__(why=Words(why))
        self.status = status


class OnlyPosted(MethodNotAllowed):
    """The address is there to start something."""

    allowed = ("POST", "OPTIONS")
    sentence = _("Here a process is started (POST), nothing is read.")
