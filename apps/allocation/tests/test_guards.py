"""What the database refuses, whatever the program says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from psycopg.types.range import TimestamptzRange

from apps.allocation.models import Claim, Hold, Offering, Space
from apps.allocation.terms import ClaimKind, Outcome
from apps.allocation.tests.making import (
    FEAST,
    TODAY,
    charged,
    give_past_the_program,
    hold,
    make_offering,
    pay,
    run_out,
    settled_constraints,
)
from apps.treasury.actions import annul_obligation
from apps.treasury.actions.annulling import Ground
from apps.treasury.tests.making import LAW, OFFICE, make_party

pytestmark = pytest.mark.django_db


def run(statement: str, *values: int) -> None:
    if statement.startswith("ALTER"):
        settled_constraints()  # nothing may wait for the end where a table is altered
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def refused(rule: str, act: Callable[[], object]) -> None:
    """The act breaks the rule of this name, and the database says so."""
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        act()
        settled_constraints()


INSERT = (
    "INSERT INTO allocation_claim (space_id, kind, hold_id, party_id, during, in_force, "
    "ended_why) SELECT space_id, kind, hold_id, party_id, during, {}, '' "
    "FROM allocation_claim WHERE id = %s"
)


@pytest.mark.bar("R13")
def test_a_space_has_one_holder_and_without_the_guard_it_has_two() -> None:
    taken = hold(make_offering(), "A-1")
    claim = taken.claims.get()
    again = INSERT.format("in_force")
    refused("space_has_one_holder", lambda: run(again, claim.pk))

    run("ALTER TABLE allocation_claim DROP CONSTRAINT space_has_one_holder")
    run(again, claim.pk)
    assert Claim.objects.in_force().filter(space=claim.space_id).count() == 2


def test_claims_one_after_the_other_are_no_two_holders() -> None:
    claim = hold(make_offering(), "A-1").claims.get()
    later = "tstzrange(upper(in_force), upper(in_force) + interval '1 minute')"
    run(INSERT.format(later), claim.pk)
    earlier = "tstzrange(lower(in_force) - interval '1 minute', lower(in_force))"
    run(INSERT.format(earlier), claim.pk)
    overlap = "tstzrange(lower(in_force) - interval '1 second', upper(in_force))"
    refused("space_has_one_holder", lambda: run(INSERT.format(overlap), claim.pk))


def _change_claim(**what: object) -> Callable[[Hold], Callable[[], object]]:
    return lambda taken: lambda: Claim.objects.filter(hold=taken).update(**what)


def _set(table: str, what: str) -> Callable[[Hold], Callable[[], object]]:
    key = "id" if table == "allocation_hold" else "hold_id"
    return lambda taken: (
        lambda: run(f"UPDATE {table} SET {what} WHERE {key} = %s", taken.pk)
    )


@pytest.mark.parametrize(
    ("rule", "broken"),
    [
        pytest.param(
            "claim_keeps_its_origin",
            _set("allocation_claim", "in_force = tstzrange('2020-01-01', upper(in_force))"),
            id="an earlier beginning",
        ),
        pytest.param(
            "claim_keeps_its_origin",
            _set("allocation_claim", "space_id = space_id + 1"),
            id="another space",
        ),
        pytest.param(
            "claim_keeps_its_origin",
            lambda taken: (
                lambda: run("DELETE FROM allocation_claim WHERE hold_id = %s", taken.pk)
            ),
            id="a claim that binds is deleted",
        ),
        pytest.param(
            "claim_of_a_hold_runs_out",
            _set("allocation_claim", "in_force = tstzrange(lower(in_force), NULL)"),
            id="a hold for ever",
        ),
        pytest.param(
            "claim_has_a_beginning",
            _set("allocation_claim", "during = 'empty'"),
            id="for no time",
        ),
        pytest.param(
            "claim_is_somebodys",
            _change_claim(party=None, kind=ClaimKind.TITLE, ended_why="x"),
            id="a title of nobody",
        ),
        pytest.param(
            "hold_is_somebodys", _set("allocation_hold", "visitor = ''"), id="nobody's hold"
        ),
        pytest.param(
            "hold_outcome_is_known",
            _set("allocation_hold", "outcome = 'lost'"),
            id="an unknown outcome",
        ),
        pytest.param(
            "hold_sold_has_titles",
            _set("allocation_hold", "outcome = 'sold'"),
            id="sold without a title",
        ),
        pytest.param(
            "hold_paid_too_late_is_refunded",
            _set("allocation_hold", "outcome = 'refund'"),
            id="a refund that is not owed",
        ),
    ],
)
def test_a_wrong_state_of_a_claim_is_refused(rule, broken) -> None:
    taken = hold(make_offering(), "A-1")
    if rule == "claim_is_somebodys":
        run("ALTER TABLE allocation_claim DISABLE TRIGGER claim_keeps_its_origin")
    refused(rule, broken(taken))


def test_a_title_ends_for_a_reason() -> None:
    taken = charged(make_offering(), "A-1")
    pay(taken)
    ended = (
        "UPDATE allocation_claim SET in_force = tstzrange(lower(in_force), now() + '1 h')"
    )
    refused(
        "claim_of_a_title_ends_for_a_reason", lambda: run(f"{ended} WHERE kind = 'title'")
    )
    refused(
        "claim_keeps_its_origin",
        lambda: run("DELETE FROM allocation_claim WHERE kind = 'title'"),
    )


def test_a_hold_claims_spaces_of_its_own_offering() -> None:
    taken, other = hold(make_offering(), "A-1"), make_offering()
    refused(
        "claim_is_of_the_holds_offering",
        lambda: Claim.objects.create(
            space=other.spaces.get(code="A-2"),
            kind=ClaimKind.HOLD,
            hold=taken,
            during=FEAST,
            in_force=taken.claims.get().in_force,
        ),
    )


@pytest.mark.bar("R25")
def test_the_eleventh_hold_is_refused_to_any_program() -> None:
    offering, party = make_offering(12), make_party()
    holds = [
        Hold.objects.create(offering=offering, party=party, held_by="x") for _n in range(10)
    ]
    now = dt.datetime.now(dt.UTC)
    for number, each in enumerate(holds, start=1):
        Claim.objects.create(
            space=offering.spaces.get(code=f"A-{number}"),
            kind=ClaimKind.HOLD,
            hold=each,
            during=FEAST,
            in_force=TimestamptzRange(now, now.replace(year=now.year + 1)),
        )
    refused(
        "hold_is_one_of_few",
        lambda: Hold.objects.create(offering=offering, party=party, held_by="x"),
    )
    run_out(holds[0])
    Hold.objects.create(offering=offering, party=party, held_by="x")


@pytest.mark.bar("R26")
@pytest.mark.parametrize(
    "change",
    [
        pytest.param("UPDATE allocation_space SET state = 'withdrawn'", id="withdrawn"),
        pytest.param("UPDATE allocation_space SET code = 'B-1'", id="called otherwise"),
        pytest.param("DELETE FROM allocation_space", id="deleted"),
    ],
)
@pytest.mark.parametrize("paid", [False, True])
def test_a_held_space_stays_on_the_plan(change, paid) -> None:
    taken = charged(make_offering(), "A-1")
    if paid:
        pay(taken)
    space = Claim.objects.filter(hold=taken)[0].space_id
    refused("space_stays_while_held", lambda: run(f"{change} WHERE id = %s", space))

    run("ALTER TABLE allocation_space DISABLE TRIGGER space_stays_while_held")
    run("UPDATE allocation_space SET code = 'B-1' WHERE id = %s", space)


@pytest.mark.parametrize(
    ("rule", "what"),
    [
        pytest.param(
            "offering_is_for_a_time_or_a_term", {"term_months": 60}, id="time and term"
        ),
        pytest.param("offering_is_for_a_time_or_a_term", {"during": None}, id="neither"),
        pytest.param("offering_has_title_and_basis", {"legal_basis": " "}, id="no norm"),
        pytest.param("offering_holds_run_out", {"hold_minutes": 0}, id="no minute"),
        pytest.param("offering_gives_everybody_something", {"most_per_party": 0}, id="0"),
    ],
)
def test_an_offering_that_makes_no_sense_is_refused(rule, what) -> None:
    offering = make_offering()
    refused(rule, lambda: Offering.objects.filter(pk=offering.pk).update(**what))


@pytest.mark.parametrize(
    ("rule", "what"),
    [
        pytest.param("space_place_is_valid", {"place": "POLYGON EMPTY"}, id="no place"),
        pytest.param("space_code_is_plain", {"code": "A 1; --"}, id="no plain code"),
        pytest.param("space_kind_is_known", {"kind": "moon"}, id="no kind"),
        pytest.param("space_state_is_known", {"state": "sold"}, id="no state"),
        pytest.param("space_code_is_single", {"code": "A-2"}, id="a code twice"),
    ],
)
def test_a_space_that_makes_no_sense_is_refused(rule, what) -> None:
    space = make_offering().spaces.get(code="A-1")
    if "place" in what:
        what = {"place": f"SRID=4326;{what['place']}"}
    refused(rule, lambda: Space.objects.filter(pk=space.pk).update(**what))


def test_a_refund_belongs_to_a_hold_that_was_paid_too_late() -> None:
    offering = make_offering()
    late = charged(offering, "A-1")
    run_out(late)
    hold(offering, "A-1")
    pay(late)
    refused(
        "hold_refund_has_its_reason",
        lambda: Hold.objects.filter(pk=late.pk).update(outcome=Outcome.RELEASED),
    )


ANNULLED = "UPDATE treasury_obligation SET state = 'annulled' WHERE id = %s"
TAKEN_BACK = (
    "UPDATE allocation_claim SET in_force = tstzrange(lower(in_force), clock_timestamp()), "
    "ended_why = 'x', ended_by = 'x' WHERE obligation_id = %s"
)


def test_what_was_given_for_a_debt_does_not_outlive_it() -> None:
    taken = charged(make_offering(), "A-1")
    pay(taken)
    settled_constraints()
    owed = taken.obligation_id
    assert owed is not None
    refused("title_is_paid_for", lambda: run(ANNULLED, owed))
    with transaction.atomic():  # the order within one act is its own affair
        run(ANNULLED, owed)
        run(TAKEN_BACK, owed)
        settled_constraints()
    stands = "UPDATE allocation_claim SET in_force = tstzrange(lower(in_force), NULL), "
    stands += "ended_why = '' WHERE obligation_id = %s"
    refused("title_is_paid_for", lambda: run(stands, owed))


def test_nothing_is_given_for_a_debt_that_is_annulled() -> None:
    taken = charged(make_offering(), "A-1")
    assert taken.obligation is not None
    ground = Ground(legal_basis=LAW, reason="charged by mistake")
    annul_obligation(taken.obligation, ground, on=TODAY, by=OFFICE)
    run_out(taken)
    refused("title_is_paid_for", lambda: give_past_the_program(taken))
