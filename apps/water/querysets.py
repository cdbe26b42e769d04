"""Filters over the water service. Accounts are personal data; networks' cover is public."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import Case, QuerySet, When

from apps.water.terms import AccountState, OperatorKind
from geo.access import Viewer

if TYPE_CHECKING:
    from apps.water.models import Account, Holding, MeterFitting, Operator, Tariff  # noqa: F401

VIEW = "water.view"
"""Name of the permission to see accounts; `permissions.VIEW` says it in words."""


class OperatorQuerySet(QuerySet["Operator"]):
    """Operators: who supplies where is public."""

    def visible_to(self, viewer: Viewer) -> OperatorQuerySet:
        """Keep what `viewer` may see: everybody sees every operator."""
        return self

    def the_municipal_first(self) -> OperatorQuerySet:
        """The municipality's own before the others, each of them by name."""
        return self.order_by(
            Case(When(kind=OperatorKind.MUNICIPAL, then=0), default=1), "name"
        )

    def billed_here(self) -> OperatorQuerySet:
        """Keep those whose bills the municipality makes, its own first."""
        return self.filter(is_billed_here=True).the_municipal_first()


class AccountQuerySet(QuerySet["Account"]):
    """Accounts with water."""

    def visible_to(self, viewer: Viewer) -> AccountQuerySet:
        """Keep what `viewer` may see: all, or those in the districts of the grant."""
        if viewer.may(VIEW):
            return self
        districts = viewer.districts_of(VIEW)
        return self.filter(connection__district__number__in=districts)

    def standing(self) -> AccountQuerySet:
        """Keep accounts that were not closed."""
        return self.exclude(state=AccountState.CLOSED)

    def outside_every_otb(self) -> AccountQuerySet:
        """Keep accounts whose connection lies in no OTB."""
        return self.filter(connection__otb=None)


class HoldingQuerySet(QuerySet["Holding"]):
    """Who holds accounts, and who did."""

    def on(self, day: dt.date) -> HoldingQuerySet:
        """Keep those that hold on `day`."""
        return self.filter(days__contains=day)


class FittingQuerySet(QuerySet["MeterFitting"]):
    """Which meter counted at which connection."""

    def on(self, day: dt.date) -> FittingQuerySet:
        """Keep those that count on `day`."""
        return self.filter(days__contains=day)


class TariffQuerySet(QuerySet["Tariff"]):
    """Tariffs: what water costs is public."""

    def visible_to(self, viewer: Viewer) -> TariffQuerySet:
        """Keep what `viewer` may see: tariffs are set by published norms."""
        return self

    def on(self, day: dt.date) -> TariffQuerySet:
        """Keep tariffs in force on `day`."""
        return self.filter(days__contains=day)
