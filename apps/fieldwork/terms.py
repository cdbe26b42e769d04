"""Words of the field that the database knows."""

from __future__ import annotations

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

FIELDWORK: Final = "fieldwork"
"""Kind of the events that are the register's own: duty, consent, trail."""
FILE: Final = "fieldwork.file"
"""What an attached photo or signature hangs on."""


class AssignmentState(TextChoices):
    """Whether somebody still goes there."""

    OPEN = "open", _("to be walked")
    CLOSED = "closed", _("walked no more")


class Outcome(TextChoices):
    """What became of an event."""

    APPLIED = "applied", _("applied")
    CONFLICT = "conflict", _("applied otherwise")
    REFUSED = "refused", _("kept, not applied")


class FileOutcome(TextChoices):
    """What became of a file."""

    KEPT = "kept", _("kept")
    REFUSED = "refused", _("not accepted")


class Flag(TextChoices):
    """What is noted about an event and hinders nothing."""

    FAR = "far", _("far from the place")
    CLOCK_AHEAD = "clock_ahead", _("clock ahead")
    CLOCK_BEHIND = "clock_behind", _("clock behind")
    LATE = "late", _("came late")
    UNASSIGNED = "unassigned", _("not assigned")


class Act(TextChoices):
    """Acts of the register itself."""

    CONSENT = "consent.give", _("agreed to the trail")
    WITHDRAWAL = "consent.withdraw", _("withdrew the consent")
    BEGIN = "duty.begin", _("went on duty")
    END = "duty.end", _("went off duty")
    TRAIL = "trail", _("trail")
