"""Two ways of doing one thing, run in turn; the ratio of their medians is the figure."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

Run = Callable[[], float]
"""Does the work once (or as often as fits) and returns seconds for one unit of it."""


class AnswersDiffer(Exception):
    """The two ways do not give the same answer, so their times say nothing."""


class NotMeasured(Exception):
    """A workload cannot be run here; the message says why."""


@dataclass(frozen=True, kw_only=True)
class Beside:
    """How a peer does the same thing."""

    run: Run
    check: Callable[[], str]
    """Raises `AnswersDiffer` unless its answer has as much in it as ours."""


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
    is_rate: bool = False
    """Whether people ask how many a second there are, of what several do at once."""
    peers: Mapping[str, Beside] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a peer came to: seconds per unit of work, or why there are none."""

    times: tuple[float, ...] = ()
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What was measured, or why it was not."""

    name: str
    title: str
    goal: float | None = None
    is_rate: bool = False
    ours: tuple[float, ...] = ()
    """Seconds per unit of work, one figure a round."""
    floor: tuple[float, ...] = ()
    equal: str = ""
    reason: str = ""
    """Why there is no figure."""
    differs: bool = False
    """Whether the reason is that the answers differ."""
    peers: Mapping[str, Told] = field(default_factory=dict)

    @property
    def ratio(self) -> float:
        """Median of ours in units of the median of the floor."""
        return self.to_the_floor(self.ours)

    def to_the_floor(self, times: Sequence[float]) -> float:
        """Median of some times in units of the median of the floor."""
        return median(times) / median(self.floor)

    @property
    def verdict(self) -> str:
        """For the table: wrong, skipped, measured (there is no goal), met or missed."""
        if self.reason:
            return "wrong" if self.differs else "skipped"
        if self.goal is None:
            return "measured"
        return "met" if self.ratio <= self.goal else "missed"


def turns(rounds: int, seed: int, ways: Sequence[str] = ("ours", "floor")) -> Iterator[str]:
    """Every way once a round, in an order drawn anew for each round."""
    order = random.Random(seed)  # an order to be repeated, nothing secret
    for _ in range(rounds):
        yield from order.sample(ways, len(ways))


def measure(workload: Workload, *, rounds: int, seed: int) -> Outcome:
    """Check the answers, then time all ways in turn.

    Each way runs once before its first timed run, so that none pays for a cold cache. A
    peer that answers otherwise, or fails, is told of and does not stop the others.

    Raises:
        AnswersDiffer: ours and the floor disagree.
    """
    workload.ours()
    workload.floor()
    equal = workload.check()
    ways = {"ours": workload.ours, "floor": workload.floor}
    told = {name: _tried(peer) for name, peer in workload.peers.items()}
    ways |= {name: workload.peers[name].run for name in told if not told[name].reason}
    times: dict[str, list[float]] = {name: [] for name in ways}
    for way in turns(rounds, seed, tuple(ways)):
        try:
            times[way].append(ways[way]())
        except NotMeasured as why:
            if way not in told:
                raise
            told[way] = Told(reason=str(why))
    for name, peer in told.items():
        if not peer.reason:
            told[name] = Told(times=tuple(times[name]))
    return Outcome(
        name=workload.name,
        title=workload.title,
        goal=workload.goal,
        is_rate=workload.is_rate,
        ours=tuple(times["ours"]),
        floor=tuple(times["floor"]),
        equal=equal,
        peers=told,
    )


def _tried(peer: Beside) -> Told:
    """Whether a peer answers at all, and as much as ours."""
    try:
        peer.run()
        peer.check()
    except (NotMeasured, AnswersDiffer) as why:
        return Told(reason=str(why))
    return Told()
