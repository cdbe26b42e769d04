"""Who may hold when: windows of a sale, by the calendar and by proof."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from apps.allocation.actions import (
    admit,
    change_window,
    hold_spaces,
    remove_window,
    set_window,
    withdraw_admission,
)
from apps.allocation.domain.admitting import Right, Turn, Waiver
from apps.allocation.domain.holders import Holder
from apps.allocation.domain.refusals import NoSuchSpaces, SpacesTaken
from apps.allocation.domain.turns import (
    AdmittedAlready,
    NoProof,
    NotYourTurn,
    SpaceWaits,
    WaiverUnsaid,
    WindowHasAdmissions,
    WindowMakesNoSense,
    WindowNameTaken,
    WrongAdmission,
)
from apps.allocation.models import Admission, Claim, Hold, Offering, Window
from apps.allocation.permissions import SELL
from apps.allocation.queries import admissions_to, calendar_of, neighbours
from apps.allocation.terms import Admits
from apps.allocation.tests.making import (
    OFFICE,
    TODAY,
    charged,
    hold,
    holders,
    make_offering,
    owner,
    pay,
    person,
    run_out,
    settled_constraints,
    visitor,
)
from apps.treasury.actions import reverse_payment
from apps.treasury.tests.making import make_party
from geo.access import ANYONE, NotAllowed, Viewer

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)
WAIVER = Waiver(norm="Memo 12", reason="Llegó tarde el camión")


def window(
    offering: Offering, admits: Admits, *, begins: float = -1, ends: float = 1, **given: Any
) -> Window:
    """A window that opens and closes so many hours from now."""
    now = dt.datetime.now(dt.UTC)
    known: dict[str, Any] = {"name": f"{admits} {begins} {ends}", "rank": 1} | given
    turn = Turn(first=now + begins * HOUR, last=now + ends * HOUR, admits=admits, **known)
    return set_window(offering, turn, by=OFFICE)


def let(opened: Window, party: Any, *codes: str) -> Admission:
    """Admit a party by some proof."""
    right = Right(party_id=party.pk, proof="Folio real 3.09.1.01.0012345", codes=codes)
    return admit(opened, right, by=OFFICE)[0]


def try_hold(offering: Offering, party: Any, *codes: str) -> Hold:
    holder, by = person(party)
    return hold_spaces(offering, codes, holder=holder, by=by)


def test_a_sale_without_windows_is_for_everybody() -> None:
    hold(make_offering(), "A-1")


def test_what_is_in_front_of_a_house_waits_for_its_owner_until_the_window_closes() -> None:
    offering = make_offering()
    owners = window(offering, Admits.SPACE, begins=-2, ends=5, name="Frentistas")
    window(offering, Admits.EVERYBODY)
    house = make_party("Juana Condori")
    let(owners, house, "A-1")

    for other in (visitor(), person(make_party())[0]):
        by = Viewer(name="x", person_id=other.party_id) if other.party_id else ANYONE
        with pytest.raises(SpaceWaits, match=r"A-1.*Frentistas"):
            hold_spaces(offering, ["A-1", "A-2"], holder=other, by=by)
    assert not Claim.objects.exists(), "all or none"
    hold(offering, "A-2")
    assert holders(offering, "A-1") == []
    assert try_hold(offering, house, "A-1").party_id == house.pk


def test_it_waits_before_its_window_opens_too_and_no_longer_when_it_is_over() -> None:
    offering = make_offering()
    window(offering, Admits.EVERYBODY, begins=-3, ends=3)
    later = window(offering, Admits.SPACE, begins=1, ends=2)
    over = window(offering, Admits.SPACE, begins=-2, ends=-1)
    house = make_party()
    let(later, house, "A-1")
    let(over, house, "A-2")
    with pytest.raises(SpaceWaits):
        hold(offering, "A-1")
    try_hold(offering, house, "A-1")  # everybody may buy now, and it waits for them
    hold(offering, "A-2")


def test_those_who_were_admitted_buy_any_space_while_their_window_is_open() -> None:
    offering = make_offering()
    federations = window(offering, Admits.PARTY, name="Federaciones")
    window(offering, Admits.EVERYBODY, begins=2, ends=3, name="Público")
    federation, other = make_party(), make_party()
    let(federations, federation)
    try_hold(offering, federation, "A-1")
    with pytest.raises(NotYourTurn, match=r"Federaciones.*Público"):
        try_hold(offering, other, "A-2")
    with pytest.raises(NotYourTurn, match="A-2"):
        hold(offering, "A-2")


def test_before_the_first_window_and_after_the_last_nobody_buys() -> None:
    offering = make_offering()
    window(offering, Admits.EVERYBODY, begins=1, ends=2)
    window(offering, Admits.EVERYBODY, begins=-2, ends=-1)
    with pytest.raises(NotYourTurn, match="no es el turno de nadie"):
        hold(offering, "A-1")


def test_a_window_for_some_spaces_leaves_the_others_as_they_were() -> None:
    offering = make_offering()
    offering.spaces.filter(code="A-1").update(tariff="graderia")
    window(offering, Admits.PARTY, tariff="graderia")
    with pytest.raises(NotYourTurn):
        hold(offering, "A-1")
    hold(offering, "A-2")


def test_of_two_whom_a_space_waits_for_the_lower_rank_comes_first() -> None:
    offering = make_offering()
    owners = window(offering, Admits.SPACE, rank=1, name="Frentistas")
    renewals = window(offering, Admits.SPACE, rank=2, name="Renovación")
    house, last_year = make_party(), make_party()
    let(renewals, last_year, "A-1", "A-2")
    seen = let(owners, house, "A-1")
    with pytest.raises(SpaceWaits, match="Frentistas"):
        try_hold(offering, last_year, "A-1")
    withdraw_admission(seen, why="El folio era de otra casa", by=OFFICE)
    try_hold(offering, last_year, "A-1")


def test_whoever_is_admitted_no_more_waits_with_everybody() -> None:
    offering = make_offering()
    opened = window(offering, Admits.PARTY)
    party = make_party()
    seen = let(opened, party)
    with pytest.raises(NoProof):
        withdraw_admission(seen, why=" ", by=OFFICE)
    withdraw_admission(seen, why="Credencial vencida", by=OFFICE)
    with pytest.raises(NotYourTurn):
        try_hold(offering, party, "A-1")
    let(opened, party)
    try_hold(offering, party, "A-1")


def test_a_desk_obeys_the_windows_except_by_a_decision_with_its_reason() -> None:
    offering = make_offering()
    window(offering, Admits.PARTY)
    holder = Holder(party_id=make_party().pk)
    seller = Viewer(name="caja", grants=frozenset({SELL.name}))
    with pytest.raises(NotYourTurn):
        hold_spaces(offering, ["A-1"], holder=holder, by=seller)
    with pytest.raises(NotAllowed):
        hold_spaces(offering, ["A-1"], holder=holder, waiver=WAIVER, by=seller)
    with pytest.raises(WaiverUnsaid):
        unsaid = Waiver(norm="Memo 12", reason=" ")
        hold_spaces(offering, ["A-1"], holder=holder, waiver=unsaid, by=OFFICE)
    taken = hold_spaces(offering, ["A-1"], holder=holder, waiver=WAIVER, by=OFFICE)
    assert Hold.objects.get(pk=taken.pk).waived == "Memo 12: Llegó tarde el camión"


@pytest.mark.parametrize("change", [{"waived": "Memo 13: otro"}, {"held_by": "otra"}])
def test_by_which_norm_the_windows_were_set_aside_stays_as_written(change) -> None:
    offering = make_offering()
    holder = Holder(party_id=make_party().pk)
    taken = hold_spaces(offering, ["A-1"], holder=holder, waiver=WAIVER, by=OFFICE)
    with pytest.raises(IntegrityError, match="waiver_stays"), transaction.atomic():
        Hold.objects.filter(pk=taken.pk).update(**change)
    with pytest.raises(IntegrityError, match="hold_was_waived_by_somebody"):
        Hold.objects.create(offering=offering, visitor="x", waived="Memo 14: nadie")


def test_neighbours_that_are_named_are_those_one_may_hold() -> None:
    offering = make_offering(4)
    owners = window(offering, Admits.SPACE)
    window(offering, Admits.EVERYBODY)
    house = make_party()
    let(owners, house, "A-2")
    hold(offering, "A-1")
    with pytest.raises(SpacesTaken) as refused:
        hold(offering, "A-1")
    assert refused.value.free == ("A-3", "A-4")
    assert neighbours(offering, ["A-1"], party_id=house.pk)[0] == "A-2"


def test_a_payment_taken_back_leaves_its_minutes_though_the_window_closed() -> None:
    offering = make_offering()
    opened = window(offering, Admits.PARTY)
    party = make_party()
    let(opened, party)
    taken = charged(offering, "A-1", party=party)
    payment = pay(taken)
    assert owner(offering, "A-1") == party.pk
    now = dt.datetime.now(dt.UTC)
    over = Turn(
        name="x", rank=1, first=now - 3 * HOUR, last=now - HOUR, admits=Admits.PARTY
    )
    change_window(opened, over, by=OFFICE)
    reverse_payment(payment, on=TODAY, why="Cobro doble", by=OFFICE)
    assert holders(offering, "A-1") == [("hold", taken.pk)]
    run_out(taken)
    with pytest.raises(NotYourTurn):
        try_hold(offering, party, "A-1")


def run(statement: str, *values: int | str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def refused(rule: str, act: Callable[[], object]) -> None:
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        act()


CLAIM = (
    "INSERT INTO allocation_claim (space_id, kind, hold_id, during, in_force, ended_why) "
    "SELECT space.id, 'hold', %s, offering.during, tstzrange(clock_timestamp(), "
    "clock_timestamp() + interval '1 hour'), '' FROM allocation_space space "
    "JOIN allocation_offering offering ON offering.id = space.offering_id "
    "WHERE space.code = %s AND offering.id = %s"
)


def test_no_program_holds_outside_the_windows_and_without_the_guard_it_could() -> None:
    offering = make_offering()
    owners = window(offering, Admits.SPACE, ends=9)
    window(offering, Admits.EVERYBODY)
    let(owners, make_party(), "A-1")
    taken = hold(offering, "A-2")
    forced = CLAIM, taken.pk, "A-1", offering.pk
    refused("claim_is_within_a_window", lambda: run(*forced))
    settled_constraints()
    run("ALTER TABLE allocation_claim DISABLE TRIGGER claim_within_windows")
    run(*forced)
    assert holders(offering, "A-1") == [("hold", taken.pk)]


UNTIL_IT_CLOSES = """
CREATE FUNCTION waits_for_the_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_sleep_until((SELECT max(upper(opens)) FROM allocation_window));
  RETURN NEW;
