"""Closing the right valves, on networks drawn as people draw them on paper.

Lower-case letters are joints, V W X Y Z valves, T and P a tank and a well; `-` and `|` are
pipes. A pipe is called by its two ends, in the order of the alphabet without case.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.water.domain.mincut import Cut, Network, Pipe, cut

LINE = """
    T - a - V - b - W - c
"""
LOOP = """
    T - a - V - b - c
        |           |
        W           X
        |           |
        d - Y - e - f
"""
BRANCH = """
    T - V - a - W - b - X - c
            |
            d
"""
TWO_SOURCES = """
    T - V - a - W - P
"""
NO_VALVE = """
    T - a - b
"""
FAR = """
    T - a - b - c - V - d
        |
        e
"""


def drawn(picture: str, *, stuck: str = "") -> tuple[Network, dict[str, int]]:
    """The network of a drawing, and the number of each pipe by its name."""
    rows = [line for line in picture.splitlines() if line.strip()]
    at = {
        (x, y): letter
        for y, line in enumerate(rows)
        for x, letter in enumerate(line)
        if letter.isalpha()
    }
    names: list[str] = []
    for (x, y), letter in at.items():
        for step_x, step_y, mark in ((2, 0, "-"), (0, 1, "|")):
            beside = at.get((x + 2 * step_x, y + 2 * step_y))
            joint = (x + step_x, y + step_y)
            if beside and _mark(rows, joint) == mark:
                names.append(_name(letter, beside))
    numbers = {name: number for number, name in enumerate(names, start=1)}
    return Network(
        pipes=tuple(Pipe(id=n, a=name[0], b=name[1]) for name, n in numbers.items()),
        valves={v: ord(v) for v in at.values() if v in "VWXYZ" and v not in stuck},
        sources=frozenset(set(at.values()) & set("TP")),
    ), numbers


def _mark(rows: list[str], place: tuple[int, int]) -> str:
    x, y = place
    return rows[y][x] if y < len(rows) and x < len(rows[y]) else ""


def _name(one: str, two: str) -> str:
    return "".join(sorted((one, two), key=str.lower))


def closing(picture: str, burst: str, *, stuck: str = "") -> tuple[str, str, Cut]:
    """Valves to close and pipes without water, as text."""
    network, numbers = drawn(picture, stuck=stuck)
    found = cut(network, numbers[burst])
    names = {number: name for name, number in numbers.items()}
    valves = "".join(sorted(chr(each) for each in found.valves))
    return valves, " ".join(sorted(names[each] for each in found.without_water)), found


@pytest.mark.parametrize(
    ("picture", "burst", "stuck", "valves", "without_water"),
    [
        pytest.param(LINE, "bV", "", "V", "bV bW cW", id="what hangs behind runs dry"),
        pytest.param(LINE, "cW", "", "W", "cW", id="the last piece alone"),
        pytest.param(LINE, "bV", "W", "V", "bV bW cW", id="a stuck valve farther on"),
        pytest.param(LINE, "cW", "W", "V", "bV bW cW", id="a stuck valve: the next one"),
        pytest.param(LOOP, "bc", "", "VX", "bV bc cX", id="a loop is fed round the back"),
        pytest.param(LOOP, "dY", "", "WY", "dW dY", id="the other side of the loop"),
        pytest.param(LOOP, "ef", "", "XY", "eY ef fX", id="the far corner"),
        pytest.param(BRANCH, "ad", "", "V", "aV aW ad bW bX cX", id="a dead end"),
        pytest.param(BRANCH, "bX", "", "W", "bW bX cX", id="no walk to a dry valve"),
        pytest.param(TWO_SOURCES, "aV", "", "VW", "aV aW", id="between two sources"),
        pytest.param(FAR, "dV", "", "V", "dV", id="one valve far away"),
    ],
)
def test_the_valves_around_a_burst(picture, burst, stuck, valves, without_water) -> None:
    shut, dry, found = closing(picture, burst, stuck=stuck)
    assert (shut, dry) == (valves, without_water)
    assert found.stops


@pytest.mark.parametrize(
    ("picture", "burst"),
    [
        pytest.param(NO_VALVE, "ab", id="no valve at all"),
        pytest.param(FAR, "bc", id="the tank itself runs out"),
    ],
)
def test_water_that_cannot_be_stopped_is_said(picture, burst) -> None:
    _shut, dry, found = closing(picture, burst)
    assert not found.stops
    assert burst in dry


def test_a_pipe_that_is_not_there() -> None:
    network, _numbers = drawn(LINE)
    with pytest.raises(KeyError):
        cut(network, 99)


SIDE = 4
CELLS = [(x, y) for x in range(SIDE) for y in range(SIDE)]
EDGES = [
    (one, two)
    for one in CELLS
    for two in ((one[0] + 1, one[1]), (one[0], one[1] + 1))
    if two in CELLS
]


@given(
    kept=st.lists(st.booleans(), min_size=len(EDGES), max_size=len(EDGES)),
    valves=st.sets(st.sampled_from(CELLS)),
    sources=st.sets(st.sampled_from(CELLS), min_size=1, max_size=2),
    chosen=st.integers(min_value=0),
)
def test_closed_valves_keep_every_source_from_the_burst(
    kept, valves, sources, chosen
) -> None:
    """On any town of blocks: no water comes to the burst, and none is cut for nothing."""
    edges = [edge for edge, is_there in zip(EDGES, kept, strict=True) if is_there]
    sources -= valves  # a valve at the very source is closed to be on the safe side
    if not edges or not sources:
        return
    pipes = tuple(Pipe(id=n, a=a, b=b) for n, (a, b) in enumerate(edges))
    names = {node: place for place, node in enumerate(sorted(valves))}
    network = Network(pipes=pipes, valves=names, sources=frozenset(sources))
    burst = pipes[chosen % len(pipes)]
    found = cut(network, burst.id)
    shut = {node for node, valve in names.items() if valve in found.valves}
    reached = _reached(pipes, sources - shut, shut=shut)
    if found.stops:
        assert burst.id not in reached
        assert reached.isdisjoint(found.burst)
        assert found.dry.isdisjoint(reached)
    assert found.dry.isdisjoint(found.burst)
    for valve in shut:  # each of them is needed
        without = shut - {valve}
        assert (
            not found.stops
            or _reached(pipes, sources - without, shut=without) & found.burst
        )


def _reached(pipes, sources, *, shut) -> set[int]:
    """Pipes that water comes to: the plainest way there is, as a second opinion."""
    wet: set[int] = set()
    nodes = set(sources)
    while True:
        new = {p.id for p in pipes if {p.a, p.b} & (nodes - shut)} - wet
        if not new:
            return wet
        wet |= new
        nodes |= {node for p in pipes if p.id in new for node in (p.a, p.b)}
