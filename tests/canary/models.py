"""Accounts with debtors, and the households among which a masked one may hide."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.gis.db import models


class Household(models.Model):
    """A place of the cadastre."""

    spot = models.PointField()

    objects: ClassVar[models.Manager[Household]] = models.Manager()

    class Meta:
        app_label = "canary"


class Debt(models.Model):
    """What is owed in one district; the officers of each see their own."""

    debtor = models.CharField(max_length=60)
    owed = models.BigIntegerField()
    district = models.PositiveSmallIntegerField(null=True)
    spot = models.PointField()

    objects: ClassVar[models.Manager[Debt]] = models.Manager()

    class Meta:
        app_label = "canary"


class Account(models.Model):
    """One debtor's account; each lot of them is published in a layer of its own."""

    lot = models.CharField(max_length=20)
    use = models.CharField(max_length=60)
    debtor = models.CharField(max_length=60)
    owed = models.BigIntegerField()
    is_public = models.BooleanField(default=True)
    position = models.PointField()
    moved = models.PointField(null=True)

    objects: ClassVar[models.Manager[Account]] = models.Manager()

    class Meta:
        app_label = "canary"
