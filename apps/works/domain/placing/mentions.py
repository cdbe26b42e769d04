"""What a text can mention: a corner, a street, an OTB, a landmark, a district."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class MentionKind(StrEnum):
    """What the words around a name say it is."""

    CORNER = "corner"
    STREET = "street"
    OTB = "otb"
    LANDMARK = "landmark"
    DISTRICT = "district"


@dataclass(frozen=True, kw_only=True, slots=True)
class Mention:
    """One place named in a text, as the text words it; nothing is looked up yet."""

    kind: MentionKind
    names: tuple[str, ...]
    """Folded by `apps.territory.domain.names.key`: one name, or two streets of a corner.

    A district's name is its number in digits, or what it is called.
    """
    words: str
    """As the text has it, marker included."""
    start: int
    end: int
    confidence: float
    """0 to 1: how sure it is that these words name such a place."""
    marked: bool = True
    """Whether a word such as OTB or Calle announced it."""
    bounds: tuple[str, ...] = ()
    """Streets between which a street is meant (entre … y …), folded."""

    @property
    def name(self) -> str:
        """The only name of whatever is not a corner."""
        return self.names[0]
