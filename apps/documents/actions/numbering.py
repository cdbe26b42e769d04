"""Acts on series: draw the next number, lend a block, annul. No act leaves a gap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from apps.documents.domain.tokens import check_template, print_number
from apps.documents.models import Block, Document, Number, Series
from apps.documents.permissions import ANNUL, DRAW, KEEP_SERIES
from apps.documents.queries import printed
from apps.documents.terms import DEFAULT_TEMPLATE, NumberState, SeriesKind
from apps.people.models import Office
from geo.access import Viewer
from geo.acting import acting
from geo.errors import Refusal

LARGEST_BLOCK: Final = 1_000
LONGEST_REASON: Final = 240


class NoReason(Refusal):
    """Something was to be annulled without saying why."""

    def __init__(self) -> None:
        super().__init__(
            _("Say why, in at most %d characters. Nothing was changed.") % LONGEST_REASON
        )


class AlreadyAnnulled(Refusal):
    """The number or paper was annulled before."""

    def __init__(self, text: str, reason: str) -> None:
        super().__init__(
            _("%(text)s was annulled before: “%(reason)s”. That reason stays.")
            % {"text": text, "reason": reason}
        )


class NotReserved(Refusal):
    """The number does not wait in a block to be used."""

    def __init__(self, number: Number) -> None:
        super().__init__(
            _("%(text)s is not reserved but %(state)s; it cannot be used again.")
            % {"text": number.text, "state": number.get_state_display()}
        )


class BadBlock(Refusal):
    """A block of this size cannot be lent."""


def checked_reason(reason: str) -> str:
    """The reason without blanks around it.

    Raises:
        NoReason: it says nothing, or too much for its column.
    """
    stripped = " ".join(reason.split())
    if not stripped or len(stripped) > LONGEST_REASON:
        raise NoReason
    return stripped


@transaction.atomic
def open_series(
    office: Office, kind: SeriesKind, year: int, *, template: str = "", by: Viewer
) -> Series:
    """The series of an office, kind and year; opened now if it is not yet.

    A new one prints its numbers as `template` says, else as that of the year before did.

    Raises:
        NotAllowed: `by` may neither open series nor draw numbers from them.
        BadTemplate: the template cannot be printed.
    """
    (KEEP_SERIES if template else DRAW).require(by)
    found = Series.objects.filter(office=office, kind=kind, year=year).first()
    if found is not None:
        return found
    last = Series.objects.filter(office=office, kind=kind, year__lt=year)
    before = last.order_by("-year").values_list("template", flat=True).first()
    chosen = template or before or DEFAULT_TEMPLATE
    check_template(chosen)
    with acting(by):
        series, _is_new = Series.objects.get_or_create(
            office=office, kind=kind, year=year, defaults={"template": chosen}
        )
    return series


@transaction.atomic
def change_template(series: Series, template: str, *, by: Viewer) -> Series:
    """Have the numbers drawn from now on printed as `template` says.

    Raises:
        NotAllowed: `by` may not keep series.
        BadTemplate: the template cannot be printed.
    """
    KEEP_SERIES.require(by)
    check_template(template)
    with acting(by):
        Series.objects.filter(pk=series.pk).update(template=template)
    series.template = template
    return series


@transaction.atomic
def draw_number(series: Series, *, by: Viewer) -> Number:
    """Take the next number of a series; it is taken only if the transaction commits.

    Whoever draws from one series waits for the one who drew before, until that one has
    committed or given up: this is what leaves no gap, so draw late and commit soon.

    Raises:
        NotAllowed: `by` may not draw numbers.
    """
    DRAW.require(by)
    with acting(by):
        (number,) = _append(_alone_with(series), 1, by=by)
    return number


@transaction.atomic
def reserve_block(series: Series, size: int, *, holder: str, by: Viewer) -> Block:
    """Lend the next `size` numbers of a series to a device that works without connection.

    Raises:
        NotAllowed: `by` may not draw numbers.
        BadBlock: no or too many numbers, or nobody who holds them.
    """
    DRAW.require(by)
    if not 1 <= size <= LARGEST_BLOCK:
        raise BadBlock(_("A block has 1 to %d numbers.") % LARGEST_BLOCK)
    if not holder.strip():
        raise BadBlock(_("Say which device or person holds the block."))
    with acting(by):
        series = _alone_with(series)
        first = _next(series)
        block = Block.objects.create(
            series=series,
            first=first,
            last=first + size - 1,
            holder=holder.strip(),
            reserved_by=by.name,
        )
        _append(series, size, by=by, block=block)
    return block


def _alone_with(series: Series) -> Series:
    """The series as it is now, nobody else drawing from it until the transaction ends."""
    rows = Series.objects.select_for_update(of=("self",)).select_related("office")
    return rows.get(pk=series.pk)


def _next(series: Series) -> int:
    """The number that follows; asked after, not with, the wait for the series' row."""
    taken = Number.objects.filter(series=series).aggregate(last=Max("number"))["last"]
    return (taken or 0) + 1


def _append(
    series: Series, count: int, *, by: Viewer, block: Block | None = None
) -> list[Number]:
    first = _next(series)
    values, template = printed(series, first), series.template
    state = NumberState.DRAWN if block is None else NumberState.RESERVED
    return Number.objects.bulk_create(
        Number(
            series=series,
            number=number,
            text=print_number(template, replace(values, number=number)),
            state=state,
            block=block,
            by=by.name,
        )
        for number in range(first, first + count)
    )


@transaction.atomic
def use_number(number: Number, *, by: Viewer) -> Number:
    """Use a reserved number: the device has given it out.

    Raises:
        NotAllowed: `by` may not draw numbers.
        NotReserved: it was used or annulled before.
    """
    DRAW.require(by)
    with acting(by):
        number = Number.objects.select_for_update().get(pk=number.pk)
        if number.state != NumberState.RESERVED:
            raise NotReserved(number)
        number.state = NumberState.DRAWN
        number.save(update_fields=["state"])
    return number


@transaction.atomic
def annul_number(number: Number, *, reason: str, by: Viewer) -> Number:
    """Annul a number with every paper that bears it; it stays in its series.

    Raises:
        NotAllowed: `by` may not annul.
        NoReason: `reason` says nothing.
        AlreadyAnnulled: it was annulled before.
    """
    ANNUL.require(by)
    because = checked_reason(reason)
    with acting(by, why=because):
        number = Number.objects.select_for_update().get(pk=number.pk)
        if number.state == NumberState.ANNULLED:
            raise AlreadyAnnulled(number.text, number.reason)
        _annul([number.pk], because, by=by)
    number.refresh_from_db()
    return number


@transaction.atomic
def close_block(block: Block, *, reason: str, by: Viewer) -> int:
    """Annul what was not used of a block; returns how many numbers that were.

    Raises:
        NotAllowed: `by` may not annul.
        NoReason: `reason` says nothing.
    """
    ANNUL.require(by)
    because = checked_reason(reason)
    with acting(by, why=because):
        left = Number.objects.filter(block=block, state=NumberState.RESERVED)
        keys = [number.pk for number in left.select_for_update().order_by("number")]
        _annul(keys, because, by=by)
        Block.objects.filter(pk=block.pk, closed_at=None).update(closed_at=Now())
    return len(keys)


def _annul(numbers: Iterable[int], reason: str, *, by: Viewer) -> None:
    marks = {"reason": reason, "annulled_by": by.name, "annulled_at": Now()}
    Number.objects.filter(pk__in=numbers).update(state=NumberState.ANNULLED, **marks)
    Document.objects.filter(number__in=numbers, annulled_at=None).update(**marks)
