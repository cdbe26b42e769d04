"""Notice → order → approval by another → cut → water again: each step by its own hand.

It is about drinking water only; there is no act that closes a sewer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from django.db import IntegrityError, transaction

from apps.treasury.actions import post_obligation
from apps.treasury.domain.charging import Charge, ChargeLine
from apps.treasury.models import Obligation, Price
from apps.treasury.permissions import CHARGE, vested
from apps.water.domain.agreeing import ClaimOpen, WordsMissing
from apps.water.domain.cutting import (
    GUARDS,
    CutForbidden,
    NotThatStep,
    Obstacle,
    OrderUnderWay,
    SameHand,
    StillOwed,
    obstacles,
)
from apps.water.models import Account, Connection, CutOrder, CutRule, Notice, Period, Route
from apps.water.permissions import APPROVE_CUT, CUT, NOTIFY, PROPOSE_CUT
from apps.water.queries.collecting import SQL, asked_by, case_of, rule_in_force
from apps.water.terms import (
    ACCOUNT,
    RECONNECTION,
    ConnectionState,
    CutState,
    Delivery,
    NoticeKind,
)
from geo import sql
from geo.access import Viewer
from geo.acting import acting

RECONNECTION_DAYS: Final = 30
"""Within which a reconnection is to be paid."""


@dataclass(frozen=True, kw_only=True)
class Moment:
    """When an act takes place: by the town's calendar and by the clock."""

    on: dt.date
    at: dt.datetime


@transaction.atomic
def log_notice(
    account: Account,
    kind: NoticeKind,
    delivery: Delivery,
    *,
    at: dt.datetime,
    by: Viewer,
) -> Notice:
    """Write down that a notice reached an account.

    Raises:
        NotAllowed: `by` may not deliver notices.
        ClaimOpen: a complaint stays collection.
    """
    NOTIFY.require(by)
    if account.claims.filter(closed_at=None).exists():
        raise ClaimOpen(account.number)
    return Notice.objects.create(
        account=account,
        kind=kind,
        delivery=delivery,
        delivered_at=at,
        delivered_by=by.name,
    )


@transaction.atomic
def log_notices(route: Route, period: Period, *, moment: Moment, by: Viewer) -> int:
    """Write down that the notices of a route were carried out; returns how many.

    Accounts with an open complaint, or that owe nothing overdue, are left out.

    Raises:
        NotAllowed: `by` may not deliver notices.
    """
    NOTIFY.require(by)
    return sql.execute(
        SQL / "notices.sql",
        route=route.pk,
        period=period.pk,
        on=moment.on,
        at=moment.at,
        by=by.name,
    )


@transaction.atomic
def propose_cut(account: Account, *, ground: str, moment: Moment, by: Viewer) -> CutOrder:
    """Propose to cut the water of an account.

    Raises:
        NotAllowed: `by` may not propose cuts.
        WordsMissing: the ground is not said.
        CutForbidden: something stands against it; every reason is told.
        OrderUnderWay: the account has an order.
    """
    PROPOSE_CUT.require(by)
    if not ground.strip():
        raise WordsMissing
    rule = _checked(account, moment)
    try:
        with transaction.atomic(), acting(by, why=ground):
            return CutOrder.objects.create(
                account=account,
                rule=rule,
                ground=ground,
                proposed_at=moment.at,
                proposed_by=by.name,
                judged_on=moment.on,
            )
    except IntegrityError as error:
        if "water_cutorder_is_one_at_a_time" in str(error):
            raise OrderUnderWay(account.number) from error
        raise


def _checked(account: Account, moment: Moment) -> CutRule:
    """The rule of the day, if nothing stands against a cut."""
    rule = rule_in_force(account.operator_id, on=moment.on)
    against = obstacles(case_of(account, on=moment.on), asked_by(rule), now=moment.at)
    if against or rule is None:
        raise CutForbidden(account.number, against)
    return rule


@transaction.atomic
def approve_cut(order: CutOrder, *, moment: Moment, by: Viewer) -> CutOrder:
    """Approve a proposed cut: somebody else than who proposed it.

    Raises:
        NotAllowed: `by` may not approve cuts.
        SameHand: `by` proposed it.
        NotThatStep: it was approved or withdrawn.
        CutForbidden: something has come to stand against it.
    """
    APPROVE_CUT.require(by)
    order = _at(order, CutState.PROPOSED)
    if order.proposed_by == by.name:
        raise SameHand
    rule = _checked(order.account, moment)
    order.state, order.judged_on, order.rule = CutState.APPROVED, moment.on, rule
    order.approved_at, order.approved_by = moment.at, by.name
    return _written(order, by=by)


