"""What trying a tariff came to: winners and losers, by band and by OTB."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from django.db.models import Count, F, Q, QuerySet, Sum

from apps.treasury.domain.money import NOTHING
from apps.water.models import Trial, TrialResult
from geo import sql

SQL: Final = Path(__file__).parents[1] / "sql"


@dataclass(frozen=True, kw_only=True)
class Summary:
    """A trial in six figures."""

    accounts: int
    less: int
    more: int
    before: Decimal
    after: Decimal

    @property
    def same(self) -> int:
        """Accounts that would pay what they paid."""
        return self.accounts - self.less - self.more

    @property
    def change(self) -> Decimal:
        """What the operator would have taken in more (negative: less)."""
        return self.after - self.before


@dataclass(frozen=True, kw_only=True)
class Band:
    """Accounts whose bills would change by so many per cent."""

    low: int | None
    high: int | None
    accounts: int
    change: Decimal


@dataclass(frozen=True, kw_only=True)
class OtbShare:
    """What a trial would mean for the accounts of one OTB."""

    otb: str | None
    """None for accounts outside every OTB."""
    accounts: int
    less: int
    more: int
    before: Decimal
    after: Decimal

    @property
    def change(self) -> Decimal:
        """What its accounts would have paid more."""
        return self.after - self.before


def summary_of(trial: Trial) -> Summary:
    """How many would pay less or more, and how much in all."""
    found = trial.results.aggregate(
        accounts=Count("pk"),
        less=Count("pk", filter=Q(after__lt=F("before"))),
        more=Count("pk", filter=Q(after__gt=F("before"))),
        before=Sum("before"),
        after=Sum("after"),
    )
    figures: dict[str, Any] = {name: value or NOTHING for name, value in found.items()}
    return Summary(**figures)


def bands_of(trial: Trial) -> list[Band]:
    """Accounts by how much their bills would change, the greatest fall first."""
    return sql.rows(Band, SQL / "trial_bands.sql", trial=trial.pk)


def otbs_of(trial: Trial) -> list[OtbShare]:
    """The same by OTB, those that would pay more first."""
    return sql.rows(OtbShare, SQL / "trial_otbs.sql", trial=trial.pk)


def hardest_hit(trial: Trial) -> QuerySet[TrialResult]:
    """The accounts that would pay more, those with the greatest rise first."""
    rows = trial.results.filter(after__gt=F("before"))
    return rows.select_related("account").order_by(F("before") - F("after"), "pk")
