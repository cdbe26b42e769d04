"""Whom an account stands for, as an identity provider of the state says."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class CitizenIdentity(models.Model):
    """Somebody whom an OpenID Connect provider vouches for, and their account here.

    A document's number alone names nobody: two people may share it, and differ in the
    complement only.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="citizen_identity"
    )
    issuer = models.CharField(max_length=255)
    subject = models.CharField(max_length=255)
    person = models.ForeignKey(
        "people.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="citizen_identities",
    )
    """Who it is in the register of people; none where a clerk has to look first."""
    document_kind = models.CharField(max_length=20, blank=True)
    document_number = models.CharField(max_length=20, blank=True)
    document_complement = models.CharField(max_length=10, blank=True)
    given_names = models.CharField(max_length=120, blank=True)
    first_surname = models.CharField(max_length=80, blank=True)
    second_surname = models.CharField(max_length=80, blank=True)
    birthday = models.DateField(null=True, blank=True)
    email = models.CharField(max_length=254, blank=True)
    mobile = models.CharField(max_length=30, blank=True)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "subject"], name="citizen_identity_has_one_account"
            ),
            models.CheckConstraint(
                condition=~models.Q(issuer="") & ~models.Q(subject=""),
                name="citizen_identity_says_who_vouches",
            ),
            models.CheckConstraint(
                condition=models.Q(document_complement="") | ~models.Q(document_number=""),
                name="citizen_identity_complement_has_its_number",
            ),
        ]

    def __str__(self) -> str:
        return " ".join(
            filter(None, (self.given_names, self.first_surname, self.second_surname))
        )
