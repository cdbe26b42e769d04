"""How often the placer is right, on works labelled by hand before it existed."""

from __future__ import annotations

import csv
import gzip
import io
import os
import random
import re
import unicodedata
from pathlib import Path

import psycopg
import pytest

from apps.works.tests.judging import Claim, Truth, truth_of, verdict
from tests import databases

SAMPLE = Path(__file__).with_name("placing_sample.csv")
VERDICTS = Path(__file__).with_name("placing_verdicts.csv")
RECORD = "sicoes_quillacollo_2007_2026.csv.gz"
SEED, READ = 20260823, 240
"""What the order was drawn with, and how many of it were read."""
HEADER = (
    *("cuce", "true_level", "claimed_level", "claimed_districts", "claimed_otbs"),
    *("claimed_streets", "verdict"),
)
PRECISION = 0.95
CLAIMS = """
SELECT call.cuce, work.place_level, work.district_numbers::text[], work.otb_names,
       array_remove(array_agg(DISTINCT street.name), NULL)
FROM works_work work
JOIN works_call call ON call.work_id = work.id
LEFT JOIN works_workplace place ON place.work_id = work.id
LEFT JOIN territory_street street ON street.id = place.street_id
GROUP BY call.cuce, work.id
"""


@pytest.fixture(scope="module")
def claims(real_data: Path, worker: str) -> dict[str, Claim]:
    """What the platform says of every call after importing the real record."""
    template = databases.record_template(real_data / RECORD)
    database = f"llajta_sample_{worker}_{os.getpid()}"
    with (
        databases.copied(template, database),
        psycopg.connect(databases.address(database)) as connection,
    ):
        rows = connection.execute(CLAIMS).fetchall()
    return {
        cuce: Claim(
            level=level,
            districts=frozenset(districts),
            otbs=tuple(otbs),
            streets=tuple(streets),
        )
        for cuce, level, districts, otbs, streets in rows
    }


@pytest.fixture(scope="module")
def truths() -> list[Truth]:
    """The labelled sample."""
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        return [truth_of(row) for row in csv.DictReader(file)]


def test_nineteen_of_twenty_claims_are_right(
    claims: dict[str, Claim], truths: list[Truth]
) -> None:
    verdicts = {truth.cuce: verdict(truth, claims[truth.cuce]) for truth in truths}
    judged = {
        cuce: said
        for cuce, said in verdicts.items()
        if claims[cuce].level != "none" and said != "unsure"
    }
    wrong = {cuce: said for cuce, said in judged.items() if said.startswith("wrong")}
    assert len(judged) > 100
    assert 1 - len(wrong) / len(judged) >= PRECISION, wrong


def test_the_verdicts_on_record_are_those_of_today(
    claims: dict[str, Claim], truths: list[Truth]
) -> None:
    """`LLAJTA_WRITE_VERDICTS=1` writes them down after a change of the placer."""
    found = io.StringIO()
    table = csv.writer(found, lineterminator="\n")
    table.writerow(HEADER)
    for truth in truths:
        claim = claims[truth.cuce]
        places = (" | ".join(sorted(each)) for each in (claim.otbs, claim.streets))
        districts = " ".join(sorted(claim.districts, key=int))
        said = verdict(truth, claim)
        table.writerow([truth.cuce, truth.level, claim.level, districts, *places, said])
    if os.environ.get("LLAJTA_WRITE_VERDICTS") == "1":
        VERDICTS.write_text(found.getvalue(), encoding="utf-8")
    assert VERDICTS.read_text(encoding="utf-8") == found.getvalue()


def drawn(record: Path) -> list[str]:
    """CUCE of the works of 2018 and later, in the order that the seed gives them."""
    with gzip.open(record, "rt", encoding="utf-8", errors="replace") as file:
        calls = [
            (row["fecha_publicacion"], row["cuce"], row["objeto_de_contratacion"])
            for row in csv.DictReader(file)
            if row["cuce"].split("-")[1] == "1302"
            and row["tipo_de_contratacion"].strip() == "Obras"
            and 18 <= int(row["cuce"][:2]) <= 26
        ]
    bases: dict[str, tuple[str, str, str]] = {}
    for call in sorted(calls):
        bases.setdefault(call[1].rsplit("-", 2)[0], call)
    works: dict[str, str] = {}
    for _day, cuce, text in sorted(bases.values()):
        works.setdefault(folded(text), cuce)
    frame = sorted(works.values())
    random.Random(SEED).shuffle(frame)
    return frame


def folded(text: str) -> str:
    """Lower case, no accents, every run of other characters one blank."""
    plain = unicodedata.normalize("NFKD", text.lower())
    letters = "".join(each for each in plain if not unicodedata.combining(each))
    return re.sub(r"[^a-z0-9]+", " ", letters).strip()


def test_the_sample_is_what_its_seed_draws(real_data: Path, truths: list[Truth]) -> None:
    frame = drawn(real_data / RECORD)
    assert len(frame) == 990
    turns = [frame.index(truth.cuce) for truth in truths]
    assert turns == sorted(turns)
    assert turns[-1] < READ


TRUTH = truth_of(
    {
        "cuce": "18-1302-00-1-1-1",
        "level": "street",
        "districts": "4",
        "otbs": "Piñami Chico | Los Álamos",
        "streets": "Calle Nataniel Guerra | Calle 1",
        "corners": "Calle Nataniel Guerra & Calle Beni",
        "note": "tolerated: otb Tacata; unsure: otb Kami",
    }
)


@pytest.mark.parametrize(
    ("level", "districts", "otbs", "streets", "said"),
    [
        pytest.param(
            "street", "4", ["Pinami Chico"], ["C. N. Guerra"], "right", id="spelt"
        ),
        pytest.param("otb", "4", ["Alamos"], [], "coarser", id="coarser"),
        pytest.param("otb", "4", ["Tacata"], [], "coarser", id="tolerated"),
        pytest.param("otb", "4", ["Kami"], [], "unsure", id="unsure"),
        pytest.param("otb", "4", ["Piñami Grande"], [], "wrong: Piñami Grande", id="otb"),
        pytest.param("otb", "4", ["Piñami"], [], "wrong: Piñami", id="a neighbour's name"),
        pytest.param("street", "4", [], ["Calle 2"], "wrong: Calle 2", id="street"),
        pytest.param("street", "4", [], ["Calle Beni"], "wrong: Calle Beni", id="crossing"),
        pytest.param("district", "5", [], [], "wrong: D-5", id="district"),
    ],
)
def test_the_judge_tells_right_from_wrong(level, districts, otbs, streets, said) -> None:
    claim = Claim(
        level=level,
        districts=frozenset(districts.split()),
        otbs=tuple(otbs),
        streets=tuple(streets),
    )
    assert verdict(TRUTH, claim) == said
