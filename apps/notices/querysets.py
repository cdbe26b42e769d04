"""Filters of notices and of their way out."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import Manager, Q, QuerySet

from apps.notices.terms import DeliveryState
from geo.access import Viewer

if TYPE_CHECKING:
    from apps.notices.models import Delivery, Notice  # noqa: F401  # named in texts


class NoticeQuerySet(QuerySet["Notice"]):
    """Notices, narrowed."""

    def visible_to(self, viewer: Viewer) -> NoticeQuerySet:
        """Keep what was said to `viewer`: to their account, or to the person they are."""
        if not viewer.name and viewer.person_id is None:
            return self.none()
        mine = Q(account=viewer.name) if viewer.name else Q(pk__in=[])
        if viewer.person_id is not None:  # party=None would ask for rows without a party
            mine |= Q(party=viewer.person_id)
        return self.filter(mine)

    def unread(self) -> NoticeQuerySet:
        """Keep those nobody has opened yet."""
        return self.filter(read_at__isnull=True)


class NoticeManager(Manager["Notice"]):
    """The same filters from the model itself; written out, so that types are plain."""

    def get_queryset(self) -> NoticeQuerySet:
        return NoticeQuerySet(self.model, using=self._db)

    def visible_to(self, viewer: Viewer) -> NoticeQuerySet:
        """Every notice that was said to `viewer`."""
        return self.get_queryset().visible_to(viewer)


class DeliveryQuerySet(QuerySet["Delivery"]):
    """Texts on their way out, narrowed."""

    def due(self, now: dt.datetime) -> DeliveryQuerySet:
        """Keep what is to be sent by `now`, and what somebody began to send and let lie."""
        waiting = Q(state=DeliveryState.WAITING, due_at__lte=now)
        return self.filter(waiting | Q(state=DeliveryState.SENDING, lease_until__lte=now))

    def dead(self) -> DeliveryQuerySet:
        """Keep what could not be delivered and waits for somebody to decide."""
        return self.filter(state=DeliveryState.DEAD)


class DeliveryManager(Manager["Delivery"]):
    """The same filters from the model itself."""

    def get_queryset(self) -> DeliveryQuerySet:
        return DeliveryQuerySet(self.model, using=self._db)

    def due(self, now: dt.datetime) -> DeliveryQuerySet:
        """Everything to be sent by `now`."""
        return self.get_queryset().due(now)

    def dead(self) -> DeliveryQuerySet:
        """Everything that could not be delivered."""
        return self.get_queryset().dead()
