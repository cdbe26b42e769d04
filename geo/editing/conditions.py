"""On which state of a feature a client makes its change depend.

Source: RFC 9110, sections 13.1.1 (If-Match), 13.1.2 (If-None-Match) and 13.2.2, which says
that both must hold.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from geo.editing.refusals import ChangedMeanwhile, MatchDemanded, NotToMatch
from geo.published.sending import shared_tag

ANY: Final = "*"

Tags = Callable[[], set[str]]
"""Finds the tags of the feature as it is now."""


@dataclass(frozen=True, kw_only=True)
class Conditions:
    """What a client says of the feature that it changes; headers not sent are empty."""

    match: str = ""
    """If-Match: the feature is still one of these."""
    none_match: str = ""
    """If-None-Match: it is none of these."""

    def check(self, present: Tags, *, demands_match: bool) -> None:
        """Go on if the feature is as the client has it.

        Raises:
            ChangedMeanwhile: it is not any more what `match` says.
            MatchDemanded: `match` is wanted, and empty.
            NotToMatch: it is what `none_match` says.
        """
        if demands_match and not self.match:
            raise MatchDemanded
        if self.match and not _names(self.match, present):
            raise ChangedMeanwhile
        if self.none_match and _names(self.none_match, present):
            raise NotToMatch


def _names(header: str, present: Tags) -> bool:
    """Whether a list of tags names the feature; `*` names whatever is there.

    Ours are weak only for being equal when compressed, so both headers compare alike.
    """
    if header == ANY:
        return True
    return bool(set(map(shared_tag, header.split(","))) & present())
