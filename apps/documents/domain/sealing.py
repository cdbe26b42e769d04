"""Digests of the history, worked out without the database that keeps it.

An auditor needs no more than this file, the exported lines and the list of seals.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

BEGINNING: Final = bytes(32)
"""What the first seal follows."""


@dataclass(frozen=True, kw_only=True)
class Sealed:
    """One seal as it was written."""

    number: int
    at: str
    era: int
    from_xid: int
    until_xid: int
    rows: int
    previous: bytes
    digest: bytes


def digest_of(seal: Sealed, lines: Iterable[str]) -> tuple[bytes, int]:
    """The digest that `seal` should have over these lines, and how many there were."""
    head = (
        f"{seal.number} {seal.at} {seal.era} {seal.from_xid} {seal.until_xid} {seal.rows}"
    )
    state, count = hashlib.sha256(head.encode() + seal.previous), 0
    for line in lines:
        state.update(hashlib.sha256(line.encode()).digest())
        count += 1
    return state.digest(), count


def judge(seal: Sealed, before: Sealed | None, since: int, lines: Iterable[str]) -> str:
    """What is wrong with `seal`, in one word; empty if nothing is.

    `before` is the seal before it in the chain, `since` where its era was sealed up to.
    """
    digest, count = digest_of(seal, lines)
    follows = (1, BEGINNING) if before is None else (before.number + 1, before.digest)
    if (seal.number, seal.previous) != follows:
        return "chain"
    if seal.from_xid != since:
        return "range"
    if count != seal.rows:
        return "count"
    return "" if digest == seal.digest else "rows"