END $$;
CREATE TRIGGER waits_for_the_end BEFORE INSERT ON allocation_hold
  FOR EACH ROW EXECUTE FUNCTION waits_for_the_end();
"""


def test_a_window_that_closes_while_one_holds_is_told_in_words() -> None:
    """The statement saw it open; the guard, which has the last word, sees it closed."""
    offering = make_offering()
    run(UNTIL_IT_CLOSES)
    window(offering, Admits.EVERYBODY, ends=0.1 / 3600)
    with pytest.raises(NotYourTurn, match="A-1"):
        hold(offering, "A-1")
    assert not Hold.objects.exists()


def test_an_admission_goes_with_its_window_or_is_refused() -> None:
    offering, elsewhere = make_offering(), make_offering()
    owners = window(offering, Admits.SPACE)
    any_space = window(offering, Admits.PARTY)
    everybody = window(offering, Admits.EVERYBODY)
    party = make_party()
    for opened, codes in ((owners, ()), (any_space, ("A-1",)), (everybody, ())):
        with pytest.raises(WrongAdmission):
            let(opened, party, *codes)
    with pytest.raises(NoSuchSpaces, match="Z-9"):
        let(owners, party, "Z-9")
    with pytest.raises(NoProof):
        admit(any_space, Right(party_id=party.pk, proof=" "), by=OFFICE)
    let(any_space, party)
    with pytest.raises(AdmittedAlready):
        let(any_space, party)

    stranger = elsewhere.spaces.get(code="A-1")
    known = {"party": party, "proof": "x", "admitted_by": "x"}
    for opened, space in ((owners, stranger), (owners, None), (everybody, None)):
        wrong = partial(Admission.objects.create, window=opened, space=space, **known)
        refused("admission_fits_its_window", wrong)
    settled_constraints()
    run("ALTER TABLE allocation_admission DISABLE TRIGGER admissions_fit_insert")
    Admission.objects.create(**known, window=owners, space=stranger)


def test_only_those_who_may_set_windows_and_admit() -> None:
    offering = make_offering()
    opened = window(offering, Admits.PARTY)
    turn = Turn(
        name="x",
        rank=1,
        first=dt.datetime(2027, 1, 1, tzinfo=dt.UTC),
        last=dt.datetime(2027, 1, 2, tzinfo=dt.UTC),
        admits=Admits.PARTY,
    )
    seller = Viewer(name="caja", grants=frozenset({SELL.name}))
    with pytest.raises(NotAllowed):
        set_window(offering, turn, by=seller)
    with pytest.raises(NotAllowed):
        admit(opened, Right(party_id=make_party().pk, proof="x"), by=ANYONE)
    assert admit(opened, Right(party_id=make_party().pk, proof="x"), by=seller)


def test_a_window_can_be_moved_but_not_made_one_for_others() -> None:
    offering = make_offering()
    opened = window(offering, Admits.PARTY, name="Federaciones")
    with pytest.raises(WindowNameTaken):
        window(offering, Admits.PARTY, name="Federaciones")
    with pytest.raises(WindowMakesNoSense):
        window(offering, Admits.PARTY, begins=2, ends=1)
    let(opened, make_party())
    now = dt.datetime.now(dt.UTC)
    turn = Turn(name="F", rank=4, first=now, last=now + HOUR, admits=Admits.PARTY)
    assert change_window(opened, turn, by=OFFICE).name == "F"
    public = Turn(name="F", rank=4, first=now, last=now + HOUR, admits=Admits.EVERYBODY)
    with pytest.raises(WindowHasAdmissions):
        change_window(opened, public, by=OFFICE)
    with pytest.raises(WindowHasAdmissions):
        remove_window(opened, by=OFFICE)
    remove_window(window(offering, Admits.EVERYBODY), by=OFFICE)
    assert offering.windows.count() == 1


def test_a_party_sees_its_own_calendar() -> None:
    offering = make_offering()
    owners = window(offering, Admits.SPACE, begins=-2, ends=1, name="Frentistas")
    window(offering, Admits.EVERYBODY, begins=2, ends=3, name="Público")
    house = make_party("Juana Condori")
    let(owners, house, "A-2", "A-1")
    mine, public = calendar_of(offering, house.pk)
    assert (mine.is_open, mine.admits_me, mine.codes) == (True, True, ["A-1", "A-2"])
    assert (public.is_open, public.is_over, public.admits_me) == (False, False, True)
    others = calendar_of(offering, None)[0]
    assert (others.admits_me, others.codes, others.admitted) == (False, [], 1)
    found = [each.space.code for each in admissions_to(owners, "condori") if each.space]
    assert sorted(found) == ["A-1", "A-2"]
    assert [each.party for each in admissions_to(owners, "a-2")] == [house]
    assert not admissions_to(owners, "nadie")
