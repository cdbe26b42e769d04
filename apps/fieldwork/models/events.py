"""What telephones sent: events, each applied once; their files; receipts of what came."""

from __future__ import annotations

from django.contrib.gis.db.models import PointField
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.fieldwork.models.assignments import Assignment, AssignmentItem
from apps.fieldwork.models.devices import SHA256, Device
from apps.fieldwork.querysets import EventQuerySet
from apps.fieldwork.terms import FileOutcome, Flag, Outcome
from geo import crs
from geo.constraints import valid_point


def _device(related_name: str) -> models.ForeignKey[Device, Device]:
    return models.ForeignKey(Device, on_delete=models.PROTECT, related_name=related_name)


class SyncReceipt(models.Model):
    """One delivery: the digest of what was received, and when."""

    device = _device("receipts")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    received_at = models.DateTimeField(_("received"), db_default=Now())
    clock_offset = models.FloatField(null=True)
    """Seconds by which the telephone's clock was behind ours."""
    carried_by = models.CharField(max_length=150, blank=True, default="")
    """Who handed in a file of the telephone; empty when it sent by itself."""

    class Meta:
        verbose_name = _("receipt of a delivery")
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__regex=SHA256), name="sync_receipt_has_its_digest"
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.sha256[:12]}"


class Event(models.Model):
    """Something that happened in the street. Its id is the telephone's: it exists once.

    What was received never changes; `outcome` and `message` may, when a supervisor has it
    applied again, and it is settled when somebody has seen to it.
    """

    id = models.UUIDField(primary_key=True)
    device = _device("events")
    seq = models.PositiveIntegerField()
    """The telephone's own count."""
    kind = models.CharField(max_length=60)
    act = models.CharField(max_length=40)
    assignment = models.ForeignKey(
        Assignment, null=True, on_delete=models.PROTECT, related_name="events"
    )
    item = models.ForeignKey(
        AssignmentItem, null=True, on_delete=models.PROTECT, related_name="events"
    )
    about_kind = models.CharField(max_length=60, blank=True, default="")
    about_id = models.CharField(max_length=80, blank=True, default="")
    said_at = models.DateTimeField()
    """By the telephone's clock."""
    happened_at = models.DateTimeField(_("happened"))
    """When it happened as far as we can tell; never after it was received."""
    received_at = models.DateTimeField(_("received"))
    position = PointField(_("where"), srid=crs.STORAGE, null=True)
    accuracy_m = models.FloatField(null=True)
    distance_m = models.FloatField(_("distance to the place, m"), null=True)
    base = models.CharField(max_length=200, blank=True, default="")
    """Which state of things the telephone had seen."""
    body = models.JSONField(default=dict)
    files = models.JSONField(default=list)
    flags = ArrayField(models.CharField(max_length=12, choices=Flag), default=list)
    sha256 = models.CharField(max_length=64)
    """Of the envelope it came in."""
    receipt = models.ForeignKey(
        SyncReceipt, on_delete=models.PROTECT, related_name="events"
    )
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome)
    message = models.TextField(_("message"), blank=True, default="")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=150, blank=True, default="")
    settled_note = models.CharField(max_length=240, blank=True, default="")

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        indexes = [
            models.Index(fields=["device", "seq"], name="event_of_device"),
            models.Index(fields=["about_kind", "about_id"], name="event_about"),
            models.Index(fields=["-received_at"], name="event_latest"),
            models.Index(
                fields=["received_at"],
                condition=Q(outcome__in=["conflict", "refused"], settled_at__isnull=True),
                name="event_waiting",
            ),
        ]
        constraints = [
            valid_point("position", model="event"),
            models.CheckConstraint(condition=Q(seq__gte=1), name="event_seq_is_positive"),
            models.CheckConstraint(
                condition=~Q(kind="") & ~Q(act=""), name="event_says_what_happened"
            ),
            models.CheckConstraint(
                condition=Q(happened_at__lte=models.F("received_at")),
                name="event_happened_before_it_came",
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=SHA256), name="event_has_its_digest"
            ),
            models.CheckConstraint(
                condition=Q(flags__contained_by=Flag.values), name="event_flags_are_known"
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.APPLIED)
                | Q(outcome__in=Outcome.values) & Q(message__regex=r"\S"),
                name="event_says_why_not",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by="", settled_note="")
                | Q(settled_at__isnull=False) & ~Q(settled_by=""),
                name="event_is_settled_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(act="trail", kind="fieldwork") | Q(body={}),
                name="event_keeps_no_trail",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.act} {self.pk}"


class UnreadEnvelope(models.Model):
    """Bytes that could not be opened or understood, or that are not proven to be of the
    telephone they name: kept, so that nothing is lost."""

    sha256 = models.CharField(max_length=64, unique=True)
    device = models.ForeignKey(
        Device, null=True, on_delete=models.PROTECT, related_name="unread"
    )
    """The one that sent it, or that it names; none if that was never enrolled."""
    carried_by = models.CharField(max_length=150, blank=True, default="", db_default="")
    """Who handed it in with a saved outbox; empty when a telephone sent it by itself."""
    content = models.BinaryField()
    why = models.TextField()
    receipt = models.ForeignKey(
        SyncReceipt, null=True, on_delete=models.PROTECT, related_name="unread"
    )
    received_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("unread envelope")
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__regex=SHA256), name="unread_envelope_has_its_digest"
            ),
            models.CheckConstraint(
                condition=Q(why__regex=r"\S"), name="unread_envelope_says_why"
            ),
            models.CheckConstraint(
                condition=Q(device__isnull=False) | ~Q(carried_by=""),
                name="unread_envelope_came_from_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.sha256[:12]


class FieldFile(models.Model):
    """A photo or signature. Events name it by its id; either may come first."""

    id = models.UUIDField(primary_key=True)
    device = _device("files")
    envelope_sha256 = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    """Of the bytes that were inside."""
    size = models.PositiveIntegerField()
    received_at = models.DateTimeField(db_default=Now())
    outcome = models.CharField(max_length=8, choices=FileOutcome)
    message = models.TextField(blank=True, default="")
    attachment = models.OneToOneField(
        "documents.Attachment", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("file from the street")
        constraints = [
            models.CheckConstraint(
                condition=Q(envelope_sha256__regex=SHA256, sha256__regex=SHA256),
                name="field_file_has_its_digests",
            ),
            models.CheckConstraint(
                condition=Q(outcome=FileOutcome.KEPT, attachment__isnull=False)
                | Q(outcome=FileOutcome.REFUSED, attachment__isnull=True)
                & Q(message__regex=r"\S"),
                name="field_file_is_kept_or_says_why",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
