"""Writing down what came of an attempt: once each, whoever comes late."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import transaction

from apps.notices.domain.pauses import pause_after
from apps.notices.domain.wording import filled
from apps.notices.models import Attempt, Delivery, Text
from apps.notices.queries import open_channels
from apps.notices.terms import Channel, DeliveryState, Outcome, Skipped


@transaction.atomic
def mark_sent(
    delivery: Delivery, gateway: str, provider_id: str, *, now: dt.datetime
) -> bool:
    """Write down that this attempt handed the text over; False if it was too late."""
    if not _leave(delivery, DeliveryState.SENT, sent_at=now, reason=""):
        return False
    _log(delivery, gateway, Outcome.SENT, now, provider_id=provider_id[:120])
    return True


@transaction.atomic
def mark_failed(delivery: Delivery, gateway: str, detail: str, *, now: dt.datetime) -> None:
    """Write down that the provider did not take it now: later again, or never."""
    last = delivery.attempts >= delivery.most_attempts
    state = DeliveryState.DEAD if last else DeliveryState.WAITING
    due = now + pause_after(delivery.attempts)
    if _leave(delivery, state, due_at=due, reason=detail[:300]):
        _log(delivery, gateway, Outcome.FAILED, now, detail=detail[:300])
        if last:
            _say_otherwise(delivery)


@transaction.atomic
def mark_rejected(
    delivery: Delivery, gateway: str, detail: str, *, now: dt.datetime
) -> None:
    """Write down that the provider will never take it: staff see it among the dead."""
    if _leave(delivery, DeliveryState.DEAD, reason=detail[:300]):
        _log(delivery, gateway, Outcome.REFUSED, now, detail=detail[:300])
        _say_otherwise(delivery)


def mark_skipped(delivery: Delivery, why: Skipped) -> Delivery:
    """Write down why a text that was just locked is not sent."""
    delivery.state, delivery.lease_until = DeliveryState.SKIPPED, None
    delivery.reason = why
    delivery.save()
    return delivery


def note_lost(delivery: Delivery, now: dt.datetime) -> bool:
    """Write down that whoever sent it fell; False, and dead, if that was the last time."""
    _log(delivery, "", Outcome.LOST, now)
    if delivery.attempts < delivery.most_attempts:
        return True
    delivery.state, delivery.lease_until = DeliveryState.DEAD, None
    delivery.reason = Outcome.LOST
    delivery.save()
    return False


def _leave(delivery: Delivery, state: DeliveryState, **values: Any) -> bool:
    """End this attempt, unless another has begun since."""
    mine = Delivery.objects.filter(
        pk=delivery.pk, state=DeliveryState.SENDING, attempts=delivery.attempts
    )
    return bool(mine.update(state=state, lease_until=None, **values))


def _log(
    delivery: Delivery, gateway: str, outcome: Outcome, now: dt.datetime, **more: str
) -> None:
    Attempt.objects.create(
        delivery=delivery,
        number=delivery.attempts,
        at=now,
        gateway=gateway[:60],
        address=delivery.address,
        outcome=outcome,
        **more,
    )


def _say_otherwise(delivery: Delivery) -> None:
    """Send an SMS where WhatsApp could not deliver, if there are words for one."""
    if delivery.channel != Channel.WHATSAPP or not open_channels()[Channel.SMS]:
        return
    notice = delivery.notice
    texts = Text.objects.filter(template=notice.template_id, channel=Channel.SMS)
    text = (
        texts.filter(language=notice.language).first()
        or texts.filter(language=settings.LANGUAGE_CODE).first()
    )
    if text is not None:
        Delivery.objects.get_or_create(
            notice=notice,
            channel=Channel.SMS,
            defaults={
                "body": filled(text.body, notice.context),
                "address": notice.address,
            },
        )
