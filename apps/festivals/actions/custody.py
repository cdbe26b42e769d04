"""Confiscated goods from hand to hand, and back to their owner against payment."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.db import IntegrityError, transaction

from apps.festivals.domain.control_refusals import CustodyEnded, FineUnpaid, NotLaterThan
from apps.festivals.models import Confiscation, Custody
from apps.festivals.permissions import CONTROL
from apps.festivals.terms import Step
from geo.access import Viewer
from geo.acting import acting

_BROKEN: Final = {
    "custody_returns_what_is_paid": FineUnpaid,
    "custody_goes_step_by_step": NotLaterThan,
    "custody_has_ended": CustodyEnded,
}


@dataclass(frozen=True, kw_only=True)
class Handing:
    """Where goods go next; who gives them is whoever keeps them now."""

    kind: Step
    receiver: str
    place: str
    at: dt.datetime
    note: str = ""


@transaction.atomic
def hand_on(confiscation: Confiscation, to: Handing, *, by: Viewer) -> Custody:
    """Write the next step of the chain; the database sees to its order.

    Raises:
        NotAllowed: `by` does not lead the control of feasts.
        CustodyEnded: the goods were returned or destroyed.
        FineUnpaid: they are to be returned, and the fine is not paid.
        NotLaterThan: it would be before the last step.
    """
    CONTROL.require(by)
    Confiscation.objects.select_for_update().get(pk=confiscation.pk)
    last = confiscation.custody.order_by("-ordinal")[0]
    if last.kind in (Step.RETURNED, Step.DESTROYED):
        raise CustodyEnded
    step = Custody(
        confiscation=confiscation,
        ordinal=last.ordinal + 1,
        kind=to.kind,
        giver=last.receiver,
        receiver=to.receiver.strip(),
        place=to.place.strip(),
        at=to.at,
        recorded_by=by.name,
        note=to.note.strip(),
    )
    try:
        with transaction.atomic(), acting(by):
            step.save(force_insert=True)
    except IntegrityError as error:
        for rule, refusal in _BROKEN.items():
            if rule in str(error):
                raise refusal from error
        raise
    return step
