"""The benchmark compares before it measures, and says what it did."""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.gis.db.models import Extent
from django.db import connection

from apps.territory.models import Parcel
from apps.territory.tests.making import make_block, make_parcel
from bench import figures, report
from bench.databases import question
from bench.load import rate_with_own
from bench.mvt import drawn, reaching_in
from bench.rounds import (
    AnswersDiffer,
    Beside,
    NotMeasured,
    Outcome,
    Told,
    Workload,
    measure,
    turns,
)
from bench.same import same_page, same_tile
from geo.testing import Grid
from tests import databases
from tests.coroutines import run_apart
from tests.effort import LONG


def workload(
    *, ours=1.0, floor=1.0, goal=None, check=lambda: "equal", log=None
) -> Workload:
    """A workload that takes as long as told and writes down when it ran."""

    def run(name, seconds):
        def once():
            if log is not None:
                log.append(name)
            return seconds

        return once

    return Workload(
        name="w", title="w", ours=run("ours", ours), floor=run("floor", floor), check=check,
        goal=goal,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("ours", "goal", "verdict"),
    [
        pytest.param(1.2, 1.3, "met", id="below the goal"),
        pytest.param(1.3, 1.3, "met", id="at the goal"),
        pytest.param(1.4, 1.3, "missed", id="above the goal"),
        pytest.param(9.0, None, "measured", id="no goal"),
    ],
)
def test_the_verdict_compares_the_ratio_with_the_goal(ours, goal, verdict):
    outcome = measure(workload(ours=ours, goal=goal), rounds=3, seed=1)
    assert outcome.verdict == verdict
    assert outcome.ratio == pytest.approx(ours)


def test_the_ratio_is_of_medians_so_one_slow_round_does_not_count():
    outcome = Outcome(name="w", title="w", ours=(1, 1, 50), floor=(2, 2, 2))
    assert outcome.ratio == 0.5


def test_nothing_is_timed_when_the_answers_differ():
    def differ():
        raise AnswersDiffer("3 counts differ")

    log: list[str] = []
    with pytest.raises(AnswersDiffer, match="3 counts"):
        measure(workload(check=differ, log=log), rounds=5, seed=1)
    assert log == ["ours", "floor"], "each ran once, to have an answer"


def test_both_ways_run_once_a_round_in_an_order_that_the_seed_repeats():
    drawn_order = list(turns(20, seed=7))
    rounds = [set(drawn_order[at : at + 2]) for at in range(0, 40, 2)]
    assert all(pair == {"ours", "floor"} for pair in rounds)
    assert drawn_order == list(turns(20, seed=7))
    assert len({tuple(drawn_order[at : at + 2]) for at in range(0, 40, 2)}) == 2


def test_a_peer_is_timed_beside_us_only_if_it_answers_as_much():
    def differ():
        raise AnswersDiffer("9 instead of 10")

    def fail():
        raise NotMeasured("answered 500")

    peers = {
        "slow": Beside(run=lambda: 3.0, check=lambda: "equal"),
        "wrong": Beside(run=lambda: 0.1, check=differ),
        "broken": Beside(run=fail, check=lambda: "equal"),
    }
    outcome = measure(dataclasses.replace(workload(), peers=peers), rounds=2, seed=1)
    assert outcome.ours == (1.0, 1.0), "what a peer cannot do takes nothing from us"
    assert outcome.peers == {
        "slow": Told(times=(3.0, 3.0)),
        "wrong": Told(reason="9 instead of 10"),
        "broken": Told(reason="answered 500"),
    }
    assert "| 3.00 s (3.00) | not compared | not compared |" in report.table([outcome])
    assert "- w: wrong: 9 instead of 10" in report.not_compared([outcome])


def page(**feature) -> bytes:
    known = {
        "id": 1,
        "geometry": {"type": "Point", "coordinates": [1, 2]},
        "properties": {},
    }
    return json.dumps(
        {"numberMatched": 5, "numberReturned": 1, "features": [{**known, **feature}]}
    ).encode()


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"id": 2}, id="another feature"),
        pytest.param(
            {"geometry": {"type": "Point", "coordinates": [1, 2.0000001]}}, id="moved"
        ),
        pytest.param({"properties": {"name": "x"}}, id="another property"),
    ],
)
def test_pages_that_differ_anywhere_are_not_equal(changed):
    assert "1 features" in same_page(page(), page())
    with pytest.raises(AnswersDiffer):
        same_page(page(), page(**changed))


TILE = """
SELECT ST_AsMVT(drawn, 'stops', 4096, 'shape', NULL) FROM (
  SELECT ST_MakePoint(%(x)s, 20) AS shape, 'Ñ' AS name, 7 AS number, 1.5::float8 AS size
) AS drawn
"""
EDGES = """
SELECT ST_AsMVT(drawn, 'blocks', 4096, 'shape', NULL) FROM (
  SELECT ST_GeomFromText(shape) AS shape FROM unnest(ARRAY[
    'POLYGON((4090 10, 4100 10, 4100 20, 4090 20, 4090 10))',
    'POLYGON((-9 10, -2 10, -2 20, -9 20, -9 10))',
    'MULTIPOLYGON(((-9 5, -2 5, -2 9, -9 5)), ((7 5, 9 5, 9 9, 7 5)))',
    'POINT(4096 7)', 'POINT(4095 7)', 'LINESTRING(-5 -5, 3 -5, 3 3)'
  ]) AS shape
) AS drawn
"""


