"""Annulled infractions: once, by a norm and a reason, and to the centavo with the books."""

from __future__ import annotations

from decimal import Decimal
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, transaction
from django.test import Client

from apps.documents.models import HistoryRow
from apps.festivals.actions import annul_infraction, charge_infraction, hand_on
from apps.festivals.domain.control_refusals import InfractionAnnulled, ReasonMissing
from apps.festivals.models import Infraction
from apps.festivals.permissions import CONTROL
from apps.festivals.queries.closing import closing_of
from apps.festivals.queries.control import paid_on
from apps.festivals.terms import Step
from apps.festivals.tests.inspecting import (
    Feast,
    make_feast,
    make_infraction_kind,
    make_inspector,
    report,
    today,
    told,
)
from apps.festivals.tests.making import OFFICE
from apps.festivals.tests.test_custody import handing, seized
from apps.fieldwork.tests.making import Phone
from apps.people.tests.making import looked_at
from apps.treasury.actions import annul_obligation
from apps.treasury.actions.annulling import Ground
from apps.treasury.domain.things import things_named
from apps.treasury.models import Account, Leg
from apps.treasury.queries import balance_of
from apps.treasury.terms import ObligationState
from apps.treasury.tests.making import OFFICE as TREASURY
from apps.treasury.tests.making import make_party
from apps.treasury.tests.making import pay as pay_debt
from geo.access import NotAllowed, Viewer

pytestmark = pytest.mark.django_db

WHY = Ground(legal_basis="Resolución 12/2027", reason="Se midió el puesto vecino")


def fined(code: str = "A-1", kind: str = "exceso") -> tuple[Feast, Phone, Infraction]:
    """Rosa's stand, fined by an inspector a moment ago."""
    feast, rosa = make_feast(), make_inspector()
    feast.sell(code, party=make_party("Rosa Mamani Condori"))
    return feast, rosa, fine(feast, rosa, code, kind)


def fine(feast: Feast, rosa: Phone, code: str, kind: str = "exceso") -> Infraction:
    known = make_infraction_kind(kind)
    told(rosa, report(rosa, feast, "infraction", code, infraction={"kind": known.code}))
    return Infraction.objects.order_by("-pk")[0]


def income_of_fines() -> Decimal:
    """What the ledger says was charged as fines and not taken back."""
    account = Account.objects.get(code="income-multas-feria")
    legs = Leg.objects.filter(account=account).values_list("amount", flat=True)
    return -sum(legs, Decimal(0))


def charged(feast: Feast) -> Decimal:
    """What the closing report says was charged as fines."""
    return sum((each.charged for each in closing_of(feast.festival).fined), Decimal(0))


def test_an_annulled_fine_leaves_report_and_books_alike_to_the_centavo() -> None:
    feast, rosa, first = fined()
    feast.sell("A-2", party=make_party("Zenobia Achá"))
    second = fine(feast, rosa, "A-2")
    assert charged(feast) == income_of_fines() == Decimal("400.00")
    annulled = annul_infraction(first, WHY, on=today(), by=OFFICE)
    assert charged(feast) == income_of_fines() == Decimal("200.00")
    closing = closing_of(feast.festival)
    assert ([each.count for each in closing.fined], closing.annulled) == ([1], 1)
    assert annulled.annulled_by == OFFICE.name
    assert annulled.obligation is not None
    assert balance_of(annulled.obligation.debtor_id).owed == 0
    second.refresh_from_db()
    assert second.annulled_at is None


def test_the_desk_is_told_what_a_fine_is_for() -> None:
    feast, _rosa, infraction = fined()
    assert infraction.obligation is not None
    told = things_named([infraction.obligation])[infraction.obligation.pk]
    assert told == f"{infraction.kind.name} · A-1 · {feast.festival.title}"


def test_what_was_paid_becomes_an_advance_of_who_was_fined() -> None:
    feast, _rosa, infraction = fined()
    assert infraction.obligation is not None
    debtor = infraction.obligation.debtor
    pay_debt(debtor, "50.00", on=today())
    infraction.refresh_from_db()
    assert paid_on(infraction) == Decimal("50.00")
    assert closing_of(feast.festival).fines_paid == Decimal("50.00")
    annul_infraction(infraction, WHY, on=today(), by=OFFICE)
    assert balance_of(debtor.pk).advances == Decimal("50.00")
    closing = closing_of(feast.festival)
    assert closing.fines_paid == 0
    assert not closing.fined
    infraction.refresh_from_db()
    assert paid_on(infraction) == 0


def test_a_fine_that_the_treasury_annulled_counts_nothing() -> None:
    feast, _rosa, infraction = fined()
    assert infraction.obligation is not None
    annul_obligation(infraction.obligation, WHY, on=today(), by=TREASURY)
    assert charged(feast) == income_of_fines() == 0
    annul_infraction(infraction, WHY, on=today(), by=OFFICE)
    assert closing_of(feast.festival).annulled == 1


