"""Questions about notices that pages and actions ask."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Q

from apps.notices.domain.quiet import NIGHT, quiet_until
from apps.notices.models import Delivery, Notice, QuietHours
from apps.notices.querysets import DeliveryQuerySet
from apps.notices.terms import MOBILE, OUTSIDE, Channel, DeliveryState
from apps.people.models import Consent, ContactPoint, Party
from apps.people.terms import ConsentPurpose, ContactKind
from geo.access import Viewer

MANY: Final = 100
"""More unread notices than this are not counted: every page asks."""


def count_unread(viewer: Viewer) -> int:
    """How many notices `viewer` has not opened, as far as `MANY`."""
    return Notice.objects.visible_to(viewer).unread()[:MANY].count()


def open_channels() -> dict[str, bool]:
    """Whether each channel that leads outside is set up on this instance."""
    return {each.value: bool(settings.NOTICE_CHANNELS.get(each.value)) for each in OUTSIDE}


def has_agreed(party: Party, *, on: dt.date) -> bool:
    """Whether the party's consent to be sent notices stands on the day `on`."""
    ended = Q(withdrawn_on__isnull=False, withdrawn_on__lte=on)
    standing = Consent.objects.filter(
        party=party, purpose=ConsentPurpose.NOTICES, given_on__lte=on
    )
    return standing.exclude(ended).exists()


def find_contact(party: Party, channel: str) -> str:
    """Where the party is reached through the channel: what it prefers, else the newest.

    Empty when nothing is known. A text for a phone goes to mobiles only.
    """
    contacts = ContactPoint.objects.filter(party=party)
    if channel == Channel.EMAIL:
        contacts = contacts.filter(kind=ContactKind.EMAIL)
    else:
        contacts = contacts.filter(kind=ContactKind.PHONE, value__regex=MOBILE)
    best = contacts.order_by("-is_preferred", "-recorded_at", "-pk").first()
    return best.value if best is not None else ""


def local_day(moment: dt.datetime) -> dt.date:
    """The town's day in which `moment` lies."""
    return moment.astimezone(ZoneInfo(settings.TIME_ZONE)).date()


def held_until(channel: str, moment: dt.datetime) -> dt.datetime | None:
    """When the quiet hours end in which `moment` lies for this channel; None if none do.

    As long as nobody has decided on any, the night is quiet.
    """
    day = local_day(moment)
    zone = ZoneInfo(settings.TIME_ZONE)
    rule = QuietHours.objects.filter(days__contains=day).first()
    if rule is not None:
        quiet = channel in rule.channels
        return quiet_until(moment, rule.begins, rule.ends, zone) if quiet else None
    if QuietHours.objects.exists():
        return None
    return quiet_until(moment, *NIGHT, zone)


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How many texts are in one state."""

    state: DeliveryState
    count: int


def tallies() -> list[Tally]:
    """How many texts are in each state, in the order in which they pass through them."""
    found = dict(
        Delivery.objects.get_queryset()
        .order_by()
        .values_list("state")
        .annotate(count=Count("pk"))
    )
    return [Tally(state=each, count=found.get(each.value, 0)) for each in DeliveryState]


def log_of(state: str) -> DeliveryQuerySet:
    """What was sent or is to be, with whom it is for and every attempt."""
    found = Delivery.objects.get_queryset().select_related("notice__party")
    if state in DeliveryState.values:
        found = found.filter(state=state)
    return found.prefetch_related("log")
