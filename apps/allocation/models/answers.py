"""Answers that were given, so that who asks the same again is told the same."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class KeptAnswer(models.Model):
    """What one request with an `Idempotency-Key` came to; stored in its own transaction."""

    who = models.CharField(max_length=64)
    """Digest of whoever asked: keys of two people never meet."""
    key = models.CharField(max_length=200)
    request = models.CharField(max_length=64)
    """Digest of method, address and body."""
    status = models.PositiveSmallIntegerField(default=0)
    answer = models.TextField(default="")
    """The document word for word, so that equal answers are equal bytes."""
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["who", "key"], name="keptanswer_is_single")
        ]
        indexes = [models.Index(fields=["at"], name="keptanswer_by_age")]

    def __str__(self) -> str:
        return self.key
