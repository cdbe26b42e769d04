"""The rule of cuts: set from a day on, by whoever keeps what holds for an operator."""

from __future__ import annotations

import datetime as dt
from html import unescape

import pytest

from apps.water.actions.ruling import CutTerms, set_cut_rule
from apps.water.domain.refusals import RuleBegins
from apps.water.models import Operator
from apps.water.queries.collecting import rule_in_force
from apps.water.tests.making import LAW, OFFICE, make_operator
from apps.water.tests.test_account_pages import signed_in
from apps.water.tests.test_collecting import this_day
from geo.access import ANYONE, NotAllowed

pytestmark = pytest.mark.django_db

MILD = CutTerms(overdue_bills=3, notices=2, notice_days=10, legal_basis=LAW)
HARD = CutTerms(overdue_bills=2, notices=1, notice_days=3, legal_basis=LAW)
FIRST, LATER = dt.date(2026, 1, 1), dt.date(2026, 6, 1)


def bills_on(operator: Operator, day: dt.date) -> int | None:
    rule = rule_in_force(operator.pk, on=day)
    return rule.overdue_bills if rule else None


def test_the_next_rule_ends_the_one_before() -> None:
    operator = make_operator()
    set_cut_rule(operator, MILD, since=FIRST, by=OFFICE)
    set_cut_rule(operator, HARD, since=LATER, by=OFFICE)
    days = (FIRST - dt.timedelta(days=1), FIRST, LATER - dt.timedelta(days=1), LATER)
    assert [bills_on(operator, day) for day in days] == [None, 3, 3, 2]


def test_a_rule_does_not_begin_before_another_that_was_set() -> None:
    operator = make_operator()
    set_cut_rule(operator, HARD, since=LATER, by=OFFICE)
    for since in (FIRST, LATER):
        with pytest.raises(RuleBegins):
            set_cut_rule(operator, MILD, since=since, by=OFFICE)
    assert bills_on(operator, LATER) == 2


def test_not_everybody_sets_it() -> None:
    with pytest.raises(NotAllowed):
        set_cut_rule(make_operator(), MILD, since=FIRST, by=ANYONE)


def test_a_clerk_sets_it_on_its_page() -> None:
    operator = make_operator(is_billed_here=True)
    browser = signed_in("view", "operate")
    page = f"/agua/cortes/regla/{operator.code}/"
    typed = {
        "since": this_day().isoformat(),
        "overdue_bills": "2",
        "notices": "1",
        "notice_days": "3",
        "legal_basis": "",
    }
    assert "obligatorio" in unescape(browser.post(page, typed).content.decode())
    answer = browser.post(page, typed | {"legal_basis": LAW}, follow=True)
    assert LAW in unescape(answer.content.decode())
    assert bills_on(operator, this_day()) == 2


def test_whoever_only_looks_is_kept_out() -> None:
    operator = make_operator(is_billed_here=True)
    answer = signed_in("view").get(f"/agua/cortes/regla/{operator.code}/")
    assert answer.status_code == 403
