"""The history of every record: written by the database, sealed, and watched."""

from __future__ import annotations

import hashlib
import io
import json
import stat
import time
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from psycopg.conninfo import make_conninfo

from apps.documents.actions import annul_number, draw_number, seal_history
from apps.documents.actions.exporting import Asked, history_lines
from apps.documents.actions.sealing import check_history, lines_of
from apps.documents.domain.exporting import write_csv
from apps.documents.domain.sealing import digest_of
from apps.documents.models import HistoryRow
from apps.documents.tests.records import CLERK, READER, make_office, make_series
from apps.people.models import Office
from apps.territory.models import Otb
from apps.territory.tests.making import WIDE, make_district, make_otb
from geo.access import NotAllowed
from geo.acting import acting, signed
from tests.effort import many

pytestmark = pytest.mark.django_db

LOGIN = ("dbname", "user", "password", "host", "port")


def rows_of(table: str, record: object) -> list[Any]:
    found = HistoryRow.objects.filter(table_name=table, record=str(record))
    return list(found.order_by("id"))


def execute(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_a_record_tells_who_when_before_after_and_why() -> None:
    number = draw_number(make_series(), by=CLERK)
    annul_number(number, reason="mal impreso", by=CLERK)

    added, changed = rows_of("documents_number", number.pk)

    assert (added.act, added.who, added.before) == ("added", "funcionaria", None)
    assert (changed.act, changed.why) == ("changed", "mal impreso")
    assert (changed.before["state"], changed.after["state"]) == ("drawn", "annulled")
    assert changed.at >= added.at


def test_what_is_changed_past_the_code_is_told_with_the_role_of_the_database() -> None:
    office = make_office()
    execute("UPDATE people_office SET name = 'Otra' WHERE id = %s", office.pk)
    execute("DELETE FROM people_office WHERE id = %s", office.pk)
    changed, removed = rows_of("people_office", office.pk)[1:]
    assert changed.after["name"] == removed.before["name"] == "Otra"
    assert changed.who.startswith("database: ")
    assert removed.act == "removed"


def test_a_statement_over_many_rows_adds_one_for_each_that_changed() -> None:
    offices = [make_office(f"of{place}") for place in range(3)]
    execute("UPDATE people_office SET rank = 1 WHERE code <> 'of0'")
    execute("UPDATE people_office SET rank = rank")
    told = [len(rows_of("people_office", office.pk)) for office in offices]
    assert told == [1, 2, 2]


def test_what_is_emptied_is_kept() -> None:
    office = make_office()
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    execute("TRUNCATE people_office CASCADE")
    assert rows_of("people_office", office.pk)[-1].before["code"] == "recaudaciones"


def test_what_is_rolled_back_did_not_happen() -> None:
    with transaction.atomic():
        office = make_office()
        transaction.set_rollback(True)
    assert rows_of("people_office", office.pk) == []


def test_an_inner_act_keeps_the_outer_reason_and_gives_it_back() -> None:
    with acting(CLERK, why="fuera"):
        with acting(READER):
            inner = make_office("a")
        outer = make_office("b")
    after = make_office("c")
    told = [rows_of("people_office", each.pk)[0] for each in (inner, outer, after)]
    assert [(row.who, row.why) for row in told[:2]] == [
        ("lector", "fuera"),
        ("funcionaria", "fuera"),
    ]
    assert told[2].who.startswith("database: ")


def test_a_request_signs_what_it_writes_and_leaves_no_name_behind() -> None:
    with signed(CLERK):
        named = make_office("a")
    nameless = make_office("b")
    assert rows_of("people_office", named.pk)[0].who == "funcionaria"
    assert rows_of("people_office", nameless.pk)[0].who.startswith("database: ")


@pytest.mark.parametrize("table", ["documents_history", "documents_seal"])
@pytest.mark.parametrize(
    "statement", ["UPDATE {} SET era = 0", "DELETE FROM {}", "TRUNCATE {}"]
)
def test_history_and_seals_are_only_added_to(table: str, statement: str) -> None:
    make_office()
    execute("SET llajta.break_glass = 'no use'")
    with pytest.raises(IntegrityError, match="only_appended_to"):
        execute(statement.format(table))


def test_breaking_the_glass_lets_an_administrator_through_and_is_told() -> None:
    number = draw_number(make_series(), by=CLERK)
    execute("SET LOCAL llajta.break_glass = 'orden judicial 12/2026'")
    execute("DELETE FROM documents_number WHERE id = %s", number.pk)
    acts = {row.act: row.why for row in rows_of("documents_number", number.pk)}
    assert acts["unlocked"] == "orden judicial 12/2026"
    assert "removed" in acts


class TestSealed:
    """Rows of transactions that ended; a test's own has not, so it writes an era apart."""

    @pytest.fixture(autouse=True)
    def sealed(self) -> None:
        for place in range(6):
            self.write(place)
            if place in (1, 3):
                seal_history()

    def write(self, place: int) -> None:
        """A row of another cluster, restored here: its transactions have all ended."""
        execute(
            "INSERT INTO documents_history (era, xid, table_name, record, act, who, why, "
            "after) VALUES (7, %s, 'thing', %s, 'added', 'x', '', %s)",
            10 + place,
            str(place),
            json.dumps({"name": f"ñ {place}", "amount": 1.50}),
        )

    def tamper(self, statement: str) -> None:
        execute("ALTER TABLE documents_history DISABLE TRIGGER ALL")
        execute("ALTER TABLE documents_seal DISABLE TRIGGER ALL")
        execute(statement)

    def test_what_nobody_touched_agrees(self) -> None:
        checked = check_history()
        assert checked.findings == []
        ours = [seal for seal in checked.seals if seal.era == 7]
        assert [seal.rows for seal in ours] == [2, 2]
        assert checked.open_rows >= 2

    def test_a_second_seal_without_news_is_none(self) -> None:
        def ours() -> int:
            return sum(seal.era == 7 for seal in check_history().seals)

        seal_history()
        count = ours()
        seal_history()
        assert ours() == count

    @pytest.mark.parametrize(
        ("statement", "fault"),
        [
            ("UPDATE documents_history SET who = 'y' WHERE era = 7 AND xid = 11", "rows"),
            ("UPDATE documents_history SET why = 'y' WHERE era = 7 AND xid = 10", "rows"),
            (
                "UPDATE documents_history SET after = after || '{\"amount\": 1.51}' "
                "WHERE era = 7 AND xid = 10",
                "rows",
            ),
            (
                "UPDATE documents_history SET at = at + interval '1 microsecond' "
                "WHERE era = 7 AND xid = 12",
                "rows",
            ),
            ("DELETE FROM documents_history WHERE era = 7 AND xid = 12", "count"),
            (
                "INSERT INTO documents_history (era, xid, table_name, record, act, who, "
                "why, after) VALUES (7, 11, 'thing', '9', 'added', 'x', '', '{}')",
                "count",
            ),
            (
                "UPDATE documents_seal SET digest = sha256(digest) WHERE number = "
                "(SELECT min(number) FROM documents_seal WHERE era = 7)",
                "rows",
            ),
            (
                "DELETE FROM documents_seal WHERE number = "
                "(SELECT min(number) FROM documents_seal WHERE era = 7)",
                "chain",
            ),
            ("UPDATE documents_seal SET rows = rows + 1 WHERE era = 7", "count"),
            ("UPDATE documents_seal SET until_xid = 13 WHERE until_xid = 12", "count"),
        ],
    )
    def test_every_tampering_is_noticed(self, statement: str, fault: str) -> None:
        self.tamper(statement)
        assert fault in [finding.fault for finding in check_history().findings]

    def test_the_command_says_which_seal_and_fails(self) -> None:
        self.tamper("DELETE FROM documents_history WHERE era = 7 AND xid = 12")
        with pytest.raises(CommandError, match="cubre más o menos filas"):
            call_command("check_history", stdout=io.StringIO())

    def test_a_chain_cut_at_its_end_is_seen_beside_a_digest_kept_elsewhere(self) -> None:
        last = check_history().seals[-1]
        told = f"{last.number}:{last.digest.hex()[:16]}"
        call_command("check_history", expect=[told], stdout=io.StringIO())
        self.tamper(f"DELETE FROM documents_seal WHERE number = {last.number}")
        assert check_history().findings == []
        with pytest.raises(CommandError, match="la cadena fue cortada"):
            call_command("check_history", expect=[told], stdout=io.StringIO())

    def test_exported_lines_and_seals_are_all_an_auditor_needs(
        self, tmp_path: Path
    ) -> None:
        file = tmp_path / "history.jsonl"
        call_command("export_history", str(file), stdout=io.StringIO())
        lines = file.read_text(encoding="utf-8").splitlines()
        seal = next(seal for seal in check_history().seals if seal.era == 7)
        covered = [
            line
            for line in lines
            if json.loads(line)["era"] == 7
            and seal.from_xid <= json.loads(line)["xid"] < seal.until_xid
        ]
        assert digest_of(seal, covered) == (seal.digest, seal.rows)
        assert covered == list(lines_of(seal))
        told = json.loads(file.with_suffix(".seals.json").read_text())
        assert told[seal.number - 1]["digest"] == seal.digest.hex()
        for each in (file, file.with_suffix(".seals.json")):
            assert stat.S_IMODE(each.stat().st_mode) == 0o600, "it is about everybody"


def test_a_digest_is_made_of_the_lines_alone() -> None:
    seal_of_nothing = hashlib.sha256(b"1 2026 7 0 1 0" + bytes(32)).digest()
    from apps.documents.domain.sealing import Sealed

    seal = Sealed(
        number=1,
        at="2026",
        era=7,
        from_xid=0,
        until_xid=1,
        rows=0,
        previous=bytes(32),
        digest=seal_of_nothing,
    )
    assert digest_of(seal, []) == (seal_of_nothing, 0)


def test_only_auditors_export() -> None:
    with pytest.raises(NotAllowed):
        history_lines(Asked(), by=READER)


def test_a_spreadsheet_takes_nothing_of_the_history_for_a_formula() -> None:
    Office.objects.filter(pk=make_office().pk).update(name="x")
    with acting(CLERK, why="=HYPERLINK(1)"):
        Office.objects.update(name="y")
    sink = io.StringIO()
    write_csv(history_lines(Asked(table="people_office"), by=CLERK), sink)
    assert "'=HYPERLINK(1)" in sink.getvalue()


@pytest.mark.django_db(transaction=True)
def test_a_seal_waits_for_no_writer_and_misses_none() -> None:
    slow = make_office("lenta")
    params = connection.get_connection_params()
    with psycopg.connect(
        make_conninfo("", **{name: params[name] for name in LOGIN})
    ) as other:
        other.execute("UPDATE people_office SET rank = 9 WHERE id = %s", [slow.pk])
        quick = make_office("rapida")
        seal_history()
        assert check_history().open_rows >= 1, "of the quick one, which began later"
        other.commit()
    # Whoever else writes on this server at the moment holds back the seal as well.
    end = time.monotonic() + many(120, 3000)
    while (checked := check_history()).open_rows and time.monotonic() < end:
        seal_history()
    assert (checked.findings, checked.open_rows) == ([], 0)
    assert len(rows_of("people_office", slow.pk)) == 2
    assert len(rows_of("people_office", quick.pk)) == 1


def test_a_limit_that_is_changed_is_kept_as_it_was() -> None:
    otb = make_otb("Centro", WIDE.polygons("abcd"), district=make_district(5))
    with transaction.atomic(), acting(CLERK, why="Acta 3/2026"):
        Otb.objects.filter(pk=otb.pk).update(name="Central")

    _added, row = rows_of("territory_otb", otb.pk)

    assert (row.act, row.who, row.why) == ("changed", CLERK.name, "Acta 3/2026")
    assert (row.before["name"], row.after["name"]) == ("Centro", "Central")
    assert row.before["outline"] == row.after["outline"]
