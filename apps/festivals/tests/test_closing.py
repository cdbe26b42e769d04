"""The closing report: every centavo of the treasury, no names, kept as it was issued."""

from __future__ import annotations

import datetime as dt
import hashlib
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.db.models import Sum
from django.test import Client

from apps.allocation.queries import money_of_holds
from apps.allocation.tests.making import charged, pay
from apps.documents.models import Document
from apps.festivals.actions.closing import issue_closing
from apps.festivals.domain.control_refusals import FeastNotOver
from apps.festivals.models import Infraction
from apps.festivals.queries.closing import closing_of
from apps.festivals.tests.inspecting import (
    HERE,
    Feast,
    look,
    make_feast,
    make_infraction_kind,
    make_inspector,
    report,
    today,
    told,
)
from apps.festivals.tests.making import OFFICE, draw, make_festival, make_plan, make_trade
from apps.festivals.tests.test_publishing import publish
from apps.treasury.actions import reverse_payment
from apps.treasury.models import Payment
from apps.treasury.tests.making import OFFICE as TREASURY
from apps.treasury.tests.making import make_party, make_price
from apps.treasury.tests.making import pay as pay_debt
from geo.access import ANYONE, NotAllowed
from geo.store import store

pytestmark = pytest.mark.django_db


def test_what_came_in_is_that_of_the_treasury_to_the_centavo() -> None:
    festival = make_festival()
    make_price("33.33", concept=festival.concept, variant="comida-norte", unit="m")
    make_price("0.07", concept=festival.concept, variant="juegos", unit="módulo")
    plan = make_plan(festival, last_m=Decimal(20))
    draw(
        plan,
        trade=make_trade("comida"),
        prefix="C",
        first_m=Decimal(25),
        last_m=Decimal(45),
        price_zone="norte",
    )
    draw(plan, trade=make_trade("juegos"), prefix="J", first_m=Decimal(50))
    offering = publish(plan)
    for codes in (("A-1", "C-1", "J-1"), ("C-2", "J-2"), ("A-2",)):
        pay(charged(offering, *codes))
    charged(offering, "A-3")
    paid = Payment.objects.aggregate(sum=Sum("amount"))["sum"]
    closing = closing_of(festival)
    assert closing.total == paid == money_of_holds().sold
    assert sum(amount for _day, amount in closing.days) == paid
    sums = {(each.name, each.zone): each.amount for each in closing.trades}
    assert sums == {
        ("Artesania", ""): Decimal("200.00"),
        ("Comida", "norte"): Decimal("333.30"),
        ("Juegos", ""): Decimal("0.14"),
    }


def test_what_was_paid_back_does_not_count() -> None:
    feast = make_feast()
    pay(charged(feast.offering, "A-1"))
    taken = pay(charged(feast.offering, "A-2"))
    reverse_payment(taken, on=dt.date(2026, 8, 1), why="Error de caja", by=TREASURY)
    closing = closing_of(feast.festival)
    assert closing.total == Decimal("100.00")
    assert (closing.ground.stands, closing.ground.sold, closing.ground.percent) == (
        4,
        1,
        Decimal(25),
    )


def test_fines_goods_vendors_and_waste_are_counted() -> None:
    feast, rosa = make_feast(), make_inspector()
    feast.sell("A-1", party=make_party("Rosa Mamani Condori"))
    kind = make_infraction_kind()
    told(
        rosa,
        look(rosa, feast, "A-1", frontage_m="9"),
        report(
            rosa,
            feast,
            "seized",
            "A-1",
            infraction={"kind": kind.code},
            seized={"items": [{"what": "Garrafa", "quantity": "1"}]},
        ),
        report(rosa, feast, "unlicensed", vendor={"trade": ""}, position=HERE),
        report(rosa, feast, "waste", waste={"kg": "10.5", "zone": "norte"}),
        report(rosa, feast, "waste", waste={"kg": "4", "zone": "norte"}),
    )
    fine = Infraction.objects.get().obligation
    assert fine is not None
    pay_debt(fine.debtor, "50.00", on=today())
    closing = closing_of(feast.festival)
    (fined,) = closing.fined
    assert (fined.count, fined.charged, fined.paid) == (1, Decimal(200), Decimal(50))
    assert (closing.looks, closing.looks_with_faults) == (1, 1)
    assert (closing.unlicensed, closing.confiscations, closing.returned) == (1, 1, 0)
    assert [(each.name, each.amount) for each in closing.waste] == [
        ("norte", Decimal("14.5"))
    ]


def sold_feast(*, began: int) -> Feast:
    feast = make_feast(began=began)
    feast.sell("A-1", party=make_party("Rosa Mamani Condori"))
    return feast


def test_the_report_is_kept_byte_for_byte_and_anyone_reads_totals_only() -> None:
    feast = sold_feast(began=10)
    address = f"/fiestas/{feast.festival.code}/informe"
    client, chief = Client(), Client()
    assert client.get(f"{address}.pdf").status_code == 404
    with pytest.raises(NotAllowed):
        issue_closing(feast.festival, on=today(), by=ANYONE)
    chief.force_login(User.objects.create_superuser("jefa-de-control"))
    assert "está emitido" in chief.post(f"{address}/emitir/", follow=True).content.decode()
    paper = Document.objects.get(kind="festivals.closing")
    assert paper.place is not None
    content = store().get(paper.sha256)
    assert content.startswith(b"%PDF")
    served = client.get(f"{address}.pdf")
    assert served.content == content
    assert hashlib.sha256(served.content).hexdigest() == paper.sha256
    page = client.get(f"{address}/").content.decode()
    assert "Se vendieron 1 de 4 puestos (25" in page
    assert "Mamani" not in page
    assert client.post(f"{address}/emitir/").status_code == 302


def test_a_report_before_the_end_is_not_issued() -> None:
    feast = make_feast()
    with pytest.raises(FeastNotOver):
        issue_closing(feast.festival, on=today(), by=OFFICE)
    assert not Document.objects.filter(kind="festivals.closing").exists()
    page = Client().get(f"/fiestas/{feast.festival.code}/informe/").content.decode()
    assert "estas cifras todavía cambian" in page
    assert "Todavía no se pagó ningún puesto" in page
