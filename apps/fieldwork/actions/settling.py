"""What a supervisor does about events that could not simply be applied."""

from __future__ import annotations

from django.db import transaction
from django.db.models.functions import Now

from apps.documents.actions.numbering import checked_reason
from apps.fieldwork.actions.applying import apply_event
from apps.fieldwork.domain.refusals import AlreadySettled
from apps.fieldwork.models import Event
from apps.fieldwork.permissions import SUPERVISE
from apps.fieldwork.terms import Outcome
from geo.access import Viewer
from geo.acting import acting
from geo.pages.middleware import viewer_for


def _held(event: Event) -> Event:
    rows = Event.objects.select_for_update(of=("self",)).select_related("device__holder")
    found = rows.get(pk=event.pk)
    if found.settled_at is not None:
        raise AlreadySettled(found.settled_by)
    return found


@transaction.atomic
def settle_event(event: Event, note: str, *, by: Viewer) -> Event:
    """Say what was done about an event; it waits no more.

    Raises:
        NotAllowed: `by` does not lead crews.
        NoReason: `note` says nothing.
        AlreadySettled: somebody did before.
    """
    SUPERVISE.require(by)
    said = checked_reason(note)
    found = _held(event)
    with acting(by, why=said):
        Event.objects.filter(pk=found.pk).update(
            settled_at=Now(), settled_by=by.name, settled_note=said
        )
    found.refresh_from_db()
    return found


@transaction.atomic
def apply_again(event: Event, *, by: Viewer) -> Event:
    """Try once more what was refused, as its collector would now.

    Raises:
        NotAllowed: `by` does not lead crews.
        AlreadySettled: somebody has seen to it.
    """
    SUPERVISE.require(by)
    found = _held(event)
    if found.outcome != Outcome.REFUSED:
        raise AlreadySettled(by.name)
    with acting(by):
        return apply_event(found, by=viewer_for(found.device.holder))
