"""Putting a whole network into the register: nodes, pipes, what sits on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.contrib.gis.geos import LineString, Point
from django.db import transaction

from apps.water.models import Asset, Main, Node, Operator, Valve
from apps.water.permissions import OPERATE
from apps.water.terms import AssetKind
from geo.access import Viewer

LETTERS: Final = {
    AssetKind.MAIN: "T",
    AssetKind.VALVE: "V",
    AssetKind.WELL: "P",
    AssetKind.TANK: "E",
    AssetKind.HYDRANT: "H",
}
"""What codes begin with: tubería, válvula, pozo, estanque, hidrante."""


@dataclass(frozen=True, kw_only=True)
class DrawnMain:
    """A pipe from one node to another, by their place in the list."""

    start: int
    end: int
    shape: LineString
    diameter_mm: int
    material: str = "PVC"


@dataclass(frozen=True, kw_only=True)
class DrawnPart:
    """A valve, well, tank or hydrant on a node, by its place in the list."""

    kind: AssetKind
    node: int


@dataclass(frozen=True, kw_only=True)
class DrawnNetwork:
    """A network as it is drawn. Shapes are EPSG:4326."""

    nodes: Sequence[Point]
    mains: Sequence[DrawnMain]
    parts: Sequence[DrawnPart]


@transaction.atomic
def draw_network(
    operator: Operator, drawn: DrawnNetwork, *, source: str, by: Viewer
) -> int:
    """Add a network to an operator that has none there; returns how many pipes.

    Raises:
        NotAllowed: `by` may not keep networks.
    """
    OPERATE.require(by)
    nodes = Node.objects.bulk_create(
        Node(operator=operator, position=point) for point in drawn.nodes
    )
    first = Asset.objects.filter(operator=operator).count() + 1
    mains = [(AssetKind.MAIN, main.shape, None) for main in drawn.mains]
    parts = [(part.kind, drawn.nodes[part.node], nodes[part.node]) for part in drawn.parts]
    assets = Asset.objects.bulk_create(
        Asset(
            operator=operator,
            code=f"{LETTERS[kind]}-{number:05}",
            kind=kind,
            shape=shape,
            node=node,
            source=source,
        )
        for number, (kind, shape, node) in enumerate([*mains, *parts], start=first)
    )
    _join(assets, drawn, nodes)
    return len(mains)


def _join(assets: list[Asset], drawn: DrawnNetwork, nodes: list[Node]) -> None:
    """Hang pipes between their nodes and valves on theirs; pipes come first."""
    pipes, fittings = assets[: len(drawn.mains)], assets[len(drawn.mains) :]
    Main.objects.bulk_create(
        Main(
            asset=asset,
            from_node=nodes[main.start],
            to_node=nodes[main.end],
            diameter_mm=main.diameter_mm,
            material=main.material,
        )
        for asset, main in zip(pipes, drawn.mains, strict=True)
    )
    Valve.objects.bulk_create(
        Valve(asset=asset, node=nodes[part.node])
        for asset, part in zip(fittings, drawn.parts, strict=True)
        if part.kind is AssetKind.VALVE
    )
