"""What staff decide about texts that could not be delivered."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from apps.notices.actions.notifying import wake
from apps.notices.actions.refusals import NotDead
from apps.notices.models import Delivery
from apps.notices.permissions import RESEND
from apps.notices.terms import MOST_ATTEMPTS, DeliveryState, Skipped
from geo.access import Viewer


@transaction.atomic
def resend_dead(delivery: Delivery, *, by: Viewer, now: dt.datetime) -> Delivery:
    """Let an undeliverable text be tried as often again, from now on.

    Raises:
        NotAllowed: `by` may not.
        NotDead: somebody decided before.
    """
    RESEND.require(by)
    dead = _locked(delivery)
    dead.state, dead.due_at = DeliveryState.WAITING, now
    dead.most_attempts = dead.attempts + MOST_ATTEMPTS
    dead.save()
    transaction.on_commit(wake, robust=True)
    return dead


@transaction.atomic
def drop_dead(delivery: Delivery, *, by: Viewer) -> Delivery:
    """Take an undeliverable text out; its attempts stay in the log.

    Raises:
        NotAllowed: `by` may not.
        NotDead: somebody decided before.
    """
    RESEND.require(by)
    dead = _locked(delivery)
    dead.state, dead.reason = DeliveryState.SKIPPED, Skipped.DROPPED
    dead.save()
    return dead


def _locked(delivery: Delivery) -> Delivery:
    dead = Delivery.objects.dead().select_for_update()
    found: Delivery | None = dead.filter(pk=delivery.pk).first()
    if found is None:
        raise NotDead
    return found
