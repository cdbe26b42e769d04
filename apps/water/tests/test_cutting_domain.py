"""Every reason against a cut is told, and instalments are the debt to the centavo."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from apps.water.domain.cutting import Case, CutForbidden, Obstacle, Rule, obstacles
from apps.water.domain.instalments import MOST, BadPlan, Terms, plan

TODAY = dt.date(2026, 6, 15)
NOW = dt.datetime(2026, 6, 15, 12, tzinfo=dt.UTC)
RULE = Rule(overdue_bills=2, notices=1, notice_days=3)
DEBTOR = Case(
    account_id=1,
    number="E-1",
    holder="Juana Condori",
    address="",
    overdue_bills=2,
    owed=Decimal("20.00"),
    first_due=dt.date(2026, 4, 30),
    notices=1,
    noticed_at=NOW - dt.timedelta(days=3),
    open_claims=0,
    is_protected=False,
    is_active=True,
    order_id=None,
    order_state="",
)


def test_two_overdue_bills_and_a_notice_three_days_ago_allow_a_cut() -> None:
    assert obstacles(DEBTOR, RULE, now=NOW) == ()


@pytest.mark.parametrize(
    ("changed", "obstacle"),
    [
        ({"overdue_bills": 1}, Obstacle.FEW_BILLS),
        ({"noticed_at": None, "notices": 0}, Obstacle.NO_NOTICE),
        ({"notices": 0}, Obstacle.NO_NOTICE),
        ({"noticed_at": NOW - dt.timedelta(days=2)}, Obstacle.NO_NOTICE),
        ({"open_claims": 1}, Obstacle.OPEN_CLAIM),
        ({"is_protected": True}, Obstacle.PROTECTED),
        ({"is_active": False}, Obstacle.NOT_ACTIVE),
    ],
)
def test_each_obstacle_alone_forbids_it(
    changed: dict[str, Any], obstacle: Obstacle
) -> None:
    assert obstacles(replace(DEBTOR, **changed), RULE, now=NOW) == (obstacle,)


def test_without_a_rule_in_force_nobody_is_cut() -> None:
    assert obstacles(DEBTOR, None, now=NOW) == (Obstacle.NO_RULE,)


def test_the_refusal_names_every_reason() -> None:
    against = (Obstacle.OPEN_CLAIM, Obstacle.PROTECTED)
    assert str(CutForbidden("E-1", against)).count(";") == 1


debts = st.decimals(min_value="0.01", max_value=100_000, places=2)
days = st.dates(min_value=dt.date(2020, 1, 1), max_value=dt.date(2040, 12, 31))


@given(debts, debts, st.integers(1, MOST), days)
def test_instalments_come_to_the_debt_and_differ_by_a_centavo_at_most(
    debt: Decimal, down: Decimal, count: int, first: dt.date
) -> None:
    assume(debt - down >= count * Decimal("0.01"))
    terms = Terms(count=count, first_due=first, down=down)
    paid, *shares = plan(debt, terms, signed_on=first - dt.timedelta(days=1))
    amounts = [share.amount for share in shares]
    assert paid.amount == down
    assert down + sum(amounts) == debt
    assert max(amounts) - min(amounts) <= Decimal("0.01")
    assert [share.due_on for share in shares] == sorted({s.due_on for s in shares})
    assert shares[0].due_on == first


@pytest.mark.parametrize(
    ("debt", "terms"),
    [
        pytest.param("100", Terms(count=0, first_due=TODAY), id="none"),
        pytest.param("100", Terms(count=MOST + 1, first_due=TODAY), id="too many"),
        pytest.param(
            "100", Terms(count=1, first_due=TODAY, down=Decimal(100)), id="all at once"
        ),
        pytest.param("0.02", Terms(count=3, first_due=TODAY), id="crumbs"),
        pytest.param(
            "100", Terms(count=3, first_due=TODAY - dt.timedelta(days=1)), id="in the past"
        ),
    ],
)
def test_a_plan_that_cannot_be_kept_is_refused(debt: str, terms: Terms) -> None:
    with pytest.raises(BadPlan):
        plan(Decimal(debt), terms, signed_on=TODAY)
