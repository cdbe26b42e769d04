"""Which valves to close so that a burst pipe stops, and who is then without water.

A network is pipes between nodes. Water comes from sources; a valve that can be closed sits
on a node and parts the pipes that meet there. Everything else lets water through.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Set
from dataclasses import dataclass, field
from typing import Final

Node = Hashable

NOTHING: Final[frozenset[int]] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Pipe:
    """One piece of pipe between two nodes."""

    id: int
    a: Node
    b: Node


@dataclass(frozen=True, kw_only=True)
class Network:
    """Pipes, the valves that can be closed and the sources, by the node they sit on."""

    pipes: tuple[Pipe, ...]
    valves: Mapping[Node, int] = field(default_factory=dict)
    """Node → the valve on it. Valves that are stuck are left out: water passes them."""
    sources: Set[Node] = frozenset()
    """Nodes that water comes from: wells, tanks."""


@dataclass(frozen=True, kw_only=True)
class Cut:
    """What closing does."""

    valves: frozenset[int]
    """To be closed: each has water behind it."""
    burst: frozenset[int]
    """Pipes between those valves, which run empty through the break."""
    dry: frozenset[int]
    """Pipes farther on that no source reaches any more."""
    stops: bool
    """Whether closing them stops the water: no source lies among the emptied pipes."""

    @property
    def without_water(self) -> frozenset[int]:
        """Every pipe that gives no water."""
        return self.burst | self.dry


def cut(network: Network, burst: int) -> Cut:
    """Find the smallest set of valves around the pipe `burst`, and what runs dry.

    A valve behind which no water waits is left open: closing it is a walk for nothing.

    Raises:
        KeyError: there is no such pipe.
    """
    meeting = _meeting(network.pipes)
    start = next((pipe for pipe in network.pipes if pipe.id == burst), None)
    if start is None:
        raise KeyError(burst)
    emptied, edges = _flood([start], meeting, stop=network.valves)
    pipes = {pipe.id: pipe for pipe in network.pipes}
    rest = {key: pipe for key, pipe in pipes.items() if key not in emptied}
    closed: set[Node] = set()
    for node in sorted(edges, key=repr):
        beyond = [pipe for pipe in meeting[node] if pipe.id in rest]
        if _is_fed(node, beyond, network, meeting, shut=edges, emptied=emptied):
            closed.add(node)
    fed = _fed_pipes(network, meeting, shut=closed, without=emptied)
    return Cut(
        valves=frozenset(network.valves[node] for node in closed),
        burst=frozenset(emptied),
        dry=frozenset(rest) - fed,
        stops=not _nodes(emptied, pipes, but=edges) & network.sources,
    )


Meeting = Mapping[Node, list[Pipe]]


def _meeting(pipes: Iterable[Pipe]) -> Meeting:
    """The pipes that meet at each node."""
    found: dict[Node, list[Pipe]] = defaultdict(list)
    for pipe in pipes:
        found[pipe.a].append(pipe)
        if pipe.b != pipe.a:
            found[pipe.b].append(pipe)
    return found


def _flood(
    start: Iterable[Pipe],
    meeting: Meeting,
    *,
    stop: Iterable[Node],
    without: Set[int] = NOTHING,
) -> tuple[set[int], set[Node]]:
    """Pipes that water from `start` comes to, and the nodes of `stop` where it ended."""
    halts = set(stop)
    wet: set[int] = set()
    edges: set[Node] = set()
    waiting = [pipe for pipe in start if pipe.id not in without]
    while waiting:
        pipe = waiting.pop()
        if pipe.id in wet:
            continue
        wet.add(pipe.id)
        for node in (pipe.a, pipe.b):
            if node in halts:
                edges.add(node)
            else:
                waiting += [
                    each
                    for each in meeting[node]
                    if each.id not in wet and each.id not in without
                ]
    return wet, edges


def _is_fed(
    node: Node,
    beyond: list[Pipe],
    network: Network,
    meeting: Meeting,
    *,
    shut: Set[Node],
    emptied: Set[int],
) -> bool:
    """Whether water waits behind the valve on `node`: a source reaches it from outside."""
    if node in network.sources:
        return True
    wet, _reached = _flood(beyond, meeting, stop=shut, without=emptied)
    return any(
        pipe.id in wet for source in network.sources for pipe in meeting.get(source, [])
    )


def _fed_pipes(
    network: Network, meeting: Meeting, *, shut: Set[Node], without: Set[int]
) -> frozenset[int]:
    """Pipes that some source still reaches with those valves closed."""
    begins = [pipe for node in network.sources for pipe in meeting.get(node, [])]
    wet, _edges = _flood(begins, meeting, stop=shut, without=without)
    return frozenset(wet)


def _nodes(chosen: Set[int], pipes: Mapping[int, Pipe], *, but: Set[Node]) -> set[Node]:
    """The nodes those pipes touch, without those they end at."""
    return {node for each in chosen for node in (pipes[each].a, pipes[each].b)} - but
