"""Sending what is due: taken, handed over, marked; each in its own transaction.

Between handing over and marking anything may fall. What was taken is leased for some
minutes; then it is taken again and handed over with the same key, so that a provider that
knows keys sends it once.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable, Mapping
from typing import Final

from django.db import transaction

from apps.notices.actions.marking import (
    mark_failed,
    mark_rejected,
    mark_sent,
    mark_skipped,
    note_lost,
)
from apps.notices.domain.gateways.port import Gateway, Message, Rejected, Unreachable
from apps.notices.models import Delivery
from apps.notices.queries import find_contact, has_agreed, held_until, local_day
from apps.notices.terms import DeliveryState, Skipped

LEASE: Final = dt.timedelta(minutes=3)
"""Longer than any gateway's patience; so long a text waits whose sender fell."""
AT_ONCE_SECONDS: Final = 30.0
"""One turn sends as long as this, so that other jobs get theirs."""

Clock = Callable[[], dt.datetime]

logger = logging.getLogger(__name__)


def deliver_due(
    gateways: Mapping[str, Gateway], *, clock: Clock, seconds: float = AT_ONCE_SECONDS
) -> bool:
    """Send what is due, urgent ones first; True if the turn ended before everything was.

    The worker's own act: it sends what acts have written down, and nothing else.
    """
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        delivery = take_next(clock(), frozenset(gateways))
        if delivery is None:
            return False
        if delivery.state == DeliveryState.SENDING:
            hand_over(delivery, gateways[delivery.channel], clock=clock)
    return True


@transaction.atomic
def take_next(now: dt.datetime, channels: frozenset[str]) -> Delivery | None:
    """Take one text that is due; None when there is none that nobody is at.

    Unless it is `sending` afterwards it was not to be sent: its state says why.
    """
    waiting = Delivery.objects.due(now).select_for_update(skip_locked=True, of=("self",))
    found = waiting.select_related("notice__party")
    urgent_first = found.order_by("-notice__urgent", "due_at", "pk")
    delivery: Delivery | None = urgent_first.first()
    if delivery is None:
        return None
    if delivery.state == DeliveryState.SENDING and not note_lost(delivery, now):
        return delivery
    held = _held_up(delivery, now, channels)
    if held is not None:
        return held
    delivery.state = DeliveryState.SENDING
    delivery.attempts += 1
    delivery.lease_until = now + LEASE
    delivery.save()
    return delivery


def _held_up(
    delivery: Delivery, now: dt.datetime, channels: frozenset[str]
) -> Delivery | None:
    """The text, marked, if it is not to be sent now; else None, with its address chosen."""
    if delivery.channel not in channels:
        return mark_skipped(delivery, Skipped.CHANNEL_OFF)
    party = delivery.notice.party
    if party is not None:
        if not has_agreed(party, on=local_day(now)):
            return mark_skipped(delivery, Skipped.NO_CONSENT)
        delivery.address = find_contact(party, delivery.channel)
        if not delivery.address:
            return mark_skipped(delivery, Skipped.NO_CONTACT)
    morning = None if delivery.notice.urgent else held_until(delivery.channel, now)
    if morning is None:
        return None
    delivery.state, delivery.lease_until = DeliveryState.WAITING, None
    delivery.due_at = morning
    delivery.save()
    return delivery


def hand_over(delivery: Delivery, gateway: Gateway, *, clock: Clock) -> None:
    """Give a text that was taken to its gateway and write down what came of it."""
    message = Message(
        key=str(delivery.pk),
        to=delivery.address,
        subject=delivery.subject,
        body=delivery.body,
    )
    try:
        provider_id = gateway.send(message)
    except Rejected as error:
        mark_rejected(delivery, gateway.name, str(error), now=clock())
    except Unreachable as error:
        mark_failed(delivery, gateway.name, str(error), now=clock())
    except Exception as error:  # the task runner: one text must not stop the others
        logger.exception("delivery %s broke", delivery.pk)
        mark_failed(delivery, gateway.name, type(error).__name__, now=clock())
    else:
        mark_sent(delivery, gateway.name, provider_id, now=clock())
