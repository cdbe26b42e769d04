"""What somebody has besides a password: an authenticator, passkeys, recovery codes."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Authenticator(models.Model):
    """The secret shared with an authenticator app (TOTP, RFC 6238)."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="authenticator"
    )
    sealed_secret = models.BinaryField()
    """Encrypted with a key that is not in the database."""
    last_step = models.BigIntegerField()
    """Step of the last code that was accepted; it and earlier ones open nothing more."""
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"authenticator of {self.user_id}"


class Passkey(models.Model):
    """A WebAuthn credential: its public key, and how often it has signed."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="passkeys"
    )
    name = models.CharField(max_length=60)
    credential = models.BinaryField(unique=True)
    """The credential's id."""
    attested = models.BinaryField()
    """Attested credential data (WebAuthn, 6.5.1): id and public key."""
    signatures = models.BigIntegerField()
    """The authenticator's counter; zero for those that do not count."""
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="passkey_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(signatures__gte=0), name="passkey_counts_from_zero"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RecoveryCode(models.Model):
    """A code on paper that stands in for a lost second factor, once."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="recovery_codes"
    )
    digest = models.CharField(max_length=64, unique=True)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"recovery code of {self.user_id}"
