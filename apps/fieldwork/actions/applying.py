"""What is done about an event: the register's own acts here, all others by their kind."""

from __future__ import annotations

import logging
from typing import Final

from django.db import InterfaceError, OperationalError, transaction
from django.utils.translation import gettext as _

from apps.fieldwork.actions import duties
from apps.fieldwork.domain.kinds import Applied, UnknownFieldKind, field_kind
from apps.fieldwork.models import Event
from apps.fieldwork.terms import FIELDWORK, Outcome
from geo.access import Viewer
from geo.errors import Refusal

logger: Final = logging.getLogger(__name__)


def apply_event(event: Event, *, by: Viewer) -> Event:
    """Do what the event asks, or write down why not; the event itself stays.

    In the transaction in which it was recorded. A fault of ours is no reason to lose
    what happened: it is logged, and a supervisor has it applied again.
    """
    try:
        with transaction.atomic():
            applied = _applied(event, by)
    except Refusal as refusal:
        applied = Applied(outcome=Outcome.REFUSED, message=str(refusal))
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:  # noqa: BLE001  (the last resort: see above)
        return give_up(event, error)
    return _write(event, applied)


def give_up(event: Event, error: Exception) -> Event:
    """Keep an event although a fault of ours prevents what it asks for."""
    logger.error("applying event %s failed", event.pk, exc_info=error)
    said = _(
        "It was kept, but a fault of ours prevented what it asks for. Your supervisor "
        "sees it; you need do nothing."
    )
    return _write(event, Applied(outcome=Outcome.REFUSED, message=said))


def _write(event: Event, applied: Applied) -> Event:
    event.outcome, event.message = applied.outcome, applied.message
    event.save(update_fields=["outcome", "message"])
    return event


def _applied(event: Event, by: Viewer) -> Applied:
    if event.kind == FIELDWORK:
        return duties.apply_own(event)
    kind = field_kind(event.kind)
    if event.about_kind != kind.about:
        raise UnknownFieldKind(f"{event.kind}: {event.about_kind or '–'}")
    kind.permission.require(by)
    return kind.apply(event, by)
