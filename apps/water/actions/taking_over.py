"""Accounts made of the rows of a padrón, in the import's own transaction, and undone.

The import itself is the platform's one path (`geo.exchange`); this is what it comes to.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.territory.queries import stage_standing
from apps.treasury.actions import (
    annul_obligations,
    create_concept,
    open_posting,
    post_staged,
    set_price,
)
from apps.treasury.actions.annulling import Ground
from apps.treasury.models import Price
from apps.treasury.permissions import CHARGE, REMIT, SET_PRICES
from apps.water.terms import OPENING
from geo import sql
from geo.access import Viewer
from geo.exchange.register import Obstacle, TakenUp

SQL: Final = Path(__file__).parents[1] / "sql" / "padron"

REACH_DEGREES: Final = 0.0004
"""About 40 m: a main farther away is not the one that a house hangs on."""
FIRST_DAY: Final = dt.date(1980, 1, 1)
"""No debt that a list brings along is older."""


@dataclass(frozen=True, kw_only=True)
class Counted:
    """What was made of the rows."""

    accounts: int
    holders: int
    known: int
    """Holders who were in the register of people already."""
    meters: int


@dataclass(frozen=True, kw_only=True)
class _Month:
    month: dt.date


@dataclass(frozen=True, kw_only=True)
class _Debt:
    id: int


@dataclass(frozen=True, kw_only=True)
class _Lost:
    """One row of `edited.sql`."""

    kind: str
    count: int
    numbers: list[str]


def office(name: str) -> Viewer:
    """Whoever may take a padrón over may book the debts it brings, and take them back."""
    included = frozenset({CHARGE.name, SET_PRICES.name, REMIT.name})
    return Viewer(name=name or "-", grants=included)


def take_over(taken: TakenUp) -> Iterator[str]:
    """Open an account for every row that has none; says what that came to."""
    by = office(taken.by)
    basis = _("Padrón")
    sql.execute(SQL / "stage.sql", today=timezone.localtime(taken.now).date())
    _locate()
    sql.execute(SQL / "holders.sql", by=by.name)
    sql.execute(SQL / "accounts.sql", by=by.name, basis=basis, reach=REACH_DEGREES)
    (counted,) = sql.rows(Counted, SQL / "counted.sql")
    yield _(
        "%(accounts)d accounts: %(known)d holders were registered already, %(holders)d are "
        "new; %(meters)d accounts have a meter."
    ) % {
        "accounts": counted.accounts,
        "known": counted.known,
        "holders": counted.holders,
        "meters": counted.meters,
    }
    yield from _owe(by)


def _locate() -> None:
    """Find district, OTB, zone and street of every new connection, all at once."""
    stage_standing(SQL / "points.sql", into="padron_spot")


def _owe(by: Viewer) -> Iterator[str]:
    """Post the debts that the rows bring, month by month, as they fell due."""
    months = sql.rows(_Month, SQL / "months.sql")
    if not months:
        return
    price = _price(by)
    posted = 0
    for each in months:
        open_posting()
        sql.execute(
            SQL / "debts.sql",
            month=each.month,
            concept=price.concept_id,
            price=price.pk,
        )
        why = _("Debt that the padrón says")
        posted += post_staged(on=each.month, by=by, why=why).new
    yield ngettext(
        "%(count)d month of debt was charged.",
        "%(count)d months of debt were charged, each on its own day.",
        posted,
    ) % {"count": posted}


def _price(by: Viewer) -> Price:
    """One boliviano of debt; made when the first padrón brings debts."""
    concept = create_concept(
        OPENING, _("Water debt of before the platform"), budget_item="12200", by=by
    )
    return concept.prices.first() or set_price(
        concept,
        "1.00",
        days=(FIRST_DAY, None),
        legal_basis=_("Balance of the operator's own padrón"),
        unit="Bs",
        by=by,
    )


def standing_against(taken: TakenUp) -> Iterator[Obstacle]:
    """What undoing an import would lose: accounts that somebody changed or worked on."""
    titles = {
        "changed": _("Accounts whose category, state or place was changed"),
        "holders": _("Accounts that changed hands"),
        "meters": _("Accounts whose meter was changed"),
        "money": _("Accounts that were charged or paid something"),
        "bills": _("Accounts that were billed"),
        "readings": _("Accounts whose meter was read"),
        "visits": _("Accounts that were visited"),
        "papers": _("Accounts with a complaint, agreement, notice, cut or protection"),
    }
    for lost in sql.rows(_Lost, SQL / "edited.sql", run=taken.run):
        yield Obstacle(title=titles[lost.kind], count=lost.count, rows=tuple(lost.numbers))


def give_back(taken: TakenUp) -> None:
    """Undo an import: annul its debts, remove what was made of its rows.

    Holders whom the books name stay registered; so do numbers, which are never used again
    for something else.
    """
    by = office(taken.by)
    ground = Ground(
        legal_basis=_("Balance of the operator's own padrón"),
        reason=_("The import of the padrón was undone"),
    )
    owed = [each.id for each in sql.rows(_Debt, SQL / "debts_of.sql", run=taken.run)]
    on = timezone.localtime(taken.now).date()
    annul_obligations(owed, ground, on=on, by=by)
    sql.execute(SQL / "remove.sql", run=taken.run)
