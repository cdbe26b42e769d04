"""Forgetting what has served its time; the record is kept."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.contrib.sessions.models import Session
from django.db import transaction

from apps.signin.domain.delays import FORGOTTEN_SECONDS
from apps.signin.models import EmailLink, KnownDevice, OpenSession, Throttle

DEVICE_DAYS: Final = 365


@transaction.atomic
def forget_what_is_over(*, at: datetime) -> None:
    """Delete links that have ended, counts nobody adds to, sessions and devices of old."""
    EmailLink.objects.filter(ends_at__lt=at).delete()
    Throttle.objects.filter(last_at__lt=at - timedelta(seconds=FORGOTTEN_SECONDS)).delete()
    KnownDevice.objects.filter(last_at__lt=at - timedelta(days=DEVICE_DAYS)).delete()
    Session.objects.filter(expire_date__lt=at).delete()
    OpenSession.objects.exclude(key__in=Session.objects.values("session_key")).delete()
