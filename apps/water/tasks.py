"""What the worker does for the water service by itself."""

from __future__ import annotations

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
