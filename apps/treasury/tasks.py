"""What the worker does for the treasury."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.documents.actions.issuing import NumberNotFree
from apps.treasury.actions import issue_receipt, poll_banks, seal_days
from apps.treasury.actions.receipts import DRAW_PAPER
from apps.treasury.domain.banks.known import banks
from apps.treasury.models import Payment
from apps.treasury.permissions import RECEIVE
from apps.treasury.queries import without_paper
from geo.access import Viewer
from geo.jobs import every, job_for_each

DRAWER: Final = Viewer(name="receipts", grants=frozenset({RECEIVE.name}))
LOOKS_BACK: Final = dt.timedelta(days=30)
AT_ONCE: Final = 200


@every("35 * * * *", "treasury.seal", title=_("Sealing the books by the day"))
def seal(timestamp: int) -> None:
    """Seal the days that are over, so that nobody can change them unnoticed."""
    seal_days()


@every("* * * * *", "treasury.poll")
def poll(timestamp: int) -> None:
    """Ask the banks about every code that may have been paid; some never tell."""
    if banks():
        by = Viewer(name="poll_banks", grants=frozenset({RECEIVE.name}))
        poll_banks(on=timezone.localdate(), by=by)


@job_for_each(DRAW_PAPER)
def draw_receipt(payment: int) -> None:
    """Draw the receipt of a payment that came through a bank."""
    try:
        issue_receipt(Payment.objects.get(pk=payment), by=DRAWER)
    except NumberNotFree:
        return  # annulled meanwhile


@every("*/10 * * * *", "treasury.receipts", title=_("Drawing receipts that are missing"))
def draw_missing(timestamp: int) -> None:
    """Draw what could not be drawn when the money came, or was left by a fallen worker."""
    since = timezone.localdate() - LOOKS_BACK
    for payment in without_paper(since=since)[:AT_ONCE]:
        draw_receipt(payment.pk)
