"""Two ways of doing one thing, run in turn; the ratio of their medians is the figure."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median

Run = Callable[[], float]
"""Does the work once (or as often as fits) and returns seconds for one unit of it."""


class AnswersDiffer(Exception):
    """The two ways do not give the same answer, so their times say nothing."""


class NotMeasured(Exception):
    """A workload cannot be run here; the message says why."""


@dataclass(frozen=True, kw_only=True)
class Workload:
    """One thing the platform does and the least that PostgreSQL must do for it."""

    name: str
    title: str
    ours: Run
    floor: Run
    check: Callable[[], str]
    """Compares both answers, raises `AnswersDiffer`, and says what was found equal."""
    goal: float | None = None
    """Largest ratio aimed at; None where no goal was set."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What was measured, or why it was not."""

    name: str
    title: str
    goal: float | None = None
    ours: tuple[float, ...] = ()
    """Seconds per unit of work, one figure a round."""
    floor: tuple[float, ...] = ()
    equal: str = ""
    reason: str = ""
    """Why there is no figure."""
    differs: bool = False
    """Whether the reason is that the answers differ."""

    @property
    def ratio(self) -> float:
        """Median of ours in units of the median of the floor."""
        return median(self.ours) / median(self.floor)

    @property
    def verdict(self) -> str:
        """For the table: wrong, skipped, measured (there is no goal), met or missed."""
        if self.reason:
            return "wrong" if self.differs else "skipped"
        if self.goal is None:
            return "measured"
        return "met" if self.ratio <= self.goal else "missed"


def turns(rounds: int, seed: int) -> Iterator[str]:
    """Both ways once a round, in an order drawn anew for each round."""
    order = random.Random(seed)  # an order to be repeated, nothing secret
    for _ in range(rounds):
        yield from order.sample(("ours", "floor"), 2)


def measure(workload: Workload, *, rounds: int, seed: int) -> Outcome:
    """Check the answers, then time both ways in turn.

    Each way runs once before its first timed run, so that neither pays for a cold cache.

    Raises:
        AnswersDiffer: the two ways disagree.
    """
    workload.ours()
    workload.floor()
    equal = workload.check()
    times: dict[str, list[float]] = {"ours": [], "floor": []}
    for way in turns(rounds, seed):
        times[way].append(workload.ours() if way == "ours" else workload.floor())
    return Outcome(
        name=workload.name,
        title=workload.title,
        goal=workload.goal,
        ours=tuple(times["ours"]),
        floor=tuple(times["floor"]),
        equal=equal,
    )
