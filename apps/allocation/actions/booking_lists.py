"""Booking for a whole association with one file: tried first, then done in one act."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.db.models.functions import Now

from apps.allocation.actions.checking_out import charge_together
from apps.allocation.actions.holding import SQL, hold_spaces
from apps.allocation.domain.holders import Holder
from apps.allocation.domain.lists import Row, Verdict, judged, split_surnames
from apps.allocation.domain.refusals_of_lists import NothingToBook, RowsRefused
from apps.allocation.models import BookingLine, BookingList, Hold, Offering
from apps.allocation.permissions import SELL
from apps.allocation.queries.lists import facts_for, rows_of
from apps.people.actions import join_organisation, register_person
from apps.people.domain.drafts import PersonDraft
from apps.people.models import Organisation, Person
from apps.people.permissions import REGISTER
from geo import sql
from geo.access import Viewer
from geo.errors import Refusal

Tell = Callable[[int, int], None]


def _to_nobody(_done: int, _of: int) -> None:
    """Nobody hears how far it is."""


@dataclass(frozen=True, kw_only=True)
class ListFile:
    """A file that was read."""

    name: str
    sha256: str
    rows: Sequence[Row]


@transaction.atomic
def receive_list(
    offering: Offering, organisation: Organisation, file: ListFile, *, by: Viewer
) -> BookingList:
    """Keep the rows of a file to be booked; the same file again is the list that is there.

    Raises:
        NotAllowed: `by` may not sell for others, or not register people.
    """
    SELL.require(by)
    REGISTER.require(by)
    booking, is_new = BookingList.objects.get_or_create(
        offering=offering,
        organisation=organisation,
        sha256=file.sha256,
        defaults={"file_name": file.name[:120], "uploaded_by": by.name or "-"},
    )
    if is_new:
        BookingLine.objects.bulk_create(
            BookingLine(
                booking=booking,
                line=row.line,
                card=row.card,
                given_names=row.given_names,
                surnames=row.surnames,
                wish=row.wish,
            )
            for row in file.rows
        )
    return booking


@transaction.atomic
def book_list(
    booking: BookingList,
    *,
    all_or_none: bool,
    on: dt.date,
    by: Viewer,
    tell: Tell = _to_nobody,
) -> BookingList:
    """Register who is new, enter members, hold a space for each and charge it.

    One hold and one liquidation for each member: the patent is personal, and who does not
    pay loses one space and not everybody's. With `all_or_none` one refused row refuses
    the act; else the others are booked and each refused row keeps its reason. A booked
    list is given back as it is. `tell` hears how many rows are done.

    Raises:
        NotAllowed: `by` may not sell for others, or not register people.
        RowsRefused: all or none was asked for, and some rows cannot be booked.
        NothingToBook: no row can be booked.
    """
    SELL.require(by)
    REGISTER.require(by)
    present = _locked(booking)
    if present.booked_at is not None:
        return present
    verdicts = _verdicts(present, on=on)
    refused = sum(bool(each.refusal) for each in verdicts)
    if refused == len(verdicts):
        raise NothingToBook
    if refused and all_or_none:
        raise RowsRefused(refused)
    done: list[_Done] = []
    for each in verdicts:
        tell(len(done), len(verdicts))
        done.append(_booked(present, each, on=on, by=by))
    _finish(present, done, all_or_none=all_or_none, on=on, by=by)
    BookingList.objects.filter(pk=present.pk).update(
        booked_at=Now(), booked_by=by.name or "-"
    )
    return BookingList.objects.get(pk=present.pk)


def _locked(booking: BookingList) -> BookingList:
    asked = BookingList.objects.select_for_update(of=("self",))
    found: BookingList = asked.select_related("offering", "organisation__party").get(
        pk=booking.pk
    )
    return found


def _verdicts(booking: BookingList, *, on: dt.date) -> list[Verdict]:
    """What becomes of every row, with all it is about locked and looked at again."""
    rows = rows_of(booking)
    wanted = judged(rows, facts_for(booking.offering, booking.organisation, rows, on=on))
    _lock(booking.offering, wanted)
    return judged(rows, facts_for(booking.offering, booking.organisation, rows, on=on))


def _lock(offering: Offering, verdicts: Iterable[Verdict]) -> None:
    """Wait for everybody who is at these spaces or acts for these people; then go ahead.

    Spaces first, then parties, each in the order of their numbers: the order in which a
    single hold takes them, so that two lists, or a list and a buyer, wait and never block
    each other in a circle.
    """
    verdicts = list(verdicts)
    sql.execute(
        SQL / "lock_for_list.sql",
        offering=offering.pk,
        codes=[each.code for each in verdicts if each.code],
        parties=[each.known.party_id for each in verdicts if each.code and each.known],
    )


@dataclass(frozen=True, kw_only=True)
class _Done:
    verdict: Verdict
    hold: Hold | None = None


def _booked(booking: BookingList, verdict: Verdict, *, on: dt.date, by: Viewer) -> _Done:
    """Hold the space of one row, or not; what the register refuses stays with the row."""
    if verdict.refusal:
        return _Done(verdict=verdict)
    try:
        with transaction.atomic():
            person = _person(verdict, by=by)
            if verdict.known is None or not verdict.known.is_member:
                join_organisation(booking.organisation, person, since=on, by=by)
            holder = Holder(party_id=person.pk)
            taken = hold_spaces(booking.offering, [verdict.code], holder=holder, by=by)
            minutes = booking.offering.list_minutes
            sql.execute(SQL / "extend.sql", hold=taken.pk, minutes=minutes)
    except Refusal as refusal:
        return _Done(verdict=replace(verdict, refusal=str(refusal)))
    taken.offering = booking.offering
    return _Done(verdict=verdict, hold=taken)


def _person(verdict: Verdict, *, by: Viewer) -> Person:
    if verdict.known is not None:
        return Person.objects.get(pk=verdict.known.party_id)
    card = verdict.card
    assert card is not None
    first, second = split_surnames(verdict.row.surnames)
    draft = PersonDraft(
        given_names=verdict.row.given_names,
        first_surname=first,
        second_surname=second,
        document_kind=card.kind,
        document_number=card.number,
        complement=card.complement,
        issued_in=card.issued_in,
    )
    return register_person(draft, by=by).person


def _finish(
    booking: BookingList,
    done: Sequence[_Done],
    *,
    all_or_none: bool,
    on: dt.date,
    by: Viewer,
) -> None:
    """Charge what was held, in one posting, and note with each row what it came to.

    Raises:
        RowsRefused: all or none was asked for, and the register refused some.
    """
    refused = sum(each.hold is None for each in done)
    if refused and all_or_none:
        raise RowsRefused(refused)
    charge_together([each.hold for each in done if each.hold], on=on, by=by)
    lines = {each.line: each for each in booking.lines.all()}
    for each in done:
        line = lines[each.verdict.row.line]
        line.refusal, line.hold = each.verdict.refusal[:300], each.hold
    BookingLine.objects.bulk_update(lines.values(), ["refusal", "hold"])
