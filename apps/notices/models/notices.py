"""The outbox: a row for each notice, written in the transaction of its act."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.notices.models.wording import Template
from apps.notices.querysets import NoticeManager

_TO_PARTY = Q(party__isnull=False, account="", address="")
_TO_ACCOUNT = Q(party__isnull=True, address="") & ~Q(account="")
_TO_ADDRESS = Q(party__isnull=True, account="") & ~Q(address="")


class Notice(models.Model):
    """Something that somebody is told, as it was worded then."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    template = models.ForeignKey(Template, on_delete=models.PROTECT)
    party = models.ForeignKey(
        "people.Party", null=True, on_delete=models.PROTECT, related_name="notices"
    )
    account = models.CharField(max_length=150, blank=True)
    """Name of an account, for what concerns somebody at work and no party."""
    address = models.CharField(max_length=254, blank=True)
    """A number or e-mail address given for this one purpose."""
    language = models.CharField(max_length=10)
    context = models.JSONField(default=dict)
    urgent = models.BooleanField(_("urgent"), default=False)
    """Whether quiet hours do not hold it up."""
    key = models.CharField(max_length=200, blank=True)
    """What makes it one and the same notice when an act is repeated."""
    subject = models.CharField(max_length=400)
    body = models.TextField()
    by = models.CharField(max_length=150)
    created_at = models.DateTimeField(db_default=Now())
    read_at = models.DateTimeField(null=True)

    objects = NoticeManager()

    class Meta:
        verbose_name = _("notice")
        indexes = [
            models.Index(fields=["party", "-created_at"], name="notice_by_party"),
            models.Index(fields=["account", "-created_at"], name="notice_by_account"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=_TO_PARTY | _TO_ACCOUNT | _TO_ADDRESS,
                name="notice_is_for_one_reader",
            ),
            models.UniqueConstraint(
                fields=["template", "key"],
                condition=~Q(key=""),
                name="notice_is_said_once",
            ),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True) | Q(address=""),
                name="notice_is_read_on_this_site",
            ),
            models.CheckConstraint(
                condition=~Q(by=""), name="notice_is_caused_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return self.subject
