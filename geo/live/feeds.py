"""What can be watched: how things stand, as everybody may know, and who says it changed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Feed:
    """States of things by topic: of the spaces of an offering, say.

    The database says on `channel` what changed, as JSON: `{"topic": …, "keys": […]}`. No
    keys mean that more than states has changed: things were drawn, moved or taken away.
    """

    name: str
    """In the address: `/en-vivo/<name>/<topic>`."""
    channel: str
    """Of NOTIFY."""
    statement: Path
    """SQL that answers `key`, `state` and `seconds` until the state ends by itself (NULL if
    it does not), for a `topic` and its `keys` (NULL for all of them). What it answers is
    told to everybody."""
    usual: str
    """The state that is left out where all are told: most things have it."""


_feeds: dict[str, Feed] = {}


def offer(feed: Feed) -> Feed:
    """Let `feed` be watched."""
    _feeds[feed.name] = feed
    return feed


def find_feed(name: str) -> Feed | None:
    """The feed of this name."""
    return _feeds.get(name)


def all_feeds() -> tuple[Feed, ...]:
    """Every feed that can be watched."""
    return tuple(_feeds.values())