@pytest.mark.django_db
def test_a_tile_is_read_down_to_its_attributes_and_geometry():
    from django.db import connection

    def tile(x):
        with connection.cursor() as cursor:
            cursor.execute(TILE, {"x": x})
            return bytes(cursor.fetchone()[0])

    (feature,) = drawn(tile(10))
    name, extent, told, kind, _ = feature
    assert (name, extent, kind) == ("stops", 4096, 1)
    assert [key for key, _ in told] == ["name", "number", "size"]
    assert told[0][1].decode().endswith("Ñ")
    assert "1 features" in same_tile(tile(10), tile(10))
    with pytest.raises(AnswersDiffer):
        same_tile(tile(10), tile(11))
    with pytest.raises(AnswersDiffer, match="empty"):
        same_tile(b"", b"")


@pytest.mark.django_db
def test_what_lies_only_in_the_margin_of_a_tile_is_not_counted():
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(EDGES)
        tile = bytes(cursor.fetchone()[0])
    assert (drawn(tile).total(), reaching_in(tile)) == (6, 4)


def test_the_page_tells_figures_goals_reasons_and_conditions():
    outcomes = [
        Outcome(
            name="a", title="items", goal=0.7, ours=(0.002,), floor=(0.004,), equal="all"
        ),
        Outcome(name="b", title="sicoes", reason="no real file"),
        Outcome(name="c", title="tile", goal=1.1, reason="2 features", differs=True),
    ]
    text = report.page({"one": measured(outcomes)}, {"one": "One", "two": "Two"})
    assert "| items    | 2.00 ms | 4.00 ms | 0.50  | ≤ 0.7 | met" in text
    assert "skipped: no real file" in text
    assert "wrong: 2 features" in text
    assert "seed 42" in text and "**CPU**: x" in text
    assert "### Two\n\nNot measured yet." in text


def test_figures_of_a_case_are_kept_while_another_is_measured(tmp_path):
    told = Outcome(
        name="a", title="a", ours=(0.1, 0.2), floor=(0.1, 0.1), equal="all",
        peers={"tipg": Told(times=(0.3,))},
    )  # fmt: skip
    file = tmp_path / "figures.json"
    figures.keep({"one": measured([told])}, file)
    figures.keep({**figures.kept(file), "two": measured([], on="2026-11-24")}, file)
    assert figures.kept(file) == {
        "one": measured([told]),
        "two": measured([], on="2026-11-24"),
    }


def measured(outcomes, on="2026-11-23"):
    """A case measured on that day."""
    how = figures.Conditions(
        measured_on=on, seed=42, rounds=5, points=1000, machine={"CPU": "x"}
    )
    return figures.Measured(conditions=how, outcomes=outcomes)


def test_the_clients_own_load_fails_when_answers_do(town_url):
    good = run_apart(rate_with_own(f"{town_url}/healthz", connections=2, seconds=0.2))
    assert good > 5
    with pytest.raises(NotMeasured, match="404"):
        run_apart(
            rate_with_own(f"{town_url}/ogc/collections/none", connections=1, seconds=0.2)
        )


OF_EACH_KIND = ("locate", "tiles", "booking")
"""One in SQL, one over HTTP, one of many clients."""
OTHERS = ("import", "open_data", "items", "tiles_of_many", "treasury_post", "payments")


def test_the_benchmark_runs_small():
    few = ["--points", "3000", "--load-seconds", "0.1", "--rounds", "1"]
    for name in OF_EACH_KIND + (OTHERS if LONG else ()):
        few += ["--only", name]
    command = [sys.executable, "-m", "bench", *few, "--no-write"]
    command += ["--town", databases.town_template()]
    ran = subprocess.run(command, cwd=databases.ROOT, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    skipped = [line for line in ran.stdout.splitlines() if "skipped" in line]
    assert all("real file" in line or "ogr2ogr" in line for line in skipped), ran.stdout
    assert ran.stdout.count(" ms ") > 8
    assert ran.stdout.count(" a second)") == (8 if LONG else 4), "at 16 and 64 clients"
    assert not LONG or "rows/s" in ran.stderr


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wanted", "there_are"),
    [
        pytest.param(0, 3, id="enough there"),
        pytest.param(3, 3, id="as many as there are"),
        pytest.param(5, 5, id="part of a copy"),
        pytest.param(10, 10, id="several copies"),
    ],
)
def test_parcels_are_added_until_there_are_enough(wanted, there_are):
    land = Grid("""
        a . b . c . d
        e . f . g . h
    """)
    block = make_block("M-1", land.polygons("adhe"))
    for code, ring in {"1": "abfe", "2": "bcgf", "3": "cdhg"}.items():
        make_parcel(code, block, land.polygons(ring))
    with connection.cursor() as cursor:
        cursor.execute(question("parcels"), {"count": wanted})
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert Parcel.objects.count() == there_are
    apart = Parcel.objects.annotate(west=Extent("footprint")).values_list("west")
    assert len(set(apart)) == there_are, "each has a place of its own"


PEERS = Path(os.environ["LLAJTA_VAR"]) / "bench" / "peers"


@pytest.mark.skipif(
    not (PEERS / "llajta.json").exists(),
    reason="the peers are not installed (./llajta bench --peers installs them)",
)
def test_stock_pygeoapi_and_tipg_answer_as_much_as_we_do():
    few = ["--points", "500", "--load-seconds", "0.05", "--rounds", "1", "--no-write"]
    command = [sys.executable, "-m", "bench", *few, "--only", "items", "--only", "tiles"]
    command += ["--peers", str(PEERS), "--town", databases.town_template()]
    ran = subprocess.run(command, cwd=databases.ROOT, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    head, *rows = ran.stdout.splitlines()
    assert "| pygeoapi" in head and "| tipg" in head
    assert "not compared" not in ran.stdout, ran.stdout
    assert sum("| tile of" in row and " ms (" in row for row in rows) == 8
