"""Booking for an association with a file: sent, tried on a page, then done in one act."""

from __future__ import annotations

import hashlib
import uuid
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from apps.allocation.actions import (
    ListFile,
    ask_booking,
    book_list,
    last_booking,
    pay_list,
    receive_list,
)
from apps.allocation.domain.lists import Verdict
from apps.allocation.domain.refusals_of_lists import NoFile, NoSuchAssociation
from apps.allocation.imports import MOST_BYTES, read_list
from apps.allocation.models import BookingList, Offering
from apps.allocation.permissions import SELL
from apps.allocation.queries.lists import codes_booked, trial_of, unpaid_holds
from apps.people.actions import note_looks
from apps.people.models import Organisation, Party
from apps.people.permissions import REGISTER
from apps.people.queries import search_parties
from apps.people.terms import Door, PartyKind
from apps.people.views.doors import for_holders_of
from apps.treasury.domain.money import NOTHING
from apps.treasury.forms import read_amount, read_token
from apps.treasury.queries import shift_of
from geo.errors import Refusal
from geo.importing.uploads import harmless_name
from geo.pages.middleware import viewer_of

SHOWN: Final = 50
AT_ONCE: Final = 20
"""Rows that are booked while one waits; longer lists are the worker's."""
LONGEST_TEXT: Final = 120


def _offering(request: HttpRequest, code: str) -> Offering:
    seen = Offering.objects.visible_to(viewer_of(request))
    found: Offering = get_object_or_404(seen, code=code)
    return found


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_holders_of(SELL)
def lists(request: HttpRequest, offering: str) -> HttpResponse:
    """The lists that were sent for an offering; send another one."""
    viewer = viewer_of(request)
    REGISTER.require(viewer)
    offered = _offering(request, offering)
    status = 200
    if request.method == "POST":
        try:
            made = _received(request, offered)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            status = 422
        else:
            return redirect("allocation:list", offering=offered.code, pk=made.pk)
    told = {
        "offering": offered,
        "lists": offered.lists.select_related("organisation__party").order_by("-pk")[
            :SHOWN
        ],
        "given": request.POST,
    }
    return render(request, "allocation/lists.html", told, status=status)


def _received(request: HttpRequest, offered: Offering) -> BookingList:
    organisation = _association(request.POST.get("asociacion", ""))
    sent = request.FILES.get("archivo")
    if not isinstance(sent, UploadedFile) or not sent.size or sent.size > MOST_BYTES:
        raise NoFile(MOST_BYTES // 10**6)
    content = sent.read()
    with TemporaryDirectory(prefix="llajta-list-") as folder:
        file = Path(folder) / harmless_name(sent.name or "")
        file.write_bytes(content)
        rows = read_list(file)
    read = ListFile(name=file.name, sha256=hashlib.sha256(content).hexdigest(), rows=rows)
    return receive_list(offered, organisation, read, by=viewer_of(request))


def _association(text: str) -> Organisation:
    """The one association that a name or NIT means.

    Raises:
        NoSuchAssociation: there is none, or several.
    """
    named = text.replace("\x00", "").strip()[:LONGEST_TEXT]
    parties = Party.objects.standing().filter(kind=PartyKind.ORGANISATION)
    found = list(search_parties(parties, named).select_related("organisation")[:20])
    exact = [each for each in found if each.name.casefold() == named.casefold()]
    if not named or len(exact or found) != 1:
        raise NoSuchAssociation(named)
    organisation: Organisation = (exact or found)[0].organisation
    return organisation


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_holders_of(SELL)
def booking(request: HttpRequest, offering: str, pk: int) -> HttpResponse:
    """One list: what each row would come to, or came to; book it."""
    viewer = viewer_of(request)
    REGISTER.require(viewer)
    offered = _offering(request, offering)
    asked = offered.lists.select_related("organisation__party", "offering")
    found = get_object_or_404(asked, pk=pk)
    if request.method == "POST":
        return _booked(request, found)
    told: dict[str, Any] = {
        "offering": offered,
        "list": found,
        "job": last_booking(found),
    }
    if found.booked_at is None:
        told |= _trial(request, found)
    else:
        lines = found.lines.select_related("hold__party", "hold__obligation")
        codes = codes_booked(found)
        told["lines"] = [(each, codes.get(each.hold_id)) for each in lines.order_by("line")]
        told["good"] = len(codes)
        told["refused"] = len(told["lines"]) - told["good"]
        owed = [each.obligation for each in unpaid_holds(found)]
        told["unpaid"] = sum((each.outstanding for each in owed if each), NOTHING)
        told["shift"] = shift_of(viewer.name)
        told["token"] = uuid.uuid4()
    return render(request, "allocation/list.html", told)


def _trial(request: HttpRequest, found: BookingList) -> dict[str, Any]:
    """What would become of the rows now; that names were shown is written down."""
    verdicts = trial_of(found, on=timezone.localdate())
    known = (each.known.party_id for each in verdicts if each.known)
    note_looks(known, door=Door.SEARCH, detail="lista", by=viewer_of(request))
    good = [each for each in verdicts if not each.refusal]
    return {
        "verdicts": sorted(verdicts, key=_refused_first),
        "good": len(good),
        "refused": len(verdicts) - len(good),
        "new": sum(each.known is None for each in good),
    }


def _refused_first(verdict: Verdict) -> tuple[bool, int]:
    return not verdict.refusal, verdict.row.line


def _booked(request: HttpRequest, found: BookingList) -> HttpResponse:
    whole, by = request.POST.get("modo") != "posibles", viewer_of(request)
    today = timezone.localdate()
    try:
        if found.lines.count() > AT_ONCE:
            ask_booking(found, all_or_none=whole, on=today, by=by)
            said = _("The list is being booked; this page says when it is.")
        else:
            book_list(found, all_or_none=whole, on=today, by=by)
            said = _("The list is booked; each member has a liquidation.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("allocation:list", offering=found.offering.code, pk=found.pk)


@require_POST
@for_holders_of(SELL)
def pay(request: HttpRequest, offering: str, pk: int) -> HttpResponse:
    """Take the cash of one delegate for all members of a list who have not paid."""
    viewer = viewer_of(request)
    asked = _offering(request, offering).lists.select_related("organisation__party")
    found, shift = get_object_or_404(asked, pk=pk), shift_of(viewer.name)
    if shift is None:
        return redirect("treasury:till")
    try:
        paid = pay_list(
            found,
            read_amount(request.POST.get("recibido", "")),
            token=read_token(request.POST.get("formulario", "")),
            shift=shift,
            on=timezone.localdate(),
            by=viewer,
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        said = _("Paid for %(members)d members: Bs %(amount)s. Change: Bs %(change)s.")
        messages.success(request, said % vars(paid))
    return redirect("allocation:list", offering=offering, pk=pk)
