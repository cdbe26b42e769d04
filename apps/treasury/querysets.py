"""Filters over the treasury. Each narrows, none sorts; rows are shown to staff only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from django.db.models import Q, QuerySet

from apps.treasury.terms import ObligationState
from geo.access import Viewer

if TYPE_CHECKING:
    from apps.treasury.models import Obligation, Payment, Price  # noqa: F401

VIEW: Final = "treasury.view"
"""Permission to see what others owe and paid."""


class PriceQuerySet(QuerySet["Price"]):
    """Dated prices; what things cost is public."""

    def visible_to(self, viewer: Viewer) -> PriceQuerySet:
        """Keep what `viewer` may see: prices are set by published norms."""
        return self

    def on(self, day: dt.date) -> PriceQuerySet:
        """Keep prices in force on `day`."""
        return self.filter(days__contains=day)


class ObligationQuerySet(QuerySet["Obligation"]):
    """What is owed."""

    def visible_to(self, viewer: Viewer) -> ObligationQuerySet:
        """Keep what `viewer` may see: all, what lies in their districts, or nothing."""
        if viewer.may(VIEW):
            return self
        return self.filter(district__number__in=viewer.districts_of(VIEW))

    def district_numbers(self) -> Iterator[int | None]:
        """Numbers of the districts that these lie in; None for none. Asks when read."""
        yield from self.order_by().values_list("district__number", flat=True).distinct()

    def about(self, kind: str, *ids: str) -> ObligationQuerySet:
        """Keep obligations for these things of one kind."""
        return self.filter(about_kind=kind, about_id__in=ids)

    def open(self) -> ObligationQuerySet:
        """Keep obligations of which something is outstanding."""
        return self.filter(state=ObligationState.OPEN)

    def overdue(self, day: dt.date) -> ObligationQuerySet:
        """Keep open obligations whose due date has passed on `day`."""
        return self.open().filter(due_on__lt=day)

    def principal(self) -> ObligationQuerySet:
        """Keep obligations that are not themselves the cost of paying another late."""
        return self.filter(late_on=None)


class PaymentQuerySet(QuerySet["Payment"]):
    """Money that came in."""

    def visible_to(self, viewer: Viewer) -> PaymentQuerySet:
        """Keep what `viewer` may see: all for the treasury, else nothing."""
        return self if viewer.may(VIEW) else self.none()

    def standing(self) -> PaymentQuerySet:
        """Keep payments that were not reversed."""
        return self.filter(entry__reversed_by=None)

    def reversed(self) -> PaymentQuerySet:
        """Keep payments that were reversed."""
        return self.filter(~Q(entry__reversed_by=None))
