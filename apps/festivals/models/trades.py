"""What is sold at feasts, and which trades keep apart from what."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.festivals.terms import Trait, ZoneKind


class Trade(models.Model):
    """A rubro: food, drinks, crafts, games, chairs, grandstands …"""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=60)
    traits = ArrayField(
        models.CharField(max_length=7, choices=Trait),
        verbose_name=_("brings with it"),
        default=list,
        blank=True,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(traits__contained_by=Trait.values),
                name="trade_traits_are_known",
            ),
            models.CheckConstraint(
                condition=Q(name__regex=r"\S"), name="trade_name_is_said"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def trait_names(self) -> list[str]:
        """What it brings with it, in words."""
        return [str(Trait(trait).label) for trait in self.traits]


class SpacingRule(models.Model):
    """Trades with one trait keep a distance from another trait or from a kind of zone."""

    trait = models.CharField(_("what brings"), max_length=7, choices=Trait)
    from_trait = models.CharField(
        _("away from what brings"), max_length=7, choices=Trait, blank=True, default=""
    )
    from_zone = models.CharField(
        _("away from"), max_length=9, choices=ZoneKind, blank=True, default=""
    )
    metres = models.DecimalField(_("metres"), max_digits=5, decimal_places=1)
    legal_basis = models.TextField(_("legal basis"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(from_trait="") ^ Q(from_zone=""),
                name="spacing_is_from_one_thing",
                violation_error_message=_("Say one thing that it keeps away from."),
            ),
            models.CheckConstraint(condition=Q(metres__gt=0), name="spacing_is_a_distance"),
            models.CheckConstraint(
                condition=Q(legal_basis__regex=r"\S"), name="spacing_has_a_basis"
            ),
            models.UniqueConstraint(
                fields=["trait", "from_trait", "from_zone"], name="spacing_is_single"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trait} {self.metres} m {self.from_trait or self.from_zone}"
