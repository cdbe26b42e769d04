"""What was done against the rules of a feast, what it costs, and what was taken away."""

from __future__ import annotations

from typing import Final

from django.contrib.gis.db.models import PointField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.festivals.models.feasts import Festival
from apps.festivals.models.inspections import Inspection
from apps.festivals.models.rules import is_more_than_nothing, is_one_of, is_said
from apps.festivals.querysets import InfractionKindQuerySet, InfractionQuerySet
from apps.festivals.terms import Step
from geo import crs
from geo.constraints import valid_point

_ANNULLED: Final = Q(
    annulled_at__isnull=False,
    annulled_by__regex=r"\S",
    annulled_basis__regex=r"\S",
    annulled_because__regex=r"\S",
)
_STANDS: Final = Q(
    annulled_at__isnull=True, annulled_by="", annulled_basis="", annulled_because=""
)


class InfractionKind(models.Model):
    """Something that the norm forbids at feasts.

    Its fine is a price of `concept` under the code as variant, so it has its days and its
    norm; without a concept it is a warning. Another norm makes another kind: only the day
    from which it is in force no more is written later.
    """

    code = models.SlugField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=120)
    legal_basis = models.TextField(_("legal basis"))
    concept = models.ForeignKey(
        "treasury.Concept", null=True, blank=True, on_delete=models.PROTECT
    )
    ended_on = models.DateField(_("in force no more from"), null=True, blank=True)

    objects = InfractionKindQuerySet.as_manager()

    class Meta:
        verbose_name = _("kind of infraction")
        constraints = [*is_said("name", "legal_basis", model="infractionkind")]

    def __str__(self) -> str:
        return self.name


class Infraction(models.Model):
    """Somebody did what a kind forbids: at a stand once a day, or anywhere in the street.

    Whoever is fined may be found out later; what they owe is with the treasury. An annulled
    one stays, with who annulled it, by which norm and why; it costs and counts nothing.
    """

    event_id = models.UUIDField()
    """Of the telephone's event it was first told by."""
    kind = models.ForeignKey(
        InfractionKind, on_delete=models.PROTECT, related_name="infractions"
    )
    festival = models.ForeignKey(
        Festival, on_delete=models.PROTECT, related_name="infractions"
    )
    space = models.ForeignKey(
        "allocation.Space",
        null=True,
        on_delete=models.PROTECT,
        related_name="infractions",
    )
    inspection = models.ForeignKey(
        Inspection, null=True, on_delete=models.PROTECT, related_name="infractions"
    )
    on_day = models.DateField(_("day"))
    committed_at = models.DateTimeField(_("when"))
    position = PointField(srid=crs.STORAGE, null=True)
    party = models.ForeignKey(
        "people.Party",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("who"),
    )
    person_name = models.CharField(
        _("name as it was given"), max_length=160, blank=True, default=""
    )
    obligation = models.OneToOneField(
        "treasury.Obligation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_by = models.CharField(_("recorded by"), max_length=150)
    received_at = models.DateTimeField(db_default=Now())
    note = models.TextField(_("note"), blank=True, default="")
    annulled_at = models.DateTimeField(_("annulled"), null=True)
    annulled_by = models.CharField(_("annulled by"), max_length=150, blank=True, default="")
    annulled_basis = models.TextField(
        _("legal basis of the annulment"), blank=True, default=""
    )
    annulled_because = models.TextField(
        _("reason of the annulment"), blank=True, default=""
    )

    objects = InfractionQuerySet.as_manager()

    class Meta:
        verbose_name = _("infraction")
        constraints = [
            valid_point("position", model="infraction"),
            *is_said("recorded_by", model="infraction"),
            models.UniqueConstraint(
                fields=["event_id", "kind"], name="infraction_is_told_once"
            ),
            models.UniqueConstraint(
                fields=["space", "kind", "on_day"],
                condition=Q(space__isnull=False, annulled_at__isnull=True),
                name="infraction_of_a_stand_is_once_a_day",
                violation_error_message=_("This stand was fined for that on this day."),
            ),
            models.CheckConstraint(
                condition=Q(space__isnull=False) | Q(position__isnull=False),
                name="infraction_has_a_place",
            ),
            models.CheckConstraint(
                condition=Q(obligation__isnull=True) | Q(party__isnull=False),
                name="infraction_fine_is_somebodys",
            ),
            models.CheckConstraint(
                condition=_ANNULLED | _STANDS, name="infraction_annulment_is_whole"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind_id} {self.on_day}"


class Confiscation(models.Model):
    """Goods taken away for an infraction; in whose hands they are, its steps say."""

    event_id = models.UUIDField(unique=True)
    infraction = models.ForeignKey(
        Infraction, on_delete=models.PROTECT, related_name="confiscations"
    )
    made_at = models.DateTimeField(_("when"))
    made_by = models.CharField(_("who"), max_length=150)
    received_at = models.DateTimeField(db_default=Now())
    note = models.TextField(_("note"), blank=True, default="")

    class Meta:
        verbose_name = _("confiscation")
        constraints = [*is_said("made_by", model="confiscation")]

    def __str__(self) -> str:
        return f"{self.pk}"


class ConfiscatedItem(models.Model):
    """One line of the inventory, as it was written where it was taken."""

    confiscation = models.ForeignKey(
        Confiscation, on_delete=models.PROTECT, related_name="items"
    )
    ordinal = models.PositiveSmallIntegerField()
    what = models.CharField(_("what"), max_length=160)
    quantity = models.DecimalField(_("how many"), max_digits=8, decimal_places=2)

    class Meta:
        verbose_name = _("confiscated thing")
        constraints = [
            models.UniqueConstraint(
                fields=["confiscation", "ordinal"], name="confiscated_ordinal_is_single"
            ),
            *is_said("what", model="confiscateditem"),
            *is_more_than_nothing("quantity", model="confiscateditem"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity.normalize():f} {self.what}"


class Custody(models.Model):
    """One step of the chain: who gave to whom, where and when. Steps are only added.

    The database refuses a step whose giver is not the present keeper, anything after the
    end, and a return while the fine is unpaid (`0004_custody`).
    """

    confiscation = models.ForeignKey(
        Confiscation, on_delete=models.PROTECT, related_name="custody"
    )
    ordinal = models.PositiveSmallIntegerField()
    kind = models.CharField(_("step"), max_length=9, choices=Step)
    giver = models.CharField(_("from"), max_length=160)
    receiver = models.CharField(_("to"), max_length=160)
    place = models.CharField(_("where"), max_length=160)
    at = models.DateTimeField(_("when"))
    recorded_by = models.CharField(_("recorded by"), max_length=150)
    recorded_at = models.DateTimeField(db_default=Now())
    note = models.CharField(_("note"), max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("step of custody")
        constraints = [
            models.UniqueConstraint(
                fields=["confiscation", "ordinal"], name="custody_step_is_single"
            ),
            is_one_of("kind", Step, model="custody"),
            *is_said("giver", "receiver", "place", "recorded_by", model="custody"),
        ]

    def __str__(self) -> str:
        return f"{self.confiscation_id}/{self.ordinal}"
