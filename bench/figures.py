"""Figures kept from run to run: measuring one case leaves those of the others."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from bench.databases import ROOT
from bench.rounds import Outcome, Told

KEPT = ROOT / "bench" / "figures.json"


@dataclass(frozen=True, kw_only=True)
class Conditions:
    """How one run of the benchmark was made."""

    measured_on: str
    """Day, as ISO 8601 writes it."""
    seed: int
    rounds: int
    points: int
    machine: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What one case of the benchmark came to, when, and on what."""

    conditions: Conditions
    outcomes: Sequence[Outcome] = field(default_factory=tuple)


def _outcome(told: dict[str, Any]) -> Outcome:
    peers = {
        name: Told(times=tuple(peer["times"]), reason=peer["reason"])
        for name, peer in told.pop("peers").items()
    }
    ours, floor = tuple(told.pop("ours")), tuple(told.pop("floor"))
    return Outcome(**told, ours=ours, floor=floor, peers=peers)


def kept(file: Path = KEPT) -> dict[str, Measured]:
    """Figures of every case measured so far, by its name."""
    told = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    return {
        name: Measured(
            conditions=Conditions(**case["conditions"]),
            outcomes=[_outcome(outcome) for outcome in case["outcomes"]],
        )
        for name, case in told.items()
    }


def keep(measured: Mapping[str, Measured], file: Path = KEPT) -> None:
    """Write the figures of every case."""
    told = {name: asdict(case) for name, case in measured.items()}
    file.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
