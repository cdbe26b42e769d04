"""`python -m bench`: draws a town, measures every workload beside its floor, tells."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import secrets
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import databases, figures, machine, peers, report
from bench.cases import CASES
from bench.rounds import AnswersDiffer, NotMeasured, Outcome, Workload, measure
from bench.setting import Setting

POINTS, QUICK_POINTS = 1_000_000, 100_000
SCALE, QUICK_SCALE = 1.0, 0.05
LOAD_SECONDS, QUICK_LOAD_SECONDS = 3.0, 1.0


def arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    add = parser.add_argument
    named = f"measure only this ({', '.join(CASES)}); may be repeated"
    add("--only", action="append", choices=list(CASES), metavar="NAME", help=named)
    add("--rounds", type=int, default=5, help="how often each is measured (5)")
    add("--seed", type=int, default=secrets.randbelow(10_000), help="draws the order")
    add("--quick", action="store_true", help="100,000 points, a small town; not kept")
    add("--points", type=int, help="this many points; fewer are not kept")
    add("--load-seconds", type=float, help="how long one load over HTTP lasts")
    add("--sicoes", type=Path, help="SICOES file; else the one in LLAJTA_REAL_DATA")
    add("--town", help="copy this database instead of drawing a town")
    add("--no-write", action="store_true", help="leave docs/performance.md as it is")
    here = Path(os.environ.get("LLAJTA_VAR", "var")) / "peers"
    beside = "measure stock pygeoapi and tipg too (from the environment in FOLDER)"
    add("--peers", nargs="?", type=Path, const=here, metavar="FOLDER", help=beside)
    options = parser.parse_args(given)
    if options.peers and not (options.peers / "bin").is_dir():
        parser.error(f"no peers in {options.peers}; ./llajta bench --peers installs them")
    return options


def sicoes_file(given: Path | None) -> Path | None:
    """The procurement record to import, if there is one here."""
    folder = os.environ.get("LLAJTA_REAL_DATA")
    if given is not None or not folder:
        return given
    return max(Path(folder).glob("sicoes_*.csv.gz"), default=None)


def say(text: str) -> None:
    """Tell at once how far it is."""
    print(text, file=sys.stderr, flush=True)


@contextmanager
def prepared(options: argparse.Namespace) -> Iterator[Setting]:
    """A town with points to measure on, gone afterwards."""
    quick = options.quick
    points = options.points or (QUICK_POINTS if quick else POINTS)
    say("Drawing a town …")
    town = (
        databases.copied(options.town, "town")
        if options.town
        else databases.drawn_town(QUICK_SCALE if quick else SCALE)
    )
    with town as database, TemporaryDirectory(prefix="llajta-bench-") as folder:
        databases.scatter_points(database, points)
        with databases.django_on(database):
            yield Setting(
                town=database,
                points=points,
                rounds=options.rounds,
                seed=options.seed,
                load_seconds=options.load_seconds
                or (QUICK_LOAD_SECONDS if quick else LOAD_SECONDS),
                folder=Path(folder),
                sicoes=sicoes_file(options.sicoes),
                peers=options.peers and options.peers.absolute(),
            )


def run_case(name: str, setting: Setting) -> Iterator[Outcome]:
    """Measure each workload of one case; a reason where there is no figure."""
    try:
        with CASES[name].workloads(setting) as workloads:
            for workload in workloads:
                say(f"{workload.title} …")
                yield _outcome(workload, setting)
    except NotMeasured as why:
        yield Outcome(name=name, title=CASES[name].title, reason=str(why))


def _outcome(workload: Workload, setting: Setting) -> Outcome:
    """What one workload came to, so that the others are measured all the same."""
    try:
        return measure(workload, rounds=setting.rounds, seed=setting.seed)
    except (NotMeasured, AnswersDiffer) as why:
        return Outcome(
            name=workload.name,
            title=workload.title,
            goal=workload.goal,
            reason=str(why),
            differs=isinstance(why, AnswersDiffer),
        )


def main(given: Sequence[str] | None = None) -> int:
    """Measure, print the table, write the page; 1 when answers differed."""
    options = arguments(given)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("LLAJTA_SECRET_KEY", secrets.token_urlsafe(48))
    os.environ.setdefault("LLAJTA_HOSTS", "localhost,127.0.0.1")
    import django

    django.setup()
    say(f"Order drawn with seed {options.seed}.")
    measured: dict[str, figures.Measured] = {}
    with prepared(options) as setting:
        is_kept = not options.no_write and setting.are_many
        with databases.connect(setting.town) as connection:
            how = conditions(setting, dict(machine.described(connection)))
        for name in options.only or CASES:
            outcomes = list(run_case(name, setting))
            measured[name] = figures.Measured(conditions=how, outcomes=outcomes)
            if is_kept:
                figures.keep({**figures.kept(), name: measured[name]})
    outcomes = [outcome for case in measured.values() for outcome in case.outcomes]
    print(report.table(outcomes))
    if is_kept:
        titles = {name: case.title for name, case in CASES.items()}
        report.write(report.page(figures.kept(), titles))
    return int(any(outcome.differs for outcome in outcomes))


def conditions(setting: Setting, described: dict[str, str]) -> figures.Conditions:
    """How this run is made."""
    if setting.peers:
        described["Peers"] = peers.versions(setting.peers)
    return figures.Conditions(
        measured_on=dt.datetime.now(dt.UTC).date().isoformat(),
        seed=setting.seed,
        rounds=setting.rounds,
        points=setting.points,
        machine=described,
    )


if __name__ == "__main__":
    sys.exit(main())
