"""A padrón comes in whole or row by row refused, says what is odd, and goes out again."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.utils import translation

from apps.people.models import Party, Person
from apps.territory.actions import settle_territory
from apps.territory.tests.making import (
    make_address,
    make_district,
    make_municipality,
    make_otb,
    make_street,
)
from apps.treasury.actions import receive_payment
from apps.treasury.domain.shares import Tender
from apps.treasury.models import Obligation
from apps.treasury.queries import ledger_disagreements
from apps.treasury.terms import Means, ObligationState
from apps.water.models import Account, Connection, Meter, Operator, PadronEntry
from geo.access import Viewer
from geo.importing.choices import Choices
from geo.importing.running import ask_check, ask_load, decide
from geo.importing.undoing import NotUndoable, undo
from geo.importing.uploads import receive
from geo.models import ImportRun, Upload
from geo.testing import Grid

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)
CLERK = Viewer(
    name="ana", is_staff=True, grants=frozenset({"water.register", "treasury.receive"})
)
TOWN = Grid("""
    a . . . b
    . . . . .
    s . t . u
    . . . . .
    d . . . c
""")
HEAD = "operador;cuenta;usuario;ci;categoria;medidor;direccion;deuda;meses;lon;lat"


@pytest.fixture(autouse=True)
def english(settings: Any, tmp_path: Path) -> Any:
    settings.VAR = tmp_path / "var"
    with translation.override("en"):
        yield


@pytest.fixture
def town() -> Operator:
    """A street with numbers through the town, an OTB in its west, and EMAPAQ."""
    make_municipality(TOWN.polygons("abcd"))
    make_district(1, TOWN.polygons("abcd"))
    west = Grid("a . b\n. . .\n. . .\n. . .\nd . c")
    make_otb("Villa Moderna", west.polygons("abcd"))
    street = make_street("Calle Sucre", TOWN.lines("stu"))
    make_address(street, "100", TOWN.point("s"))
    make_address(street, "200", TOWN.point("t"))
    settle_territory(now=NOW)
    return Operator.objects.create(
        code="emapaq", name="EMAPAQ", kind="municipal", is_billed_here=True, source="test"
    )


def hand_in(rows: str, *, head: str = HEAD, name: str = "padron.csv") -> Upload:
    text = "\n".join([head, *(row.strip() for row in rows.strip().splitlines())])
    upload = receive([text.encode()], name=name, layer="water-accounts", by=CLERK, now=NOW)
    return checked(upload)


def checked(upload: Upload) -> Upload:
    assert decide(upload, Choices(), by=CLERK, now=NOW)
    assert ask_check(upload, by=CLERK, now=NOW)
    upload.refresh_from_db()
    assert upload.refusal == ""
    return upload


def imported(upload: Upload) -> ImportRun:
    assert ask_load(upload, by=CLERK, now=NOW)
    upload.refresh_from_db()
    assert upload.refusal == ""
    return ImportRun.objects.get(token=upload.token)


def told(upload: Upload) -> dict[str, Any]:
    """What the last check or import said."""
    report: dict[str, Any] = upload.report or {}
    return report


def reasons(upload: Upload) -> str:
    return " | ".join(example["reason"] for example in told(upload)["examples"])


def remarks(upload: Upload) -> str:
    return " | ".join(
        row["sentence"] for remark in told(upload)["remarks"] for row in remark["first"]
    )


PLACED = """
    emapaq;1;Juan Mamani Quispe;1234567 CB;DOMESTICO;M-1;;30,00;3;-66.2795;-17.3985
    emapaq;2;Colegio San Martín;;publico;;;;;-66.2775;-17.3985
