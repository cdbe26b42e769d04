"""Parties: whoever can owe, hold or sign, with the papers that say who they are."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.people.models.folding import Folded
from apps.people.querysets import PartyManager
from apps.people.terms import (
    CI_COMPLEMENT,
    CI_NUMBER,
    COUNTRY,
    FOREIGN_NUMBER,
    FOREIGNER_NUMBER,
    NIT,
    STAYS_WHEN_MERGED,
    Department,
    DocumentKind,
    OrganisationKind,
    PartyKind,
)


class Party(models.Model):
    """Whoever owes, holds or signs; money and titles point here.

    A duplicate that was merged stays as a row and says in `survivor` who it is; a survivor
    is never itself merged (the database sees to it), so one step always reaches it.
    """

    kind = models.CharField(_("kind"), max_length=12, choices=PartyKind)
    name = models.CharField(_("name"), max_length=200)
    """How it is called in full: of a person, given names and surnames."""
    name_key = models.GeneratedField(
        expression=Folded("name"), output_field=models.TextField(), db_persist=True
    )
    """The name as searches compare it."""
    survivor = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )
    recorded_at = models.DateTimeField(_("recorded on"), db_default=Now())
    recorded_by = models.CharField(_("recorded by"), max_length=150)

    objects = PartyManager()

    class Meta:
        verbose_name = _("party")
        indexes = [
            GinIndex(
                fields=["name_key"], opclasses=["gin_trgm_ops"], name="party_name_trigrams"
            ),
            models.Index(fields=["name_key", "id"], name="party_by_name"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=PartyKind.values), name="party_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(name__regex=r"^\S(.*\S)?$"), name="party_has_a_name"
            ),
            models.CheckConstraint(
                condition=Q(survivor__isnull=True) | ~Q(survivor=F("pk")),
                name="party_does_not_survive_itself",
            ),
            models.CheckConstraint(
                condition=~Q(recorded_by=""), name="party_is_recorded_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return self.name


_CI = Q(
    document_kind=DocumentKind.CI,
    document_number__regex=CI_NUMBER,
    complement__regex=CI_COMPLEMENT,
    issued_in__in=["", *Department.values],
)
_FOREIGNER = Q(
    document_kind=DocumentKind.FOREIGNER,
    document_number__regex=FOREIGNER_NUMBER,
    complement="",
    issued_in__in=["", *Department.values],
)
_FOREIGN = Q(
    document_kind__in=[DocumentKind.PASSPORT, DocumentKind.OTHER],
    document_number__regex=FOREIGN_NUMBER,
    complement="",
    issued_in__regex=COUNTRY,
)
_NONE = Q(document_kind="", document_number="", complement="", issued_in="")


class Person(models.Model):
    """A human being and the document that says who it is, if one was shown.

    The document is its kind, number, *complemento* and issuer together: two people may
    carry one number. An unknown complement or issuer is empty text and no NULL, so that
    two cards without one are compared like any others. Newer cards name no department.
    """

    party = models.OneToOneField(
        Party,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="person",
        db_comment=STAYS_WHEN_MERGED,
    )
    given_names = models.CharField(_("given names"), max_length=90)
    first_surname = models.CharField(_("first surname"), max_length=54, blank=True)
    second_surname = models.CharField(_("second surname"), max_length=54, blank=True)
    document_kind = models.CharField(
        _("document"), max_length=9, choices=DocumentKind, blank=True, default=""
    )
    document_number = models.CharField(
        _("number"), max_length=20, blank=True, default="", db_index=True
    )
    complement = models.CharField(_("complement"), max_length=2, blank=True, default="")
    issued_in = models.CharField(_("issued in"), max_length=3, blank=True, default="")
    """Department of a card; country (ISO 3166-1 alpha-3) of a foreign document."""
    born_on = models.DateField(_("born on"), null=True, blank=True)
    died_on = models.DateField(_("died on"), null=True, blank=True)

    class Meta:
        verbose_name = _("person")
        constraints = [
            models.CheckConstraint(
                condition=_CI | _FOREIGNER | _FOREIGN | _NONE,
                name="person_document_has_its_shape",
                violation_error_message=_(
                    "The number, complement or issuer does not look like such a document."
                ),
            ),
            models.UniqueConstraint(
                fields=["document_kind", "document_number", "complement", "issued_in"],
                condition=~Q(document_number=""),
                name="person_document_is_single",
                violation_error_message=_("Somebody with this document is registered."),
            ),
            models.CheckConstraint(
                condition=~Q(given_names="")
                & (~Q(first_surname="") | ~Q(second_surname="")),
                name="person_has_a_full_name",
                violation_error_message=_("A person needs given names and a surname."),
            ),
            models.CheckConstraint(
                condition=Q(born_on__isnull=True)
                | Q(died_on__isnull=True)
                | Q(died_on__gte=F("born_on")),
                name="person_dies_after_birth",
                violation_error_message=_("Nobody dies before being born."),
            ),
        ]

    def __str__(self) -> str:
        return " ".join(
            part
            for part in (self.given_names, self.first_surname, self.second_surname)
            if part
        )

    @property
    def document(self) -> str:
        """The document as people write it: 1234567-1A CB."""
        if not self.document_number:
            return ""
        number = "-".join(part for part in (self.document_number, self.complement) if part)
        return f"{number} {self.issued_in}".strip()


class Organisation(models.Model):
    """A company, association, OTB or public body; many have no tax number."""

    party = models.OneToOneField(
        Party,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="organisation",
        db_comment=STAYS_WHEN_MERGED,
    )
    kind = models.CharField(_("kind"), max_length=11, choices=OrganisationKind)
    nit = models.CharField("NIT", max_length=13, blank=True, default="")
    representative = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="represents"
    )

    class Meta:
        verbose_name = _("organisation")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=OrganisationKind.values),
                name="organisation_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(nit="") | Q(nit__regex=NIT),
                name="organisation_nit_has_its_shape",
                violation_error_message=_("A NIT has five to thirteen digits."),
            ),
            models.UniqueConstraint(
                fields=["nit"],
                condition=~Q(nit=""),
                name="organisation_nit_is_single",
                violation_error_message=_(
                    "An organisation with this NIT is registered already."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.party.name
