"""What the members of one association may have together."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.db import connection

from apps.allocation.actions import check_out, release_hold
from apps.allocation.domain.refusals import TooManyOfAssociation
from apps.allocation.models import Claim, Hold, Offering
from apps.allocation.tests.making import (
    OFFICE,
    TODAY,
    hold,
    make_offering,
    person,
    settled_constraints,
    visitor,
)
from apps.people.actions import join_organisation
from apps.people.models import Party
from apps.people.tests.making import ADMIN, make_organisation, make_person

pytestmark = pytest.mark.django_db


def member(*federations: Party, since: dt.date = dt.date(2026, 1, 1)) -> Party:
    somebody = make_person()
    for each in federations:
        join_organisation(each.organisation, somebody, since=since, by=ADMIN)
    return somebody.party


def takes(offering: Offering, party: Party, *codes: str) -> Hold:
    holder, by = person(party)
    return hold(offering, *codes, holder=holder, by=by)


@pytest.fixture
def federation(db: None) -> Party:
    return make_organisation("Federación 14 de Septiembre")


@pytest.fixture
def offering(db: None) -> Offering:
    return make_offering(6, most_per_association=2)


def test_members_together_have_no_more_than_their_association(offering, federation) -> None:
    first = takes(offering, member(federation), "A-1")
    takes(offering, member(federation), "A-2")
    late = member(federation)
    with pytest.raises(TooManyOfAssociation, match="Federación 14 de Septiembre"):
        takes(offering, late, "A-3")
    assert Claim.objects.filter(space__code="A-3").count() == 0

    assert first.party
    release_hold(first.token, holder=person(first.party)[0], by=OFFICE)
    takes(offering, late, "A-3")


def test_the_associations_own_spaces_count(offering, federation) -> None:
    takes(offering, federation, "A-1", "A-2")
    with pytest.raises(TooManyOfAssociation):
        takes(offering, member(federation), "A-3")


def test_who_belongs_to_nobody_or_not_yet_takes_freely(offering, federation) -> None:
    takes(offering, federation, "A-1", "A-2")
    takes(offering, member(), "A-3")
    takes(offering, member(federation, since=dt.date(2999, 1, 1)), "A-4")


def test_whoever_belongs_to_two_counts_in_both(offering, federation) -> None:
    other = make_organisation("Sindicato Sur")
    takes(offering, other, "A-1", "A-2")
    with pytest.raises(TooManyOfAssociation, match="Sindicato Sur"):
        takes(offering, member(federation, other), "A-3")


def test_a_browser_counts_from_when_it_says_whose_it_is(offering, federation) -> None:
    takes(offering, federation, "A-1", "A-2")
    anonymous = visitor("late")
    taken = hold(offering, "A-3", holder=anonymous)
    known, by = person(member(federation))
    both = replace(known, visitor=anonymous.visitor)
    with pytest.raises(TooManyOfAssociation):
        check_out(taken.token, holder=both, on=TODAY, by=by)


def test_without_the_guard_an_association_would_take_all(offering, federation) -> None:
    takes(offering, federation, "A-1", "A-2")
    settled_constraints()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE allocation_claim DISABLE TRIGGER claims_leave_some")
    takes(offering, member(federation), "A-3")
