"""A notice on its way out through one channel, and the log of every attempt."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.notices.models.notices import Notice
from apps.notices.querysets import DeliveryManager
from apps.notices.terms import (
    MOST_ATTEMPTS,
    OUTSIDE,
    Channel,
    DeliveryState,
    Outcome,
    Skipped,
)


class Delivery(models.Model):
    """One text for one channel; its id is the key by which a provider knows it again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="deliveries")
    channel = models.CharField(_("channel"), max_length=8, choices=Channel)
    subject = models.CharField(max_length=400, blank=True)
    body = models.TextField()
    state = models.CharField(
        _("state"), max_length=8, choices=DeliveryState, default=DeliveryState.WAITING
    )
    address = models.CharField(_("address of the recipient"), max_length=254, blank=True)
    """Where it goes; chosen when it is sent, for people move meanwhile."""
    attempts = models.PositiveSmallIntegerField(default=0)
    """Only ever grows, so that it names an attempt."""
    most_attempts = models.PositiveSmallIntegerField(default=MOST_ATTEMPTS)
    due_at = models.DateTimeField(db_default=Now())
    lease_until = models.DateTimeField(null=True)
    """Until when whoever is sending it is believed to be alive."""
    sent_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    """Why it waits for another attempt, is dead, or was not sent."""

    objects = DeliveryManager()

    class Meta:
        verbose_name = _("sending")
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(state__in=[DeliveryState.WAITING, DeliveryState.SENDING]),
                name="delivery_by_due",
            ),
            models.Index(fields=["state", "-due_at"], name="delivery_by_state"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "channel"], name="delivery_is_single"
            ),
            models.CheckConstraint(
                condition=Q(channel__in=[each.value for each in OUTSIDE]),
                name="delivery_channel_leads_outside",
            ),
            models.CheckConstraint(
                condition=Q(state__in=DeliveryState.values), name="delivery_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state=DeliveryState.SENT) ^ Q(sent_at__isnull=True),
                name="delivery_has_a_time_when_sent",
            ),
            models.CheckConstraint(
                condition=Q(state=DeliveryState.SENDING) ^ Q(lease_until__isnull=True),
                name="delivery_is_leased_while_sending",
            ),
            models.CheckConstraint(
                condition=Q(attempts__lte=F("most_attempts")),
                name="delivery_is_tried_as_often_as_it_may",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.notice_id}"

    @property
    def why(self) -> str:
        """The reason in the reader's language, where it is one of ours."""
        known = {each.value: str(each.label) for each in Skipped}
        return known.get(self.reason, self.reason)


class Attempt(models.Model):
    """One attempt to send a text; never changed, never removed (migration 0002)."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="log")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    gateway = models.CharField(max_length=60)
    """Through what it went."""
    address = models.CharField(max_length=254)
    outcome = models.CharField(max_length=7, choices=Outcome)
    detail = models.CharField(max_length=300, blank=True)
    provider_id = models.CharField(max_length=120, blank=True)
    """What the provider calls it, for asking them about it."""

    class Meta:
        verbose_name = _("attempt")
        constraints = [
            models.UniqueConstraint(
                fields=["delivery", "number"], name="attempt_is_logged_once"
            ),
            models.UniqueConstraint(
                fields=["delivery"],
                condition=Q(outcome=Outcome.SENT),
                name="attempt_succeeds_once",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values), name="attempt_outcome_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id} #{self.number}"
