"""The command: exit status, what it prints, and the list of refused rows."""

from __future__ import annotations

import csv
import re
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from geo.exchange.inserting import MANY
from geo.exchange.tests.conftest import feature, rows_of, table
from geo.exchange.tests.test_importing import can_be_read
from geo.testing import Grid

PLACE = Grid("a").point("a")


def listed_rows(file: Path) -> list[list[str]]:
    """The list of refused rows, its header first."""
    with file.open(encoding="utf-8-sig", newline="") as listed:
        return list(csv.reader(listed))


def run(file: Path, *arguments: str, to: str = "place-names") -> tuple[str, str]:
    """What the command printed, and why it failed (nothing if it did not)."""
    printed = StringIO()
    given = [str(file), "--to", to, "--no-settle", *arguments]
    try:
        call_command("import_layer", *given, verbosity=0, stdout=printed)
    except CommandError as error:
        return printed.getvalue(), str(error)
    return printed.getvalue(), ""


def test_good_rows_go_in_and_the_status_tells_of_the_others(
    town, geojson, tmp_path
) -> None:
    file = geojson(feature(PLACE, nombre="A"), feature(None, nombre="B"))
    listed = tmp_path / "refused.csv"
    printed, failed = run(file, "--report", str(listed))

    assert "2 rows read, 1 loaded, 1 refused" in printed
    assert "line 2: The row has no geometry." in printed
    assert "1 rows were refused" in failed
    assert [row.name for row in rows_of("place-names")] == ["A"]
    rows = listed_rows(listed)
    assert rows[1][:2] == ["2", "no-shape"]


def test_every_refused_row_is_listed(town, tmp_path) -> None:
    rows = "\n".join(f",{-66.28 + n / 1e6},-17.4" for n in range(300))
    file = table(tmp_path / "a.csv", f"nombre,lon,lat\n{rows}")
    listed = tmp_path / "refused.csv"
    printed, _failed = run(file, "--report", str(listed))

    assert printed.count("is missing") == 5
    lines = [row[0] for row in listed_rows(listed)][1:]
    assert lines == [str(line) for line in range(2, 302)]


def test_the_list_has_a_place_when_nobody_names_one(town, geojson) -> None:
    printed, _failed = run(geojson(feature(None, nombre="B")))

    named = re.search(r"listed in (.*)\.\n", printed)
    assert named is not None
    file = Path(named[1])
    assert file.is_relative_to(settings.VAR)
    assert "no-shape" in file.read_text(encoding="utf-8")
    file.unlink()


def test_a_list_that_cannot_be_written_stops_the_import(town, geojson, tmp_path) -> None:
    file = geojson(feature(PLACE, nombre="A"), feature(None, nombre="B"))
    _printed, failed = run(file, "--report", str(tmp_path / "no" / "such.csv"))

    assert "such.csv" in failed
    assert rows_of("place-names") == []


def test_a_spreadsheet_runs_nothing_out_of_the_list(town, geojson, tmp_path) -> None:
    listed = tmp_path / "refused.csv"
    run(geojson(feature(PLACE, nombre="A", kind="=1+1")), "--report", str(listed))

    for row in listed_rows(listed):
        assert not any(cell.startswith(("=", "+", "@")) for cell in row)


def test_a_dry_run_writes_nothing(town, geojson) -> None:
    printed, failed = run(geojson(feature(PLACE, nombre="A")), "--dry-run")

    assert "1 would be loaded" in printed and not failed
    assert rows_of("place-names") == []


@pytest.mark.parametrize("said", [(), ("--alone",)], ids=["not said", "alone"])
def test_who_says_alone_keeps_readers_waiting(town, tmp_path, said) -> None:
    rows = "\n".join(f"P{n},{-66.28 + n / 1e7},-17.4" for n in range(MANY))
    run(table(tmp_path / "a.csv", f"nombre,lon,lat\n{rows}"), *said)

    assert can_be_read() == (said == ())


def test_source_and_certainty_are_kept_on_every_row(town, geojson) -> None:
    file = geojson(feature(PLACE, nombre="A"))
    run(file, "--source", "Catastro 2026", "--certainty", "official")

    (row,) = rows_of("place-names")
    assert (row.source, row.certainty) == ("Catastro 2026", "official")


def test_without_saying_rows_are_not_called_official(town, geojson) -> None:
    run(geojson(feature(PLACE, nombre="A")))

    (row,) = rows_of("place-names")
    assert (row.source, row.certainty) == ("layer.geojson", "derived")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["--certainty", "sure"], "sure", id="certainty"),
        pytest.param(["--crs", "EPSG:0"], "EPSG:0", id="crs"),
        pytest.param(["--mapping", "no.toml"], "no.toml", id="mapping"),
        pytest.param(["--to", "clouds"], "clouds", id="layer"),
    ],
)
def test_what_is_wrong_on_the_command_line_is_one_sentence(
    town, geojson, arguments, said
) -> None:
    _printed, failed = run(geojson(feature(PLACE, nombre="A")), *arguments)

    assert said in failed
    assert "Traceback" not in failed
