"""The table of figures: on the terminal and in `docs/performance.md`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

from bench.databases import ROOT
from bench.figures import Conditions, Measured
from bench.rounds import Outcome

PAGE = ROOT / "docs" / "performance.md"
HEADINGS = ("workload", "ours", "floor", "ratio", "goal", "verdict")
PREFACE = """# Performance

Written by `./llajta bench`, never by hand.

Each workload is done in two ways: by the platform with everything it checks, and by the
least that PostgreSQL must do for the same answer (the SQL in `bench/sql/`; over HTTP its
bytes go through a bare server, `bench/floor.py`). The answers are compared first; if they
differ there is no figure. Then both run in turn, in random order. The ratio is the median
of ours by the median of the floor: smaller is faster, 1 is the floor. Times change with the
machine, ratios hardly; one between 0.8 and 1.3 is not distinguishable from 1. `--only`
measures some cases anew and leaves the figures of the others.
"""

PEERS = """Stock pygeoapi (its PostgreSQL provider) and tipg read the same rows and columns
of the same database, one process each; in brackets their ratio to the floor. Before it is
timed, an answer must hold as many features as ours. pygeoapi is not asked for tiles: its
own provider takes seconds for one."""


def duration(seconds: float) -> str:
    """Seconds as people read them."""
    if seconds >= 1:
        return f"{seconds:.2f} s"
    return f"{seconds * 1000:.2f} ms" if seconds < 0.1 else f"{seconds * 1000:.0f} ms"


def peers_of(outcomes: Sequence[Outcome]) -> list[str]:
    """Names of the peers that any workload was put to, in the order they were met."""
    return list(dict.fromkeys(name for outcome in outcomes for name in outcome.peers))


def cells(outcome: Outcome, peers: Sequence[str]) -> tuple[str, ...]:
    """One row of the table."""
    goal = "–" if outcome.goal is None else f"≤ {outcome.goal:g}"
    beside = [beside_the_floor(outcome, name) for name in peers]
    if outcome.reason:
        verdict = f"{outcome.verdict}: {outcome.reason}"
        return (outcome.title, "–", "–", "–", *beside, goal, verdict)
    return (
        outcome.title,
        _time(median(outcome.ours), outcome),
        _time(median(outcome.floor), outcome),
        f"{outcome.ratio:.2f}",
        *beside,
        goal,
        outcome.verdict,
    )


def _time(seconds: float, outcome: Outcome) -> str:
    """Time of one, and how many a second that makes where this is asked."""
    if not outcome.is_rate:
        return duration(seconds)
    return f"{duration(seconds)} ({1 / seconds:,.0f} a second)"


def beside_the_floor(outcome: Outcome, peer: str) -> str:
    """Time of a peer and its ratio to the floor."""
    told = outcome.peers.get(peer)
    if told is None or not told.times:
        return "–" if told is None else "not compared"
    return f"{duration(median(told.times))} ({outcome.to_the_floor(told.times):.2f})"


def table(outcomes: Sequence[Outcome]) -> str:
    """The outcomes as a Markdown table with columns of equal width."""
    peers = peers_of(outcomes)
    headings = (*HEADINGS[:4], *peers, *HEADINGS[4:])
    rows = [headings, *(cells(outcome, peers) for outcome in outcomes)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(headings))]

    def line(row: Sequence[str]) -> str:
        return "| " + " | ".join(map(str.ljust, row, widths)) + " |"

    ruler = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([line(headings), ruler, *map(line, rows[1:])])


def not_compared(outcomes: Sequence[Outcome]) -> list[str]:
    """A paragraph on the peers, with what each could not be compared in, and why."""
    if not peers_of(outcomes):
        return []
    reasons = [
        f"- {outcome.title}: {name}: {told.reason}"
        for outcome in outcomes
        for name, told in outcome.peers.items()
        if told.reason
    ]
    return ["", PEERS, *([""] if reasons else []), *reasons]


def section(title: str, case: Measured, machine: int) -> list[str]:
    """The figures of one case, how they were made, and what was found equal."""
    how: Conditions = case.conditions
    outcomes = case.outcomes
    equal = [f"- {outcome.title}: {outcome.equal}" for outcome in outcomes if outcome.equal]
    return [
        *("", f"### {title}", ""),
        f"{how.measured_on}, {how.rounds} rounds in an order drawn with seed {how.seed}, "
        f"{how.points:,} points, the demonstration town, machine {machine}.",
        *("", table(outcomes), *not_compared(outcomes)),
        *(["", "Found equal:", "", *equal] if equal else []),
    ]


def page(measured: Mapping[str, Measured], titles: Mapping[str, str]) -> str:
    """The whole page of figures, in the order of the titles."""
    machines = list(
        dict.fromkeys(
            tuple(measured[name].conditions.machine.items())
            for name in titles
            if name in measured
        )
    )
    parts = [PREFACE, "## Machines"]
    for number, machine in enumerate(machines, 1):
        parts += ["", f"### Machine {number}", ""]
        parts += [f"- **{name}**: {value}" for name, value in machine]
    parts += ["", "## Figures"]
    for name, title in titles.items():
        if name not in measured:
            parts += ["", f"### {title}", "", "Not measured yet."]
            continue
        case = measured[name]
        used = machines.index(tuple(case.conditions.machine.items())) + 1
        parts += section(title, case, used)
    return "\n".join([*parts, ""])


def write(text: str, file: Path = PAGE) -> None:
    """Replace the page of figures."""
    file.write_text(text, encoding="utf-8")
