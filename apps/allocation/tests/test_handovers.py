"""A title passed on, and whoever stands in for its holder."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client

from apps.allocation.actions import (
    appoint_substitute,
    end_title,
    give_title,
    transfer_title,
    withdraw_substitute,
)
from apps.allocation.domain.handovers import (
    NoReasonGiven,
    SameHolder,
    SubstituteOutside,
    SubstituteThere,
    TitleOver,
)
from apps.allocation.domain.refusals import TooManySpaces
from apps.allocation.models import Claim, Hold, Substitution, Transfer
from apps.allocation.queries import own_holds
from apps.allocation.tests.making import (
    OFFICE,
    TODAY,
    charged,
    holders,
    make_offering,
    money_agrees,
    owner,
    pay,
    person,
    settled_constraints,
)
from apps.allocation.tests.test_pages import post, text_of
from apps.people.models import Party
from apps.people.tests.making import looked_at
from apps.treasury.actions import reverse_payment
from apps.treasury.tests.making import make_party
from geo.access import ANYONE, NotAllowed

pytestmark = pytest.mark.django_db

DAYS = DateRange(dt.date(2027, 8, 14), dt.date(2027, 8, 16))


def title(offering=None, *, party: Party | None = None, code: str = "A-1") -> Claim:
    """A title that was paid for."""
    taken = charged(offering or make_offering(), code, party=party)
    pay(taken)
    return Claim.objects.get(hold=taken, kind="title")


def pass_on(given_up: Claim, party: Party, why: str = "Memorial 14/2027") -> Transfer:
    return transfer_title(given_up, to_party=party.pk, why=why, on=TODAY, by=OFFICE)


def stand_in(had: Claim, party: Party, days: DateRange = DAYS) -> Substitution:
    return appoint_substitute(
        had, party_id=party.pk, days=days, why="Enfermedad", on=TODAY, by=OFFICE
    )


def test_a_title_passes_on_in_one_moment_and_both_stay_in_the_history() -> None:
    before, after = make_party("Ana"), make_party("Bea")
    offering = make_offering()
    given_up = title(offering, party=before)
    done = pass_on(given_up, after)
    settled_constraints()

    given_up.refresh_from_db()
    taken = done.taken
    taken.refresh_from_db()
    assert given_up.in_force.upper == taken.in_force.lower
    assert (given_up.ended_why, done.why) == ("Memorial 14/2027",) * 2
    assert owner(offering, "A-1") == after.pk
    assert money_agrees()
    assert own_holds(offering, person(after)[0])[0].codes == ("A-1",)
    mine = own_holds(offering, person(before)[0])[0]
    assert (mine.codes, mine.ended_why) == ((), "Memorial 14/2027")


def test_a_title_that_was_given_without_a_payment_passes_on_too() -> None:
    offering = make_offering()
    party, heir = make_party(), make_party()
    given = give_title(
        offering.spaces.get(code="A-1"), party_id=party.pk, why="Acta 2/2027", by=OFFICE
    )
    pass_on(given, heir)
    assert owner(offering, "A-1") == heir.pk


def test_a_payment_that_is_taken_back_takes_the_title_from_whoever_has_it() -> None:
    offering = make_offering()
    party, heir = make_party(), make_party()
    taken = charged(offering, "A-1", "A-2", party=party)
    payment = pay(taken)
    pass_on(Claim.objects.get(hold=taken, kind="title", space__code="A-1"), heir)
    reverse_payment(payment, on=TODAY, why="Cobro doble", by=OFFICE)
    for code in ("A-1", "A-2"):
        assert holders(offering, code) == [("hold", taken.pk)]
    pay(taken)
    assert owner(offering, "A-1") == party.pk


def test_what_cannot_be_passed_on_is_told() -> None:
    offering = make_offering(most_per_party=1)
    party, heir = make_party(), make_party()
    had = title(offering, party=party)
    with pytest.raises(SameHolder):
        pass_on(had, party)
    with pytest.raises(NoReasonGiven):
        pass_on(had, heir, why=" ")
    with pytest.raises(NotAllowed):
        transfer_title(had, to_party=heir.pk, why="x", on=TODAY, by=ANYONE)
    title(offering, party=heir, code="A-2")
    with pytest.raises(TooManySpaces):
        pass_on(had, heir)
    assert owner(offering, "A-1") == party.pk
    end_title(had, why="Infracción", on=TODAY, by=OFFICE)
    with pytest.raises(TitleOver):
        pass_on(had, make_party())
    assert not Transfer.objects.exists()


def refused(rule: str, act: Callable[[], object]) -> None:
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        act()
        settled_constraints()


def run(statement: str) -> None:
    settled_constraints()
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_transfer_is_of_one_title_or_the_database_refuses_it() -> None:
    offering = make_offering()
    one, other = title(offering), title(offering, code="A-2")

    def forced() -> Transfer:
        return Transfer.objects.create(given_up=one, taken=other, why="x", acted_by="x")

    refused("transfer_is_of_one_title", forced)
    run("ALTER TABLE allocation_transfer DISABLE TRIGGER transfer_fits")
    forced()


def test_a_substitute_stands_in_on_some_days_and_the_holder_sees_it() -> None:
    offering = make_offering()
    party = make_party("Ana")
    had = title(offering, party=party)
    made = stand_in(had, make_party("Bea"))
    assert own_holds(offering, person(party)[0])[0].substitutes == (made,)
    assert made.last_day == dt.date(2027, 8, 15)
    withdraw_substitute(made, why="Sanó", on=TODAY, by=OFFICE)
    assert own_holds(offering, person(party)[0])[0].substitutes == ()
    stand_in(had, make_party())


def test_a_substitute_that_makes_no_sense_is_told() -> None:
    party = make_party()
    had = title(party=party)
    stand_in(had, make_party())
    with pytest.raises(SubstituteThere):
        stand_in(had, make_party(), DateRange(dt.date(2027, 8, 15), dt.date(2027, 8, 16)))
    for days in (
        DateRange(dt.date(2027, 8, 16), dt.date(2027, 8, 18)),
        DateRange(dt.date(2027, 7, 1), dt.date(2027, 7, 2)),
        DateRange(empty=True),
    ):
        with pytest.raises(SubstituteOutside):
            stand_in(had, make_party(), days)
    with pytest.raises(SameHolder):
        stand_in(had, party, DateRange(dt.date(2027, 8, 16), dt.date(2027, 8, 17)))
    with pytest.raises(NotAllowed):
        appoint_substitute(
            had, party_id=make_party().pk, days=DAYS, why="x", on=TODAY, by=ANYONE
        )
    end_title(had, why="Infracción", on=TODAY, by=OFFICE)
    with pytest.raises(TitleOver):
        stand_in(had, make_party(), DateRange(dt.date(2027, 8, 16), dt.date(2027, 8, 17)))


@pytest.mark.parametrize(
    ("rule", "without"),
    [
        pytest.param(
            "title_has_one_substitute",
            "DROP CONSTRAINT title_has_one_substitute",
            id="two on one day",
        ),
        pytest.param(
            "substitution_is_within_the_title",
            "DISABLE TRIGGER substitution_fits",
            id="days outside the title",
        ),
        pytest.param(
            "substitute_is_not_the_holder",
            "DISABLE TRIGGER substitution_fits",
            id="oneself",
        ),
    ],
)
def test_the_database_keeps_substitutes_in_order(rule: str, without: str) -> None:
    party = make_party()
    had = title(party=party)
    known = {"title": had, "days": DAYS, "why": "x", "acted_by": "x"}
    if rule == "title_has_one_substitute":
        stand_in(had, make_party())
        what = known | {"party": make_party()}
    elif rule == "substitute_is_not_the_holder":
        what = known | {"party": party}
    else:
        late = DateRange(dt.date(2028, 1, 1), dt.date(2028, 1, 2))
        what = known | {"party": make_party(), "days": late}
    refused(rule, lambda: Substitution.objects.create(**what))
    run(f"ALTER TABLE allocation_substitution {without}")
    Substitution.objects.create(**what)


@pytest.mark.bar("R56")
def test_an_office_finds_a_holder_passes_on_and_names_a_substitute(
    admin_user: User,
) -> None:
    office = Client()
    office.force_login(admin_user)
    offering = make_offering()
    at = f"/espacios/{offering.code}/titulares/"
    assert "Nadie tiene todavía" in text_of(office, at)
    had = title(offering, party=make_party("Ana Quispe"))
    make_party("Bea Rojas")
    assert not looked_at("Ana Quispe")
    assert "Ana Quispe" in text_of(office, f"{at}?busca=quispe")
    assert looked_at("Ana Quispe") == {"admin"}
    assert "Ningún titular" in text_of(office, f"{at}?busca=nadie")
    one = f"{at}{had.pk}/"
    days = {"first": "2027-08-14", "last": "2027-08-15"}
    page = post(office, f"{one}sustituir/", who="Bea Rojas", why="Viaje", **days)
    assert "Bea Rojas" in page
    assert looked_at("Bea Rojas") == {"admin"}
    made = Substitution.objects.get()
    out = f"/espacios/titulares/sustituto/{made.pk}/retirar/"
    assert "Escriba el motivo" in post(office, out, why="")
    assert "Ya no sustituye" in post(office, out, why="Volvió")
    page = post(office, f"{one}transferir/", who="Bea Rojas", why="Memorial 14")
    assert "A-1: Bea Rojas" in page
    assert "Memorial 14" in page
    assert "Ya no está vigente" in text_of(office, one)
    assert Hold.objects.filter(party__name="Bea Rojas").count() == 1


def test_holders_are_for_the_desk(client: Client) -> None:
    had = title()
    at = f"/espacios/{had.space.offering.code}/titulares/"
    assert client.get(at).status_code == 302
    client.force_login(User.objects.create_user("funcionaria", is_staff=True))
    assert client.get(f"{at}{had.pk}/").status_code == 403
    assert client.post(f"{at}{had.pk}/transferir/").status_code == 403
