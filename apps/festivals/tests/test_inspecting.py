"""What inspectors send from the street: looks, fines, vendors without patent, waste."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import uuid
from decimal import Decimal

import pytest

from apps.documents.actions import annul_document
from apps.documents.tests.making import photo
from apps.festivals.actions import Beat, charge_infraction, send_inspector
from apps.festivals.domain.control_refusals import (
    FinedAlready,
    NoFineInForce,
    NothingThere,
    OnlyAWarning,
)
from apps.festivals.models import (
    Infraction,
    InfractionKind,
    Inspection,
    UnlicensedVendor,
    WasteWeighing,
)
from apps.festivals.queries.carrying import digest_of
from apps.festivals.queries.control import photos_of
from apps.festivals.tests.inspecting import (
    HERE,
    LAT,
    LON,
    Feast,
    address,
    look,
    make_feast,
    make_infraction_kind,
    make_inspector,
    report,
    today,
    told,
)
from apps.festivals.tests.making import OFFICE, make_trade
from apps.fieldwork.actions.packing import pack_assignment
from apps.fieldwork.models import Event, FieldFile
from apps.fieldwork.tests.making import Phone, make_collector, make_phone
from apps.treasury.models import Obligation
from apps.treasury.tests.making import is_sound, make_concept, make_party
from geo.access import ANYONE, NotAllowed
from geo.store import store

pytestmark = pytest.mark.django_db


@pytest.fixture
def feast() -> Feast:
    return make_feast()


@pytest.fixture
def rosa():
    return make_inspector()


def test_a_stand_in_order_is_kept_without_a_fault(feast, rosa) -> None:
    paper = feast.sell("A-1")
    event = look(rosa, feast, "A-1", code=address(paper), verdict="valid")
    event["position"] = HERE
    assert told(rosa, event) == [("applied", "")]
    kept = Inspection.objects.get()
    assert (kept.shown, kept.faults, kept.person) == ("valid", [], "holder")
    assert (kept.allowed_m, kept.frontage_m) == (Decimal(5), Decimal(5))
    assert kept.made_by == "rosa"
    assert kept.position is not None


@pytest.mark.parametrize(
    ("stand", "fault"),
    [
        pytest.param({"person": "other", "name": "Juan"}, "person", id="another person"),
        pytest.param({"frontage_m": "5,26"}, "length", id="longer than the tape may err"),
        pytest.param({"trade": "comida"}, "trade", id="another trade"),
        pytest.param({"code": ""}, "patent", id="no patent shown"),
    ],
)
def test_what_differs_from_the_patent_is_found(feast, rosa, stand, fault) -> None:
    make_trade("comida")
    paper = feast.sell("A-1")
    told(rosa, look(rosa, feast, "A-1", **{"code": address(paper), **stand}))
    assert Inspection.objects.get().faults == [fault]


def test_what_a_tape_may_be_wrong_by_is_no_fault(feast, rosa) -> None:
    paper = feast.sell("A-1")
    told(rosa, look(rosa, feast, "A-1", code=address(paper), frontage_m="5.25"))
    assert Inspection.objects.get().faults == []


def test_what_was_drawn_on_the_map_is_measured_where_no_figure_was_typed(
    feast, rosa
) -> None:
    paper = feast.sell("A-1")
    line = [[LON, LAT], [LON + 0.00009, LAT]]
    event = look(rosa, feast, "A-1", code=address(paper), frontage_m="", line=line)
    told(rosa, event)
    kept = Inspection.objects.get()
    assert kept.measured is not None
    assert kept.frontage_m is not None
    assert Decimal("9.4") < kept.frontage_m < Decimal("9.7")
    assert kept.faults == ["length"]


def test_a_forged_an_annulled_an_old_and_a_foreign_code_are_told_apart(feast, rosa) -> None:
    mine, others = feast.sell("A-1"), feast.sell("A-2")
    taken_back = feast.sell("A-3")
    annul_document(taken_back, reason="Se anuló la venta", by=OFFICE)
    past, next_one = make_feast(began=30), make_feast(began=-20)
    codes = {
        "A-1": [
            (address(mine), "valid"),
            (address(others), "other_stand"),
            (address(past.sell("A-1")), "expired"),
            (address(next_one.sell("A-1")), "other_feast"),
            ("https://quillacollo.example/verificar/AAAAAAAAAAAAAAAAAAAAAA/", "unknown"),
            ("WIFI:T:WPA;S:casa;;", "unknown"),
            ("", "none"),
        ],
        "A-3": [(address(taken_back), "annulled")],
    }
    for stand, shown in codes.items():
        for code, verdict in shown:
            event = look(rosa, feast, stand, code=code)
            told(rosa, event)
            assert Inspection.objects.get(event_id=event["id"]).shown == verdict, code


def test_the_code_of_a_feast_that_is_over_has_run_out(rosa) -> None:
    over = make_feast(began=5, days=3)
    told(rosa, look(rosa, over, "A-1", code=address(over.sell("A-1"))))
    assert Inspection.objects.get().shown == "expired"


def test_the_register_corrects_what_the_telephone_thought(feast, rosa) -> None:
    paper = feast.sell("A-1")
    outcome, message = told(
        rosa, look(rosa, feast, "A-1", code=address(paper), verdict="unknown")
    )[0]
    assert outcome == "conflict"
    assert "vigente para este puesto" in message
    assert Inspection.objects.get().faults == []


def test_two_inspectors_at_one_stand_made_two_looks(feast, rosa) -> None:
    feast.sell("A-1")
    mario = make_inspector("mario")
    told(rosa, look(rosa, feast, "A-1"))
    told(mario, look(mario, feast, "A-1", person="nobody"))
    assert Inspection.objects.count() == 2


def test_a_fine_is_owed_by_who_has_the_stand_and_once_a_day(feast, rosa) -> None:
    party = make_party("Rosa Mamani")
    feast.sell("A-1", party=party)
    kind = make_infraction_kind()
    mario = make_inspector("mario")
    first = report(rosa, feast, "infraction", "A-1", infraction={"kind": kind.code})
    assert told(rosa, first, first)[0] == ("applied", "")
    again = report(mario, feast, "infraction", "A-1", infraction={"kind": kind.code})
    outcome, message = told(mario, again)[0]
    assert outcome == "conflict"
    assert "rosa" in message
    fine = Infraction.objects.get().obligation
    assert fine is not None
    assert (fine.debtor, fine.amount) == (party, Decimal("200.00"))
    assert Obligation.objects.filter(about_kind="festivals.infraction").count() == 1
    assert is_sound()


def test_another_thing_or_another_day_is_another_fine(feast, rosa) -> None:
    feast.sell("A-1")
    codes = [make_infraction_kind("exceso").code, make_infraction_kind("humo").code]
    yesterday = (dt.datetime.now(dt.UTC) - dt.timedelta(days=1)).isoformat()
    events = [
        report(
            rosa, feast, "infraction", "A-1", infraction={"kind": codes[0]}, at=yesterday
        ),
        *(report(rosa, feast, "infraction", "A-1", infraction={"kind": c}) for c in codes),
    ]
    assert [outcome for outcome, _message in told(rosa, *events)] == ["applied"] * 3
    assert Infraction.objects.count() == 3
    # Nobody had the stand by right yesterday: that fine waits for who is found.
    assert Infraction.objects.exclude(obligation=None).count() == 2


def test_a_fine_that_no_norm_sets_is_not_charged_and_stays_recorded(feast, rosa) -> None:
    feast.sell("A-1")
    kind = InfractionKind.objects.create(
        code="ruido",
        name="Ruido",
        legal_basis="OM 13/2027",
        concept=make_concept("multas-sin-monto"),
    )
    event = report(rosa, feast, "infraction", "A-1", infraction={"kind": kind.code})
    outcome, message = told(rosa, event)[0]
    assert outcome == "conflict"
    assert "no regía ninguna multa" in message
    infraction = Infraction.objects.get()
    with pytest.raises(NoFineInForce):
        charge_infraction(infraction, make_party(), on=today(), by=OFFICE)


def test_a_fine_is_charged_to_who_is_found_out_later_once(feast, rosa) -> None:
    kind, warning = make_infraction_kind(), make_infraction_kind("aviso", None)
    events = [
        report(rosa, feast, "infraction", infraction={"kind": each.code}, position=HERE)
        for each in (kind, warning)
    ]
    assert [outcome for outcome, _message in told(rosa, *events)] == ["applied"] * 2
    infraction = Infraction.objects.get(kind=kind)
    assert infraction.party is None
    with pytest.raises(NotAllowed):
        charge_infraction(infraction, make_party(), on=today(), by=ANYONE)
    fine = charge_infraction(infraction, make_party("Ana"), on=today(), by=OFFICE)
    assert (fine.debtor.name, fine.amount) == ("Ana", Decimal("200.00"))
    with pytest.raises(FinedAlready):
        charge_infraction(infraction, make_party(), on=today(), by=OFFICE)
    with pytest.raises(OnlyAWarning):
        charge_infraction(
            Infraction.objects.get(kind=warning), make_party(), on=today(), by=OFFICE
        )


def test_a_vendor_without_patent_is_a_point_and_needs_one(feast, rosa) -> None:
    make_trade("comida")
    vendor = {"trade": "comida"}
    placed = report(rosa, feast, "unlicensed", vendor=vendor, position=HERE)
    lost = report(rosa, feast, "unlicensed", vendor=vendor)
    assert [outcome for outcome, _message in told(rosa, placed, lost)] == [
        "applied",
        "refused",
    ]
    seen = UnlicensedVendor.objects.get()
    assert (str(seen.trade), seen.position.x) == ("Comida", LON)
    assert Event.objects.count() == 2


def test_waste_is_weighed_by_zone(feast, rosa) -> None:
    good = report(rosa, feast, "waste", waste={"kg": "120,5", "zone": "norte"})
    bad = report(rosa, feast, "waste", waste={"kg": "0", "zone": ""})
    assert [outcome for outcome, _message in told(rosa, good, bad)] == [
        "applied",
        "refused",
    ]
    weighed = WasteWeighing.objects.get()
    assert (weighed.kg, weighed.zone, weighed.on_day) == (
        Decimal("120.5"),
        "norte",
        today(),
    )


@pytest.mark.parametrize(
    ("code", "body"),
    [
        pytest.param("Z-9", {"outcome": "checked"}, id="a stand that is not there"),
        pytest.param("-", {"outcome": "checked"}, id="the street is no stand"),
        pytest.param("A-1", {"outcome": "felled"}, id="nothing inspectors report"),
        pytest.param("A-1", {"outcome": "checked"}, id="nothing said of the stand"),
        pytest.param(
            "A-1", {"outcome": "infraction", "infraction": {"kind": "x"}}, id="no such norm"
        ),
        pytest.param("A-1", {"outcome": "seized", "infraction": {}}, id="no inventory"),
    ],
)
def test_what_makes_no_sense_is_kept_and_refused(feast, rosa, code, body) -> None:
    event = report(rosa, feast, "checked", code)
    event["body"] = {**event["body"], **body}
    outcome, message = told(rosa, event)[0]
    assert (outcome, bool(message)) == ("refused", True)
    assert Event.objects.count() == 1
    assert not Inspection.objects.exists()


def test_a_stand_of_another_feast_is_no_stand_of_this_one(feast, rosa) -> None:
    other = make_feast(last_m=Decimal(40))
    event = report(rosa, feast, "checked", "A-7")
    assert told(rosa, event)[0][0] == "refused"
    assert told(rosa, look(rosa, other, "A-7"))[0][0] == "applied"


def test_who_may_not_inspect_reports_nothing(feast) -> None:
    pedro = make_phone(make_collector("pedro"), "Otro")
    assert told(pedro, look(pedro, feast, "A-1"))[0][0] == "refused"
    assert not Inspection.objects.exists()


def test_the_photograph_of_an_infraction_arrives_with_it(feast, rosa) -> None:
    kind, ident = (
        make_infraction_kind("aviso", None),
        "0b6f3c1e-7a51-4c58-9d0a-1f2e3d4c5b6a",
    )
    event = report(
        rosa,
        feast,
        "infraction",
        "A-1",
        infraction={"kind": kind.code},
        files=[{"id": ident, "role": "photo", "sha256": "0" * 64, "bytes": 3}],
    )
    told(rosa, event)
    assert rosa.put(photo(), uuid.UUID(ident)).json()["outcome"] == "kept"
    kept = FieldFile.objects.get().attachment
    assert kept is not None
    told_of = Infraction.objects.get().event_id
    assert photos_of([told_of]) == {told_of: [str(kept.token)]}


def beat_of(phone: Phone, letter: str) -> Beat:
    holder = phone.device.holder
    return Beat(inspector=holder, letter=letter, first_day=today(), last_day=today())


def test_a_round_carries_what_is_needed_to_judge_without_a_network(feast, rosa) -> None:
    party = make_party("Mamani Flores, Rosa")
    paper = feast.sell("A-1", "A-2", party=party)
    old = make_feast(began=60).sell("A-1")
    make_infraction_kind()
    beat = Beat(
        inspector=rosa.device.holder, letter="A", first_day=today(), last_day=today()
    )
    round_ = send_inspector(feast.festival, beat, by=OFFICE)
    now = dt.datetime.now(dt.UTC)
    pack_assignment(round_, at=now, on=today())
    document = json.loads(gzip.decompress(store().get(round_.package)))
    items = {each["about"]["id"].split("/")[1]: each for each in document["items"]}
    assert set(items) == {"A-1", "A-2", "A-3", "A-4", "-"}
    assert items["A-1"]["subtitle"] == "Mamani Flores, Rosa"
    assert items["A-1"]["data"]["stand"]["frontage_m"] == "5.00"
    assert items["-"]["data"] == {"stand": None}
    patents = document["common"]["patents"]
    assert patents[digest_of(paper.token)] == ["valid", "A-1", "A-2"]
    assert patents[digest_of(old.token)] == ["expired"]
    assert paper.token not in json.dumps(document)
    (kind,) = document["common"]["infractions"]
    assert (kind["code"], kind["fine"]) == ("exceso", "200.00")


def test_nobody_is_sent_to_stands_that_are_not_there(feast, rosa) -> None:
    beat = Beat(
        inspector=rosa.device.holder, letter="Q", first_day=today(), last_day=today()
    )
    with pytest.raises(NothingThere):
        send_inspector(feast.festival, beat, by=OFFICE)
    with pytest.raises(NotAllowed):
        send_inspector(feast.festival, beat, by=ANYONE)
    assert not InfractionKind.objects.exists()
