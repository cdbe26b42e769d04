"""Opening what one was told."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from apps.notices.models import Notice
from geo.access import Viewer


def mark_read(pk: UUID, *, by: Viewer, now: dt.datetime) -> bool:
    """Note that `by` has opened a notice of their own; False if it is none.

    No permission is asked: everybody reads their own, and nobody another's.
    """
    mine = Notice.objects.visible_to(by).filter(pk=pk)
    mine.unread().update(read_at=now)
    return mine.exists()


def mark_all_read(*, by: Viewer, now: dt.datetime) -> int:
    """Note that `by` has opened all their notices; returns how many were new."""
    return Notice.objects.visible_to(by).unread().update(read_at=now)
