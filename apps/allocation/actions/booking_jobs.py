"""Booking a long list as a job: a clerk asks, the worker does, both see how far it is."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.allocation.actions.booking_lists import book_list
from apps.allocation.models import BookingList
from apps.allocation.permissions import SELL
from apps.people.permissions import REGISTER
from geo.access import Viewer
from geo.jobs.actions import ask
from geo.jobs.acts import Act, Arguments, Run, declare
from geo.jobs.models import Job
from geo.layers import Text


def _title(job: Job) -> Text:
    return _("Booking the list of %(about)s") % {"about": job.about}


def _page(job: Job) -> str:
    given = job.arguments
    named = "offering" in given and "booking" in given
    at = [given["offering"], given["booking"]] if named else []
    return reverse("allocation:list", args=at) if named else ""


def _book(run: Run, arguments: Arguments) -> dict[str, Any]:
    booking = BookingList.objects.get(pk=arguments["booking"])

    def tell(done: int, of: int) -> None:
        said = _("%(done)d of %(of)d rows") % {"done": done, "of": of}
        run.step(100 * done / max(of, 1), said)

    booked = book_list(
        booking,
        all_or_none=arguments["all_or_none"],
        on=dt.date.fromisoformat(arguments["on"]),
        by=run.viewer,
        tell=tell,
    )
    return {"booked": booked.lines.filter(hold__isnull=False).count()}


BOOK_LIST: Final = declare(
    Act(
        name="allocation.book_list",
        title=_title,
        work=_book,
        permission=SELL,
        seconds=3600.0,
        page=_page,
    )
)


def ask_booking(booking: BookingList, *, all_or_none: bool, on: dt.date, by: Viewer) -> Job:
    """Have the worker book a list; asked for while it is at it, that run is given.

    Raises:
        NotAllowed: `by` may not sell for others, or not register people.
    """
    SELL.require(by)
    REGISTER.require(by)
    under_way = last_booking(booking)
    if under_way is not None and under_way.is_unfinished:
        return under_way
    return ask(
        BOOK_LIST,
        by=by,
        about=booking.organisation.party.name,
        booking=booking.pk,
        offering=booking.offering.code,
        all_or_none=all_or_none,
        on=on.isoformat(),
    )


def last_booking(booking: BookingList) -> Job | None:
    """The latest run that was asked for to book this list."""
    jobs = Job.objects.filter(act=BOOK_LIST.name, arguments__booking=booking.pk)
    return jobs.order_by("-created_at").first()
