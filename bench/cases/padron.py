"""Taking over a list of water users, beside bare SQL that fills the same tables."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.databases import connect, copied, django_on, question
from bench.imported import Importing
from bench.rounds import Workload
from bench.same import same_values
from bench.setting import Setting

GOAL = 2.0
MANY, QUICK_MANY = 100_000, 5_000
TABLE = """
CREATE TABLE bench_padron (
  operador text, cuenta text, usuario text, ci text, categoria text, medidor text,
  direccion text, deuda text, meses int, lon float8, lat float8
)
"""
COPY = "COPY bench_padron FROM STDIN WITH (FORMAT csv, HEADER, DELIMITER ';')"
BLOCK = 1 << 20


OPERATOR = """
INSERT INTO water_operator (code, name, kind, is_billed_here, telephone, address, source)
VALUES ('emapaq', 'EMAPAQ', 'municipal', true, '', '', 'bench')
ON CONFLICT (code) DO UPDATE SET is_billed_here = true
"""


def write_list(town: str, many: int, file: Path) -> Path:
    """A list of `many` users as CSV."""
    statement = question("padron_csv").replace("{many}", str(many)).encode()
    with (
        connect(town) as connection,
        file.open("wb") as sink,
        connection.cursor().copy(statement) as blocks,
    ):
        sink.writelines(blocks)
    return file


class Bare:
    """The same rows by COPY and INSERT … SELECT, in a copy of the town of their own."""

    def __init__(self, town: str, file: Path) -> None:
        self.town, self.file = town, file
        self.written: tuple[object, ...] = ()

    def run(self) -> float:
        """Seconds for one list; the copy before it is not counted."""
        with copied(self.town, "bare") as database, connect(database) as connection:
            began = time.perf_counter()
            connection.execute(TABLE)
            with self.file.open("rb") as source, connection.cursor().copy(COPY) as rows:
                while block := source.read(BLOCK):
                    rows.write(block)
            connection.execute(question("padron_floor").encode())
            took = time.perf_counter() - began
            sums = connection.execute(question("padron_sums").encode()).fetchone()
            self.written = sums or ()
        return took


def _price_debts(town: str) -> None:
    """Make the concept of debts that lists bring along, as the first list would."""
    from apps.treasury.actions import create_concept, set_price
    from apps.water.actions.taking_over import FIRST_DAY
    from apps.water.terms import OPENING
    from geo.access import Viewer

    by = Viewer(name="bench", holds_all=True)
    with django_on(town):
        concept = create_concept(OPENING, "Opening debt", budget_item="12200", by=by)
        if concept.prices.exists():
            return
        basis = "None: a benchmark"
        set_price(
            concept, "1.00", days=(FIRST_DAY, None), legal_basis=basis, unit="Bs", by=by
        )


@contextmanager
def workloads(setting: Setting) -> Iterator[Iterable[Workload]]:
    """A list of users that become accounts with holders, meters and debts."""
    many = MANY if setting.are_many else QUICK_MANY
    with copied(setting.town, "supplied") as town:
        with connect(town) as connection:
            connection.execute(OPERATOR)
        _price_debts(town)
        file = write_list(town, many, setting.folder / "padron.csv")
        refused = setting.folder / "refused-padron.csv"
        options = ("--to=water-accounts", "--crs=EPSG:4326", f"--report={refused}")
        command = ("import_layer", str(file), *options)
        ours = Importing(town, "padron_sums", command)
        floor = Bare(town, file)

        def check() -> str:
            same_values({"sums": ours.written}, {"sums": floor.written}, "figures")
            return f"{ours.written[0]:,} accounts, their meters, OTBs and debts"

        yield [
            Workload(
                name="import_padron",
                title=f"import_layer {many:,} water accounts with debts",
                ours=ours.run,
                floor=floor.run,
                check=check,
                goal=GOAL,
            )
        ]
