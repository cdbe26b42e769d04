"""Opening and closing accounts, and changing who holds them or what they pay as."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib.gis.geos import Point
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from apps.people.models import Party
from apps.territory.models import Parcel
from apps.territory.queries import locate
from apps.water.domain.refusals import (
    AccountClosed,
    HeldAlready,
    ReasonMissing,
    SameCategory,
    SameHolder,
    refusing,
)
from apps.water.models import Account, CategoryChange, Connection, Holding, Operator
from apps.water.permissions import CATEGORISE, REGISTER
from apps.water.terms import AccountState, Category
from geo.access import Permission, Viewer


@dataclass(frozen=True, kw_only=True)
class NewAccount:
    """An account that is to be opened, on a connection that is new too."""

    operator: Operator
    number: str
    position: Point
    """Of the connection, in EPSG:4326."""
    category: Category
    party: Party
    since: dt.date
    basis: str
    """Document of title that the holder showed."""
    is_metered: bool = False
    address: str = ""


@transaction.atomic
def open_account(asked: NewAccount, *, by: Viewer) -> Account:
    """Open an account with its connection, in the name of its first holder.

    Raises:
        NotAllowed: `by` may not open accounts in the district of the connection.
        NumberTaken, BadNumber: the number is another account's, or none.
    """
    connection = _stand(asked, by=by)
    with refusing():
        account = Account.objects.create(
            operator=asked.operator,
            number=asked.number.strip(),
            connection=connection,
            category=asked.category,
            is_metered=asked.is_metered,
            days=DateRange(asked.since, None),
        )
        Holding.objects.create(
            account=account,
            party=asked.party,
            days=DateRange(asked.since, None),
            basis=asked.basis,
            recorded_by=by.name,
        )
    return account


def _stand(asked: NewAccount, *, by: Viewer) -> Connection:
    """The connection of a new account, with the territory it lies in."""
    place = locate(asked.position)
    REGISTER.require(by, district=place.district.number if place.district else None)
    return Connection.objects.create(
        operator=asked.operator,
        position=asked.position,
        address=asked.address,
        parcel=Parcel.objects.filter(footprint__covers=asked.position).first(),
        district_id=place.district.id if place.district else None,
        zone_id=place.zone.id if place.zone else None,
        otb_id=place.otbs[0].id if place.otbs else None,
        street_id=place.own_street.id if place.own_street else None,
    )


@transaction.atomic
def close_account(account: Account, *, before: dt.date, by: Viewer) -> Account:
    """Close an account: it is charged until the day before `before`, and stays to be seen.

    Raises:
        NotAllowed: `by` may not.
        AccountClosed: it was closed before.
    """
    account = _standing(account, REGISTER, by=by)
    account.state, account.days = (
        AccountState.CLOSED,
        DateRange(account.days.lower, before),
    )
    account.save(update_fields=["state", "days"])
    for holding in account.holdings.filter(days__upper_inf=True):
        holding.days = DateRange(holding.days.lower, before)
        holding.save(update_fields=["days"])
    return account


@transaction.atomic
def change_holder(
    account: Account, party: Party, *, since: dt.date, basis: str, by: Viewer
) -> Holding:
    """Put an account into another name from a day on; who held it before stays known.

    Debts stay with whoever owed them.

    Raises:
        NotAllowed: `by` may not.
        AccountClosed: the account is closed.
        SameHolder: it is in that name.
        HeldAlready: it changed hands on that day or later.
    """
    account = _standing(account, REGISTER, by=by)
    last = account.holdings.filter(days__upper_inf=True).first()
    if last is not None:
        if last.party_id == party.pk:
            raise SameHolder
        if since <= last.days.lower:
            raise HeldAlready
        last.days = DateRange(last.days.lower, since)
        last.save(update_fields=["days"])
    with refusing():
        return Holding.objects.create(
            account=account,
            party=party,
            days=DateRange(since, None),
            basis=basis,
            recorded_by=by.name,
        )


@transaction.atomic
def change_category(
    account: Account, category: Category, *, since: dt.date, reason: str, by: Viewer
) -> CategoryChange:
    """Put an account into another category, with what was found on the ground.

    Raises:
        NotAllowed: `by` may not.
        AccountClosed: the account is closed.
        SameCategory: it is in that category.
        ReasonMissing: nothing is said that the user could appeal against.
    """
    account = _standing(account, CATEGORISE, by=by)
    if account.category == category:
        raise SameCategory
    if not reason.strip():
        raise ReasonMissing
    change = CategoryChange.objects.create(
        account=account,
        before=account.category,
        after=category,
        since=since,
        reason=reason.strip(),
        recorded_by=by.name,
    )
    account.category = category
    account.save(update_fields=["category"])
    return change


def _standing(account: Account, permission: Permission, *, by: Viewer) -> Account:
    """The account, locked, for who may do this in its district; refused when closed."""
    found = (
        Account.objects.select_for_update(of=("self",))
        .select_related("connection__district")
        .get(pk=account.pk)
    )
    district = found.connection.district
    permission.require(by, district=district.number if district else None)
    if found.state == AccountState.CLOSED:
        raise AccountClosed(found.number)
    return found
