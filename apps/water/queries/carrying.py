"""What a collector carries along of water accounts; a handful of queries for all."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from django.contrib.gis.geos import Point

from apps.documents.models import Attachment
from apps.fieldwork.domain.kinds import Packed
from apps.fieldwork.models import Event
from apps.fieldwork.terms import FILE
from apps.treasury.domain.ageing import age_of, months_overdue
from apps.treasury.models import Obligation
from apps.water.models import Account, Holding, MeterFitting, Promise, Reading, Visit
from apps.water.terms import ACCOUNT

MOST_VISITS: Final = 5
MOST_PICTURES: Final = 3
NOTHING: Final = Decimal("0.00")


def _numbers(ids: Sequence[str]) -> list[int]:
    return [int(each) for each in ids if each.isdecimal() and len(each) < 19]


def places_of(ids: Sequence[str]) -> dict[str, Point | None]:
    """Where the connections of these accounts lie."""
    rows = Account.objects.filter(pk__in=_numbers(ids)).select_related("connection")
    return {str(each.pk): each.connection.position for each in rows}


def carried(ids: Sequence[str], on: dt.date) -> dict[str, Packed]:
    """Account, holder, debt, meter and visits of each, as they stand on a day."""
    keys = _numbers(ids)
    accounts = Account.objects.filter(pk__in=keys).select_related("connection", "operator")
    holders = {
        each.account_id: each.party.name
        for each in Holding.objects.on(on).filter(account__in=keys).select_related("party")
    }
    debts, visits, promises = _debts(keys), _visits(keys), _promises(keys)
    meters, pictures = _meters(accounts, on), _pictures(keys)
    return {
        str(each.pk): Packed(
            title=f"{each.operator.code.upper()}-{each.number}",
            subtitle=holders.get(each.pk, ""),
            base=_base(debts[each.pk], visits[each.pk]),
            data={
                "account": {
                    "id": each.pk,
                    "number": each.number,
                    "category": str(each.category),
                    "category_name": each.get_category_display().capitalize(),
                    "state": str(each.state),
                    "metered": each.is_metered,
                },
                "holder": holders.get(each.pk, ""),
                "address": each.connection.address,
                "meter": meters.get(each.connection_id),
                "debt": _told_debt(debts[each.pk], on),
                "promise": promises.get(each.pk),
                "visits": [_told_visit(one) for one in visits[each.pk][:MOST_VISITS]],
            },
            thumbnails=tuple(pictures[each.pk][:MOST_PICTURES]),
        )
        for each in accounts
    }


def _base(owed: Sequence[Obligation], visits: Sequence[Visit]) -> str:
    """Which state of things this is: what is owed, and how often somebody was there."""
    total = sum((each.outstanding for each in owed), NOTHING)
    return f"{len(owed)}/{total}/{len(visits)}"


def _debts(keys: Iterable[int]) -> Mapping[int, list[Obligation]]:
    rows = Obligation.objects.open().about(ACCOUNT, *map(str, keys))
    found: dict[int, list[Obligation]] = defaultdict(list)
    for each in rows.select_related("concept").order_by("due_on", "pk"):
        found[int(each.about_id)].append(each)
    return found


def _told_debt(owed: Sequence[Obligation], on: dt.date) -> dict[str, Any]:
    oldest = owed[0].due_on if owed else None
    return {
        "total": f"{sum((each.outstanding for each in owed), NOTHING):.2f}",
        "months": months_overdue(oldest, on) if oldest else 0,
        "age": age_of(oldest, on).value if oldest else "",
        "obligations": [
            {
                "id": each.pk,
                "what": f"{each.concept.name} {each.charged_on:%m/%Y}",
                "due_on": each.due_on.isoformat(),
                "outstanding": f"{each.outstanding:.2f}",
            }
            for each in owed
        ],
    }


def _visits(keys: Sequence[int]) -> Mapping[int, list[Visit]]:
    found: dict[int, list[Visit]] = defaultdict(list)
    for each in Visit.objects.filter(account__in=keys).order_by("-made_at", "-pk"):
        found[each.account_id].append(each)
    return found


def _told_visit(visit: Visit) -> dict[str, str]:
    return {
        "at": visit.made_at.isoformat(),
        "outcome": str(visit.outcome),
        "note": visit.note,
    }


def _promises(keys: Sequence[int]) -> dict[int, dict[str, str]]:
    """The last promise of each account."""
    rows = Promise.objects.filter(visit__account__in=keys).select_related("visit")
    return {
        each.visit.account_id: {
            "on": each.due_on.isoformat(),
            "amount": f"{each.amount:.2f}",
        }
        for each in rows.order_by("made_on", "pk")
    }


def _meters(accounts: Iterable[Account], on: dt.date) -> dict[int, dict[str, Any]]:
    """The meter at each connection, and what it was last seen to show."""
    places = [each.connection_id for each in accounts]
    fitted = MeterFitting.objects.on(on).filter(connection__in=places)
    last = {
        each.meter_id: each
        for each in Reading.objects.filter(connection__in=places).order_by("taken_at")
    }
    told = {}
    for each in fitted.select_related("meter"):
        seen = last.get(each.meter_id)
        told[each.connection_id] = {
            "serial": each.meter.serial,
            "last": f"{seen.value if seen else each.first_value:f}",
            "last_on": seen.taken_at.date().isoformat() if seen else None,
        }
    return told


def _pictures(keys: Sequence[int]) -> Mapping[int, list[str]]:
    """Tokens of the photos that were taken at each account, the newest first."""
    events = Event.objects.filter(about_kind=ACCOUNT, about_id__in=map(str, keys))
    owners = {
        file["id"]: int(each.about_id)
        for each in events.exclude(files=[]).only("about_id", "files")
        for file in each.files
        if file.get("role") == "photo"
    }
    rows = Attachment.objects.filter(about_kind=FILE, about_id__in=list(owners))
    found: dict[int, list[str]] = defaultdict(list)
    for each in rows.filter(withdrawn_at=None).order_by("-at"):
        found[owners[each.about_id]].append(str(each.token))
    return found
