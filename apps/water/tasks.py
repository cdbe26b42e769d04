"""What the worker does for the water service by itself."""

from __future__ import annotations

from django.core.management import call_command
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.water.actions.agreeing import review_agreements
from apps.water.permissions import AGREE
from geo.access import Viewer
from geo.jobs import every


@every("20 9 * * *", "water.agreements", title=_("Seeing which agreements were kept"))
def agreements(timestamp: int) -> None:
    """Say every morning which agreements were fulfilled or broken."""
    by = Viewer(name="review_agreements", grants=frozenset({AGREE.name}))
    review_agreements(on=timezone.localdate(), by=by)


@every("25 7 * * *", "water.keep_month_ends", title=_("Keeping the debts of past months"))
def keep(timestamp: int) -> None:
    """Keep the debts of months that the treasury has closed meanwhile."""
    call_command("keep_month_ends")


@every("*/10 * * * *", "water.keep_present_debts", title=_("Adding up what is owed now"))
def keep_present(timestamp: int) -> None:
    """Add up what moved meanwhile, so that map and report find it added up."""
    call_command("keep_present_debts")
