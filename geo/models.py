"""What the spatial core remembers: files that were handed in, and what came of them."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class UploadState(models.TextChoices):
    """What is happening to a file that somebody handed in."""

    OPEN = "open", _("being prepared")
    CHECKING = "checking", _("being checked")
    LOADING = "loading", _("being imported")
    LOADED = "loaded", _("imported")
    CANCELLED = "cancelled", _("given up")


class Upload(models.Model):
    """A file on its way into a layer, with what its owner has decided about it so far."""

    token = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    layer = models.CharField(max_length=63)
    file_name = models.CharField(max_length=120)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(
        max_length=9, choices=UploadState, default=UploadState.OPEN, db_index=True
    )
    choices = models.JSONField(default=dict)
    """What was chosen on the page, as `geo.importing.choices` reads it."""
    report = models.JSONField(null=True)
    """What the last check found; null until it was checked as it is now."""
    refusal = models.TextField(blank=True)
    """Why the last check or import was refused as a whole."""
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    """When it last changed hands or state."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=UploadState.values), name="upload_state_is_known"
            )
        ]

    def __str__(self) -> str:
        return self.file_name


class ImportRun(models.Model):
    """One import that was committed: whose file became which rows, and whether it stands.

    `token` is that of the upload: being unique, it is what forbids a second import of it.
    """

    token = models.UUIDField(unique=True, editable=False)
    layer = models.CharField(max_length=63)
    file_name = models.CharField(max_length=120)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    columns = ArrayField(models.CharField(max_length=63))
    """Columns of the table that the digests of its rows are made of."""
    loaded = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=dict)
    settled = models.BooleanField(default=False)
    """Whether what depends on its rows is up to date with them, or with their leaving."""
    undone_by = models.CharField(max_length=150, blank=True)
    undone_at = models.DateTimeField(null=True)
    removed = models.PositiveIntegerField(default=0)
    """Rows that undoing it removed."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by="")
                | (Q(undone_at__isnull=False) & ~Q(undone_by="")),
                name="import_run_is_undone_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_name} → {self.layer}"


class ImportedRow(models.Model):
    """One row that an import put into a table, and what it was like then."""

    pk = models.CompositePrimaryKey("run", "row")
    # The key leads with the run, and rows come and go with it in one transaction: an index
    # and a check of their own would cost a second for every million.
    run = models.ForeignKey(
        ImportRun, on_delete=models.CASCADE, db_index=False, db_constraint=False
    )
    row = models.BigIntegerField()
    """Its primary key in the layer's table."""
    digest = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.row)
