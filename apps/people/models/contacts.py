"""How to reach a party, and where in the territory it is found."""

from __future__ import annotations

from django.contrib.gis.db.models import PointField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.people.models.parties import Party
from apps.people.terms import EMAIL, PHONE, AddressRole, ContactKind
from geo import crs
from geo.constraints import valid_point


class ContactPoint(models.Model):
    """A telephone number (E.164) or e-mail address of a party."""

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="contacts")
    kind = models.CharField(_("kind"), max_length=5, choices=ContactKind)
    value = models.CharField(_("number or address"), max_length=254)
    is_preferred = models.BooleanField(_("preferred"), default=False)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("contact")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=ContactKind.PHONE, value__regex=PHONE)
                | Q(kind=ContactKind.EMAIL, value__regex=EMAIL),
                name="contact_has_its_shape",
                violation_error_message=_(
                    "A telephone number of Bolivia has eight digits; an e-mail address "
                    "has an @ and a domain."
                ),
            ),
            models.UniqueConstraint(
                fields=["party", "kind", "value"], name="contact_is_single"
            ),
            models.UniqueConstraint(
                fields=["party", "kind"],
                condition=Q(is_preferred=True),
                name="contact_preferred_is_single",
            ),
        ]

    def __str__(self) -> str:
        return self.value


class PartyAddress(models.Model):
    """A place where a party lives, trades or receives notices.

    The point is the truth; street, OTB and district are what the territory says lies
    there (`apps.territory.queries.locate`) when it was recorded.
    """

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="addresses")
    role = models.CharField(_("role"), max_length=8, choices=AddressRole)
    position = PointField(srid=crs.STORAGE)
    street = models.ForeignKey(
        "territory.Street", null=True, blank=True, on_delete=models.SET_NULL
    )
    number = models.CharField(_("house number"), max_length=12, blank=True, default="")
    otb = models.ForeignKey(
        "territory.Otb", null=True, blank=True, on_delete=models.SET_NULL
    )
    district = models.ForeignKey(
        "territory.District", null=True, blank=True, on_delete=models.SET_NULL
    )
    directions = models.CharField(
        _("how to find it"), max_length=200, blank=True, default=""
    )
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("address")
        constraints = [
            valid_point("position", model="party_address"),
            models.CheckConstraint(
                condition=Q(role__in=AddressRole.values), name="party_address_role_is_known"
            ),
            models.CheckConstraint(
                condition=Q(since__isnull=True)
                | Q(until__isnull=True)
                | Q(until__gt=models.F("since")),
                name="party_address_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return self.directions or str(self.pk)
