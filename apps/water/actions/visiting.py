"""What is done about a visit to an account: the visit stays, whatever else is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.fieldwork.actions import StreetMoney, take_in_street
from apps.fieldwork.actions.street import keep_cash
from apps.fieldwork.domain.kinds import Applied, FieldKind
from apps.fieldwork.models import Event, StreetCash
from apps.fieldwork.terms import Outcome
from apps.treasury.models import Obligation, Payment
from apps.water.domain.anomalies import Measured, anomalies_of
from apps.water.domain.visiting import (
    BadVisit,
    NoSuchAccount,
    note_of,
    outcome_of,
    payment_of,
    promise_of,
    reading_of,
)
from apps.water.models import (
    Account,
    Holding,
    MeterFitting,
    Period,
    Promise,
    Reading,
    Visit,
)
from apps.water.permissions import COLLECT
from apps.water.queries.carrying import carried, places_of
from apps.water.queries.readings import beside
from apps.water.terms import (
    ACCOUNT,
    Anomaly,
    PeriodState,
    ReadingOrigin,
    VisitOutcome,
)
from geo.access import Viewer
from geo.errors import Refusal


class NobodyHolds(Refusal):
    """Nobody holds the account, and nothing is owed on it."""

    def __init__(self) -> None:
        super().__init__(_("nobody holds this account any more."))


def _day(event: Event) -> dt.date:
    return timezone.localtime(event.happened_at).date()


@transaction.atomic
def apply_visit(event: Event, by: Viewer) -> Applied:
    """Keep a visit, and do what was agreed at the door.

    Two visits to one account both stay. A part that cannot be done is said; it undoes
    neither the visit nor the money that changed hands.

    Raises:
        NotAllowed: `by` may not visit accounts.
        NoSuchAccount: the account is not there.
        BadVisit: the event does not say what was found.
    """
    COLLECT.require(by)
    key = event.about_id
    account = Account.objects.filter(pk=key).first() if key.isdecimal() else None
    if account is None:
        raise NoSuchAccount(key)
    outcome = outcome_of(event.body) if event.act == "visit" else None
    if outcome is None:
        raise BadVisit(event.act)
    if outcome == VisitOutcome.PAID:
        return _paid(event, account, by)
    visit = _visit(event, account, outcome, by)
    try:
        with transaction.atomic():
            return _MORE.get(outcome, _no_more)(event, visit, by)
    except Refusal as refusal:
        return Applied(outcome=Outcome.REFUSED, message=str(refusal))


def _visit(
    event: Event,
    account: Account,
    outcome: VisitOutcome,
    by: Viewer,
    payment: Payment | None = None,
) -> Visit:
    """The visit of an event; it is there already when the event is applied again."""
    visit, _new = Visit.objects.get_or_create(
        event_id=event.pk,
        defaults={
            "account": account,
            "outcome": outcome,
            "made_at": event.happened_at,
            "made_by": by.name,
            "position": event.position,
            "accuracy_m": event.accuracy_m,
            "distance_m": event.distance_m,
            "note": note_of(event.body),
            "payment": payment,
        },
    )
    return visit


def _no_more(event: Event, visit: Visit, by: Viewer) -> Applied:
    return Applied()


def _promised(event: Event, visit: Visit, by: Viewer) -> Applied:
    told, made_on = promise_of(event.body), _day(event)
    if told.due_on < made_on:
        said = _(
            "A promise for %s lies in the past. The visit was kept, the promise was not; "
            "ask for a new day."
        )
        return Applied(outcome=Outcome.REFUSED, message=said % f"{told.due_on:%d/%m/%Y}")
    Promise.objects.get_or_create(
        visit=visit,
        defaults={"made_on": made_on, "due_on": told.due_on, "amount": told.amount},
    )
    return Applied()


def _paid(event: Event, account: Account, by: Viewer) -> Applied:
    """Book what was paid; what cannot be booked is kept to be counted."""
    try:
        told = payment_of(event.body)
    except BadVisit as refusal:
        _visit(event, account, VisitOutcome.PAID, by)
        return Applied(outcome=Outcome.REFUSED, message=str(refusal))
    try:
        with transaction.atomic():
            money = StreetMoney(
                amount=told.amount,
                debtor_id=_debtor(account, _day(event)),
                about_kind=ACCOUNT,
                about_id=str(account.pk),
                number_id=told.number_id,
                shares=told.shares,
                payer=told.payer,
            )
            applied = take_in_street(event, money, by=by)
    except Refusal as refusal:
        applied = keep_cash(event, told.amount, refusal)
    cash = StreetCash.objects.select_related("payment").get(event=event)
    _visit(event, account, VisitOutcome.PAID, by, payment=cash.payment)
    return applied


def _debtor(account: Account, on: dt.date) -> int:
    """Who pays: the holder, unless all that is owed is somebody else's from before."""
    owed = Obligation.objects.open().about(ACCOUNT, str(account.pk))
    debtors = list(owed.order_by("due_on", "pk").values_list("debtor_id", flat=True))
    holding = Holding.objects.on(on).filter(account=account).first()
    if holding is not None and (holding.party_id in debtors or not debtors):
        return holding.party_id
    if not debtors:
        raise NobodyHolds
    return debtors[0]