def test_it_is_annulled_once_with_its_reason_by_whoever_may() -> None:
    _feast, _rosa, infraction = fined()
    chief = Viewer(name="jefa", is_staff=True, grants=frozenset({CONTROL.name}))
    with pytest.raises(NotAllowed):
        annul_infraction(infraction, WHY, on=today(), by=chief)
    for bare in (Ground(legal_basis=" ", reason="x"), Ground(legal_basis="x", reason="")):
        with pytest.raises(ReasonMissing):
            annul_infraction(infraction, bare, on=today(), by=OFFICE)
    assert infraction.obligation is not None
    infraction.obligation.refresh_from_db()
    assert infraction.obligation.state == ObligationState.OPEN
    annul_infraction(infraction, WHY, on=today(), by=OFFICE)
    with pytest.raises(InfractionAnnulled):
        annul_infraction(infraction, WHY, on=today(), by=OFFICE)
    with pytest.raises(InfractionAnnulled):
        charge_infraction(infraction, make_party(), on=today(), by=OFFICE)
    kept = HistoryRow.objects.filter(
        table_name="festivals_infraction", record=str(infraction.pk)
    )
    last = kept.order_by("-pk")[0]
    assert (last.who, last.why) == (OFFICE.name, WHY.reason)


def test_the_stand_can_be_fined_anew_and_a_report_sent_again_charges_nothing() -> None:
    feast, rosa, _first = fined()
    kind = make_infraction_kind()
    event = report(rosa, feast, "infraction", "A-1", infraction={"kind": kind.code})
    assert told(rosa, event)[0][0] == "conflict"
    annul_infraction(Infraction.objects.get(), WHY, on=today(), by=OFFICE)
    again = report(rosa, feast, "infraction", "A-1", infraction={"kind": kind.code})
    assert told(rosa, again, again) == [("applied", "")] * 2
    assert Infraction.objects.all().standing().count() == 1
    assert charged(feast) == Decimal("200.00")


def test_goods_taken_for_it_go_back_without_payment() -> None:
    taken = seized()
    annul_infraction(taken.infraction, WHY, on=today(), by=OFFICE)
    back = handing(Step.RETURNED, receiver="Juan Pérez")
    assert hand_on(taken, back, by=OFFICE).kind == Step.RETURNED


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"annulled_by": "", "annulled_because": ""}, "infraction_annulment_is_whole"),
        ({}, "infraction_annulled_with_its_fine"),
    ],
)
def test_the_database_refuses_half_an_annulment(changed, rule) -> None:
    _feast, _rosa, infraction = fined()
    whole = {
        "annulled_at": infraction.committed_at,
        "annulled_by": "x",
        "annulled_basis": "x",
        "annulled_because": "x",
    }
    rows = Infraction.objects.filter(pk=infraction.pk)
    with pytest.raises(DatabaseError, match=rule), transaction.atomic():
        rows.update(**{**whole, **changed})


def test_the_database_keeps_an_annulment_as_it_was_written() -> None:
    _feast, _rosa, infraction = fined()
    annul_infraction(infraction, WHY, on=today(), by=OFFICE)
    rows = Infraction.objects.filter(pk=infraction.pk)
    nothing = {"annulled_at": None, "annulled_by": "", "annulled_basis": ""}
    for changed in ({**nothing, "annulled_because": ""}, {"annulled_because": "Otra"}):
        with (
            pytest.raises(DatabaseError, match="infraction_annulled_once"),
            transaction.atomic(),
        ):
            rows.update(**changed)


def page_of(client: Client, address: str, **form: str) -> str:
    answer = client.post(address, form, follow=True) if form else client.get(address)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


@pytest.mark.bar("R56")
def test_the_page_says_what_it_brings_about_and_the_board_keeps_it_crossed_out() -> None:
    feast, _rosa, infraction = fined()
    assert infraction.obligation is not None
    pay_debt(infraction.obligation.debtor, "200.00", on=today())
    client = Client()
    client.force_login(User.objects.create_superuser("jefa-de-control"))
    board = f"/fiestas/{feast.festival.code}/control/"
    page = f"{board}infracciones/{infraction.pk}/anular/"
    assert page in page_of(client, board)
    said = page_of(client, page)
    assert "200,00" in said
    assert "anticipo de Rosa Mamani Condori" in said
    assert looked_at("Rosa Mamani Condori") == {"jefa-de-control"}
    refused = page_of(client, page, legal_basis="", reason="Error")
    assert "Error</textarea>" in refused
    ground = {"legal_basis": WHY.legal_basis, "reason": WHY.reason}
    done = page_of(client, page, **ground)
    assert "La infracción está anulada" in done
    assert WHY.reason in done
    assert page not in done
    assert "ya se había anulado" in page_of(client, page, **ground)
    assert "1 infracción se anuló" in page_of(Client(), f"{board[:-8]}informe/")
    assert client.get(f"{board}infracciones/999999/anular/").status_code == 404


def test_the_page_is_for_those_who_may_annul() -> None:
    feast, _rosa, infraction = fined()
    client = Client()
    page = f"/fiestas/{feast.festival.code}/control/infracciones/{infraction.pk}/anular/"
    assert client.get(page).status_code == 302
    client.force_login(User.objects.create_user("funcionaria", is_staff=True))
    assert client.get(page).status_code == 403
