"""Receipt numbers lent to a telephone before it leaves the network."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from apps.documents.actions import open_series, reserve_block
from apps.documents.models import Number
from apps.documents.permissions import DRAW
from apps.documents.terms import NumberState, SeriesKind
from apps.fieldwork.domain.kinds import FieldKind
from apps.fieldwork.domain.refusals import NoMoneyHere
from apps.fieldwork.models import Device, ReceiptBlock
from apps.people.models import Office
from apps.treasury.permissions import vested
from geo.access import Viewer
from geo.acting import acting

FEW: Final = 20
SIZE: Final = 50


@transaction.atomic
def lend_numbers(
    device: Device, kind: FieldKind, *, on: dt.date, by: Viewer
) -> list[ReceiptBlock]:
    """The blocks from which a telephone may give out numbers, one more if few are left.

    Raises:
        NotAllowed: `by` may not do this work.
        NoMoneyHere: no money is taken in work of this kind.
    """
    kind.permission.require(by)
    if not kind.office:
        raise NoMoneyHere
    Device.objects.select_for_update(no_key=True).get(pk=device.pk)
    lent = list(_lent(device, kind, on.year))
    if sum(getattr(each, "free", 0) for each in lent) < FEW:
        office = Office.objects.filter(code=kind.office).first()
        if office is None:
            raise NoMoneyHere
        clerk = vested(by, DRAW)
        series = open_series(office, SeriesKind.RECEIPT, on.year, by=clerk)
        holder = f"{device.name} · {device.holder.get_username()}"[:120]
        block = reserve_block(series, SIZE, holder=holder, by=clerk)
        with acting(by):
            ReceiptBlock.objects.create(block=block, device=device, kind=kind.code)
        lent = list(_lent(device, kind, on.year))
    return lent


def _lent(device: Device, kind: FieldKind, year: int) -> QuerySet[ReceiptBlock]:
    free = Q(block__numbers__state=NumberState.RESERVED)
    rows = ReceiptBlock.objects.filter(
        device=device, kind=kind.code, block__closed_at=None, block__series__year=year
    )
    counted = rows.annotate(free=Count("block__numbers", filter=free))
    return counted.filter(free__gt=0).select_related("block").order_by("block__first")


def free_numbers(block: ReceiptBlock) -> QuerySet[Number]:
    """Numbers of a block that may still be given out, in their order."""
    rows = Number.objects.filter(block=block.block_id, state=NumberState.RESERVED)
    return rows.order_by("number")
