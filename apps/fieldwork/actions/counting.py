"""The evening's count: what was taken in the street is handed over at the desk."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from apps.documents.actions import close_block
from apps.documents.permissions import ANNUL
from apps.fieldwork.domain.refusals import NothingToCount
from apps.fieldwork.models import CashCount, Device, ReceiptBlock, StreetCash
from apps.fieldwork.permissions import COUNT
from apps.treasury.domain.cash import DifferenceUnexplained
from apps.treasury.domain.money import NOTHING, amount_of
from apps.treasury.permissions import vested
from geo.access import Viewer
from geo.acting import acting


@transaction.atomic
def count_cash(
    device: Device, counted: Decimal, *, reason: str = "", by: Viewer
) -> CashCount:
    """Take what a collector hands over, and annul the numbers that were not used.

    A delivery under way is waited for; one that comes later is of the next count, and
    its numbers are annulled by then: it says so to the collector.

    Raises:
        NotAllowed: `by` does not count.
        NothingToCount: neither money nor numbers are out.
        BadAmount: `counted` is no amount of money.
        DifferenceUnexplained: it differs from what was taken, and `reason` says nothing.
    """
    COUNT.require(by)
    Device.objects.select_for_update().get(pk=device.pk)
    takings = list(StreetCash.objects.filter(event__device=device, count=None))
    blocks = ReceiptBlock.objects.filter(device=device, block__closed_at=None)
    lent = list(blocks.select_related("block"))
    if not takings and not lent:
        raise NothingToCount
    expected = sum((each.amount for each in takings), NOTHING)
    exact = amount_of(counted) if counted else NOTHING
    if exact != expected and not reason.strip():
        raise DifferenceUnexplained(exact - expected)
    annulled = _take_back(lent, by)
    with acting(by, why=reason.strip()):
        count = CashCount.objects.create(
            device=device,
            expected=expected,
            counted=exact,
            reason=reason.strip()[:240],
            annulled=annulled,
            counted_by=by.name,
        )
        counted_now = StreetCash.objects.filter(pk__in=[each.pk for each in takings])
        counted_now.update(count=count)
    count.refresh_from_db()
    return count


def _take_back(lent: list[ReceiptBlock], by: Viewer) -> int:
    """Annul what was not used of these blocks; returns how many numbers that were."""
    clerk, why = vested(by, ANNUL), _("Not used: counted in the evening")
    return sum(close_block(each.block, reason=why, by=clerk) for each in lent)
