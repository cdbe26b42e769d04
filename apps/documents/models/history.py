"""The history of every record and the seals that keep it. Written by the database only."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.documents.querysets import AuditManager
from apps.documents.terms import HistoryAct


class HistoryRow(models.Model):
    """What happened to one record in one statement. Appended by triggers, never changed."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(_("when"))
    era = models.BigIntegerField()
    """Which database cluster: its transaction numbers mean nothing in another."""
    xid = models.BigIntegerField()
    """Number of the transaction that wrote it."""
    table_name = models.TextField(_("table"))
    record = models.TextField(_("record"))
    """Primary key of the record, as text."""
    act = models.TextField(_("what"), choices=HistoryAct)
    who = models.TextField(_("who"))
    why = models.TextField(_("why"))
    before = models.JSONField(_("before"), null=True)
    after = models.JSONField(_("after"), null=True)

    objects = AuditManager["HistoryRow"]()

    class Meta:
        managed = False
        db_table = "documents_history"
        verbose_name = _("entry of the history")

    def __str__(self) -> str:
        return f"{self.table_name} {self.record} {self.act}"


class Seal(models.Model):
    """A digest over the history of some transactions, and over the seal before."""

    number = models.IntegerField(primary_key=True)
    at = models.DateTimeField()
    era = models.BigIntegerField()
    from_xid = models.BigIntegerField()
    until_xid = models.BigIntegerField()
    """First transaction that is not covered; all before it had ended."""
    rows = models.BigIntegerField()
    previous = models.BinaryField()
    digest = models.BinaryField()

    class Meta:
        managed = False
        db_table = "documents_seal"
        verbose_name = _("seal of the history")

    def __str__(self) -> str:
        return str(self.number)