def _counted(event: Event, visit: Visit, by: Viewer) -> Applied:
    """Enter what stood on the meter; a reading that is there is never overwritten."""
    told, on = reading_of(event.body), _day(event)
    connection = visit.account.connection_id
    fitted = MeterFitting.objects.on(on).filter(connection=connection)
    fitting = fitted.select_related("meter", "connection").first()
    period = (
        Period.objects.filter(
            operator=visit.account.operator_id, state=PeriodState.OPEN, month__lte=on
        )
        .order_by("-month")
        .first()
    )
    if fitting is None or (told.serial and told.serial != fitting.meter.serial):
        said = _("No meter “%s” is known here. The value was kept with the visit.")
        return Applied(outcome=Outcome.CONFLICT, message=said % told.serial)
    if told.value >= Decimal(10) ** fitting.meter.digits:
        said = _(
            "A counter of %(digits)d digits does not show %(value)s. The value was kept "
            "with the visit; look at the meter again."
        ) % {"digits": fitting.meter.digits, "value": f"{told.value:f}"}
        return Applied(outcome=Outcome.CONFLICT, message=said)
    if period is None:
        said = _("No month is open for readings. The value was kept with the visit.")
        return Applied(outcome=Outcome.CONFLICT, message=said)
    reading = Reading(
        connection=fitting.connection,
        meter=fitting.meter,
        period=period,
        value=told.value,
        taken_at=event.happened_at,
        origin=ReadingOrigin.COLLECTOR,
        visit=visit,
        recorded_by=by.name,
    )
    return _entered(reading, fitting, told.seen)


def _entered(reading: Reading, fitting: MeterFitting, seen: Anomaly | None) -> Applied:
    """Write a reading, strange or not, unless the month has one of this meter."""
    reading.anomalies = _strange(reading)
    if seen is not None and seen not in reading.anomalies:
        reading.anomalies.append(seen)
    if Anomaly.BACKWARDS in reading.anomalies:
        note = reading.visit.note if reading.visit is not None else ""
        reading.accepted_why = note[:200] or _("The collector read it so at the door.")
    try:
        with transaction.atomic():
            reading.save(force_insert=True)
    except IntegrityError as error:
        if "water_reading_is_one_a_period" not in str(error):
            raise
        return _known(fitting, reading.period, reading.visit_id)
    return Applied()


def _strange(reading: Reading) -> list[Anomaly]:
    """What is strange about a reading, beside its own history and its neighbours'."""
    known = beside([reading.meter_id], reading.period).get(reading.meter_id)
    if known is None:
        return []
    used = known.used(reading.value)
    measured = Measured(used=used, history=known.history, neighbours=known.neighbours)
    return anomalies_of(measured)


def _known(fitting: MeterFitting, period: Period, visit_id: int | None) -> Applied:
    there = Reading.objects.get(meter=fitting.meter_id, period=period)
    if there.visit_id == visit_id:
        return Applied()
    said = _(
        "The meter was read before in this month: %(value)s m³. That reading stays; yours "
        "was kept with the visit, and the office chooses."
    )
    told = {"value": f"{there.value.normalize():f}"}
    return Applied(outcome=Outcome.CONFLICT, message=said % told)


_MORE: Final[Mapping[VisitOutcome, Callable[[Event, Visit, Viewer], Applied]]] = {
    VisitOutcome.PROMISE: _promised,
    VisitOutcome.READING: _counted,
}


def _tell(events: Sequence[Event]) -> dict[UUID, str]:
    """What was found at which door, in the words of the water service."""
    numbers = [int(each.about_id) for each in events if each.about_id.isdecimal()]
    accounts = Account.objects.filter(pk__in=numbers)
    known = {str(each.pk): each.number for each in accounts}
    words = {str(each): str(each.label) for each in VisitOutcome}
    return {
        each.pk: f"{known.get(each.about_id, each.about_id)} · "
        f"{words.get(each.body.get('outcome', ''), each.act)}"
        for each in events
    }


COLLECTION: Final = "water.collection"
"""Kind of fieldwork that visits accounts in debt."""


def collection(office: str) -> FieldKind:
    """The kind of fieldwork, with the office whose receipts collectors give out."""
    return FieldKind(
        code=COLLECTION,
        title=gettext_lazy("Collection of water debts"),
        about=ACCOUNT,
        permission=COLLECT,
        places=places_of,
        pack=carried,
        apply=apply_visit,
        tell=_tell,
        office=office,
    )
