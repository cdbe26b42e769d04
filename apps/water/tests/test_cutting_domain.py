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
from apps.water.domain.instalments import MOST, BadPlan, plan

TODAY = dt.date(2026, 6, 15)
RULE = Rule(overdue_bills=2, notice_days=3)
DEBTOR = Case(number="E-1", overdue_bills=2, noticed_on=dt.date(2026, 6, 12))


def test_two_overdue_bills_and_a_notice_three_days_ago_allow_a_cut() -> None:
    assert obstacles(DEBTOR, RULE, on=TODAY) == ()


@pytest.mark.parametrize(
    ("changed", "obstacle"),
    [
        ({"overdue_bills": 1}, Obstacle.FEW_BILLS),
        ({"noticed_on": None}, Obstacle.NO_NOTICE),
        ({"noticed_on": dt.date(2026, 6, 13)}, Obstacle.NO_NOTICE),
        ({"open_claims": 1}, Obstacle.OPEN_CLAIM),
        ({"is_protected": True}, Obstacle.PROTECTED),
        ({"has_agreement": True}, Obstacle.AGREEMENT),
        ({"is_active": False}, Obstacle.NOT_ACTIVE),
    ],
)
def test_each_obstacle_alone_forbids_it(
    changed: dict[str, Any], obstacle: Obstacle
) -> None:
    assert obstacles(replace(DEBTOR, **changed), RULE, on=TODAY) == (obstacle,)


def test_without_a_rule_in_force_nobody_is_cut() -> None:
    assert obstacles(DEBTOR, None, on=TODAY) == (Obstacle.NO_RULE,)


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
    shares = plan(debt, down=down, count=count, first_due=first)
    amounts = [share.amount for share in shares]
    assert down + sum(amounts) == debt
    assert max(amounts) - min(amounts) <= Decimal("0.01")
    assert [share.due_on for share in shares] == sorted({s.due_on for s in shares})
    assert shares[0].due_on == first


@pytest.mark.parametrize(
    ("debt", "down", "count"),
    [("100", "0", 0), ("100", "0", MOST + 1), ("100", "100", 1), ("0.02", "0", 3)],
)
def test_a_plan_of_no_instalments_or_crumbs_is_refused(
    debt: str, down: str, count: int
) -> None:
    with pytest.raises(BadPlan):
        plan(Decimal(debt), down=Decimal(down), count=count, first_due=TODAY)