@transaction.atomic
def record_cut(order: CutOrder, *, moment: Moment, by: Viewer) -> CutOrder:
    """Cut the water, now at the door; refused if a complaint came in between.

    Raises:
        NotAllowed: `by` may not cut.
        NotThatStep: it is not approved.
        CutForbidden: something has come to stand against it.
    """
    CUT.require(by)
    order = _at(order, CutState.APPROVED)
    _checked(order.account, moment)
    order.state, order.judged_on = CutState.CUT, moment.on
    order.cut_at, order.cut_by = moment.at, by.name
    order = _written(order, by=by)
    _set_connection(order, ConnectionState.CUT)
    return order


@transaction.atomic
def reconnect(order: CutOrder, *, moment: Moment, by: Viewer) -> CutOrder:
    """Turn the water on again and charge what that costs, if a price is in force.

    Raises:
        NotAllowed: `by` may not reconnect.
        NotThatStep: the water is not cut.
        StillOwed: as much is overdue as the rule cuts for, without an agreement.
    """
    CUT.require(by)
    order = _at(order, CutState.CUT)
    case = case_of(order.account, on=moment.on)
    if case.overdue_bills >= order.rule.overdue_bills:
        raise StillOwed(case.number, case.overdue_bills)
    order.reconnection = _charged(order, moment, by=by)
    order.state, order.judged_on = CutState.RECONNECTED, moment.on
    order.reconnected_at, order.reconnected_by = moment.at, by.name
    order = _written(order, by=by)
    _set_connection(order, ConnectionState.ACTIVE)
    return order


def _charged(order: CutOrder, moment: Moment, *, by: Viewer) -> Obligation | None:
    priced = Price.objects.filter(concept__code=RECONNECTION, days__contains=moment.on)
    price = priced.order_by("variant").first()
    holding = order.account.holdings.on(moment.on).first()
    if price is None or holding is None:
        return None
    charge = Charge(
        key=f"water:reconnection:{order.pk}",
        debtor_id=holding.party_id,
        concept_id=price.concept_id,
        due_on=moment.on + dt.timedelta(days=RECONNECTION_DAYS),
        about_kind=ACCOUNT,
        about_id=str(order.account_id),
        lines=(ChargeLine(price_id=price.pk),),
        place=order.account.connection.position,
    )
    return post_obligation(charge, on=moment.on, by=vested(by, CHARGE))


@transaction.atomic
def withdraw_cut(order: CutOrder, *, why: str, moment: Moment, by: Viewer) -> CutOrder:
    """Withdraw an order before the water is cut.

    Raises:
        NotAllowed: `by` may not propose cuts.
        WordsMissing: it is not said why.
        NotThatStep: the water is cut already, or the order was withdrawn.
    """
    PROPOSE_CUT.require(by)
    if not why.strip():
        raise WordsMissing
    order = _at(order, CutState.PROPOSED, CutState.APPROVED)
    order.state, order.withdrawn_why = CutState.WITHDRAWN, why
    order.judged_on = moment.on
    return _written(order, by=by, why=why)


def _at(order: CutOrder, *states: CutState) -> CutOrder:
    """The order, locked, in one of the states where the step begins."""
    rows = CutOrder.objects.select_for_update(of=("self",)).select_related(
        "account__connection", "rule"
    )
    fresh = rows.get(pk=order.pk)
    if fresh.state not in states:
        raise NotThatStep(fresh.account.number, fresh.get_state_display())
    return fresh


def _written(order: CutOrder, *, by: Viewer, why: str = "") -> CutOrder:
    with _guarded(order.account.number), acting(by, why=why or order.ground):
        order.save()
    return order


@contextmanager
def _guarded(number: str) -> Iterator[None]:
    """Say what the database's guard refused, where somebody was quicker than our look."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        for guard, obstacle in GUARDS.items():
            if guard in str(error):
                raise CutForbidden(number, (Obstacle(obstacle),)) from error
        raise


def _set_connection(order: CutOrder, state: ConnectionState) -> None:
    Connection.objects.filter(pk=order.account.connection_id).update(state=state)
