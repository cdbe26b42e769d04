"""Acts on notices. Each function is one act, done whole or not at all."""

from apps.notices.actions.delivering import deliver_due
from apps.notices.actions.notifying import notify
from apps.notices.actions.reading import mark_all_read, mark_read
from apps.notices.actions.refusals import (
    NoSuchOccasion,
    NotDead,
    NothingToSay,
    WrongContext,
    WrongWording,
)
from apps.notices.actions.resending import drop_dead, resend_dead
from apps.notices.actions.telling import tell_job_failed
from apps.notices.actions.wording import set_quiet_hours, write_text

__all__ = [
    "NoSuchOccasion",
    "NotDead",
    "NothingToSay",
    "WrongContext",
    "WrongWording",
    "deliver_due",
    "drop_dead",
    "mark_all_read",
    "mark_read",
    "notify",
    "resend_dead",
    "set_quiet_hours",
    "tell_job_failed",
    "write_text",
]