"""


def test_a_padron_becomes_accounts_with_holders_meters_and_dated_debts(town) -> None:
    run = imported(hand_in(PLACED))
    first, second = Account.objects.order_by("number")
    holder = first.holdings.get().party

    assert run.loaded == 2
    assert (first.category, first.is_metered, second.is_metered) == (
        "domestic",
        True,
        False,
    )
    assert (holder.name, holder.person.document) == ("Juan Mamani Quispe", "1234567 CB")
    assert second.holdings.get().party.kind == "organisation"
    assert first.connection.fittings.get().meter.serial == "M-1"
    assert first.connection.otb is not None
    assert first.connection.district.number == 1
    owed = Obligation.objects.filter(about_id=str(first.pk)).order_by("due_on")
    assert [(each.due_on, each.outstanding) for each in owed] == [
        (dt.date(2026, 8, 31), Decimal("10.00")),
        (dt.date(2026, 9, 30), Decimal("10.00")),
        (dt.date(2026, 10, 31), Decimal("10.00")),
    ]
    assert ledger_disagreements() == []


def test_centavos_that_do_not_divide_fall_on_the_oldest_month(town) -> None:
    imported(hand_in("emapaq;1;Ana Paz;;d;;;100,01;3;-66.2795;-17.3985"))
    amounts = Obligation.objects.order_by("due_on").values_list("amount", flat=True)
    assert [str(each) for each in amounts] == ["33.35", "33.33", "33.33"]


def test_a_dry_run_writes_nothing_and_says_everything(town) -> None:
    upload = hand_in(PLACED)
    assert told(upload)["loaded"] == 2
    assert any("2 accounts" in note for note in told(upload)["notes"])
    assert not Account.objects.exists()
    assert not Party.objects.exists()
    assert not Obligation.objects.exists()


def test_rows_without_coordinates_find_their_place_by_their_address(town) -> None:
    upload = hand_in(
        """
        emapaq;1;Ana Paz;;d;;Calle Sucre Nº 100
        emapaq;2;Beto Paz;;d;;c. sucre 210
        emapaq;3;Caro Paz;;d;;CALLE SUCRE S/N
        emapaq;4;Dino Paz;;d;;Avenida Desconocida 7
        emapaq;5;Edna Paz;;d;;
        """,
        head="operador;cuenta;usuario;ci;categoria;medidor;direccion",
    )
    imported(upload)
    placed = dict(PadronEntry.objects.values_list("number", "placed"))

    assert placed == {"1": "address", "2": "near", "3": "street"}
    assert "“address” was not found: Avenida Desconocida 7" in reasons(upload)
    assert "The row has no geometry." in reasons(upload)
    assert "Placed roughly, go and see: 2 · c. sucre 210" in remarks(upload)
    at = Connection.objects.get(accounts__number="1").position
    assert (at.x, at.y) == TOWN.points["s"]


def test_an_address_that_fits_two_streets_is_not_guessed(town) -> None:
    other = make_street("Calle Sucre", TOWN.lines("dc"))
    make_address(other, "100", TOWN.point("d"))
    settle_territory(now=NOW)
    upload = hand_in(
        "emapaq;1;Ana Paz;d;Calle Sucre 100\nemapaq;2;Beto Paz;d;Calle Sucre 200",
        head="operador;cuenta;usuario;categoria;direccion",
    )
    assert "fits several places: Calle Sucre 100" in reasons(upload)
    assert told(upload)["loaded"] == 1


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        pytest.param(
            "emapaq;9;Ana Paz;;d;M-1;;;;-66.2785;-17.3985",
            "Two accounts of the file on one meter: M-1 · 1 has it",
            id="two accounts on one meter",
        ),
        pytest.param(
            "emapaq;1;Ana Paz;;d;;;;;-66.2785;-17.3985",
            "stands in the file before, on line 2",
            id="a number twice",
        ),
        pytest.param(
            "epsas;9;Ana Paz;;d;;;;;-66.2785;-17.3985",
            "No water operator has the code “epsas”",
            id="an unknown operator",
        ),
        pytest.param(
            "emapaq;9;Ana Paz;;d;;;1.234;;-66.2785;-17.3985",
            "“debt” can be read in two ways: 1.234",
            id="a thousand or one and some",
        ),
        pytest.param(
            "emapaq;9;Ana Paz;;d;;;-5;;-66.2785;-17.3985",
            "It breaks a rule of the register",
            id="a debt below nothing",
        ),
        pytest.param(
            "emapaq;9;Ana Paz;;palacio;;;;;-66.2785;-17.3985",
            "“category” has an unknown word: palacio",
            id="an unknown category",
        ),
        pytest.param(
            "emapaq;9;Ana Paz;;d;;;;;-66.9;-17.3985",
            "The row lies outside the municipality.",
            id="in another town",
        ),
    ],
)
def test_a_bad_row_is_refused_and_the_others_come_in(town, row, reason) -> None:
    upload = hand_in(PLACED + row)
    assert reason in reasons(upload)
    assert told(upload)["loaded"] == 2


def test_what_is_odd_comes_in_and_is_listed(town) -> None:
    upload = hand_in(
        """
        emapaq;1;Ana Paz Soto;1234567;d;;;;;-66.2795;-17.3985
        emapaq;2;Ana Paz Soto;7654321;d;;;;;-66.27949;-17.3985
        emapaq;3;Beto Rojas;1234567;d;;;;;-66.2785;-17.3985
        emapaq;4;Caro Luna;NO TIENE;d;;;;;-66.2765;-17.3985
        """
    )
    said = remarks(upload)
    assert "Perhaps the same account as 1 · Ana Paz Soto" in said
    assert "One document under two names: 1234567 · Beto Rojas" in said
    assert "No identity card or tax number: NO TIENE" in said
    assert "Account 4 lies in no OTB; it is kept." in said
    imported(upload)
    assert Account.objects.outside_every_otb().count() == 1
    assert Person.objects.filter(document_number="1234567").count() == 1


def test_accounts_that_are_there_already_are_refused(town) -> None:
    imported(hand_in(PLACED))
    again = hand_in(
        PLACED + "emapaq;3;Ana Paz;;d;M-1;;;;-66.2785;-17.3985", name="otra.csv"
    )
    assert "is already in the register: emapaq 1" in reasons(again)
    assert "Two accounts on one meter: M-1 · 1 has it" in reasons(again)
    assert told(again)["loaded"] == 0


def test_debts_to_an_operator_that_is_not_billed_here_stay_out(town) -> None:
    Operator.objects.update(is_billed_here=False)
    upload = hand_in(PLACED)
    imported(upload)
    assert "The dues of EMAPAQ are not collected here" in remarks(upload)
    assert Account.objects.count() == 2
    assert not Obligation.objects.exists()


def test_a_padron_is_undone_as_a_whole(town) -> None:
    run = imported(hand_in(PLACED))
    undo(run.token, by=CLERK, now=NOW)

    for model in (Account, Connection, Meter, PadronEntry):
        assert not model.objects.exists(), model
    states = set(Obligation.objects.values_list("state", "outstanding"))
    assert states == {(ObligationState.ANNULLED, Decimal("0.00"))}
    assert ledger_disagreements() == []
    imported(hand_in(PLACED, name="de nuevo.csv"))
    assert Obligation.objects.open().count() == 3
    assert Person.objects.count() == 1


def test_a_padron_that_somebody_worked_on_stays(town) -> None:
    run = imported(hand_in(PLACED))
    owed = Obligation.objects.order_by("due_on")[0]
    tender = Tender(key="a", debtor_id=owed.debtor_id, amount=Decimal(5), means=Means.CASH)
    receive_payment(tender, on=NOW.date(), by=CLERK)
    Account.objects.filter(number="2").update(category="social")

    with pytest.raises(NotUndoable) as refused:
        undo(run.token, by=CLERK, now=NOW)
    assert [(each.title, each.rows) for each in refused.value.obstacles] == [
        ("Accounts whose category, state or place was changed", ("2",)),
        ("Accounts that were charged or paid something", ("1",)),
    ]
    assert Account.objects.count() == 2


def test_a_workbook_with_a_title_above_is_read_as_it_is(town, tmp_path) -> None:
    file = tmp_path / "padron.xlsx"
    with xlsxwriter.Workbook(str(file)) as book:
        sheet = book.add_worksheet("PADRON 2026")
        book.add_worksheet("notas")
        sheet.write(0, 0, "EMAPAQ – PADRÓN DE USUARIOS")
        for column, title in enumerate(HEAD.split(";")):
            sheet.write(2, column, title)
        sheet.write_row(3, 0, ["emapaq", 17, "Ana Paz", 1234567, "D", "", "", 12.5, 1])
        sheet.write_row(3, 9, [-66.2795, -17.3985])
        sheet.write_row(4, 0, ["emapaq", "x y", "Beto Paz", "", "D", "", "", "", ""])
        sheet.write_row(4, 9, [-66.2795, -17.3985])
    upload = checked(
        receive(
            [file.read_bytes()], name=file.name, layer="water-accounts", by=CLERK, now=NOW
        )
    )
    imported(upload)

    assert Account.objects.get().number == "17"
    assert Obligation.objects.get().amount == Decimal("12.50")
    assert [example["line"] for example in told(upload)["examples"]] == [5]
