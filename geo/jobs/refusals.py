"""Why a job is not asked for, not repeated, or comes to nothing."""

from __future__ import annotations

from django.utils.translation import gettext as _

from geo.errors import Refusal


class OverTime(Refusal):
    """The time that a run may take was over."""

    def __init__(self, seconds: float) -> None:
        sentence = _("This took longer than %(seconds)d seconds and was stopped.")
        super().__init__(sentence % {"seconds": seconds})


class Interrupted(Refusal):
    """The worker was lost while it ran the job, more than once."""

    def __init__(self) -> None:
        super().__init__(_("The job was interrupted and given up. Start it again."))


class NotKnownAnyMore(Refusal):
    """The act was dropped by an update of the platform, or whoever asked has gone."""

    def __init__(self) -> None:
        super().__init__(
            _("Nobody can do this any more: the act or the account that asked is gone.")
        )


class NotRepeatable(Refusal):
    """Only what failed can be tried again."""

    def __init__(self) -> None:
        super().__init__(
            _("Only a job that failed can be tried again, and this one did not.")
        )


class NotStoppable(Refusal):
    """What has come to its end cannot be stopped."""

    def __init__(self) -> None:
        super().__init__(_("This job has ended already, so it cannot be stopped."))


class Dismissed(Exception):
    """Nobody wants the run any more; it ends without a word."""
