"""What leans on the rows of a layer, and what becomes of it when they go."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from django.db.models import ForeignKey, Model

from geo.exchange.register import Importable, importables
from geo.importing.rights import title_of


class Fate(Enum):
    """What becomes of a row when the one it refers to goes."""

    MADE_ANEW = auto()
    """It is derived; settling makes it anew."""
    FILLED_ANEW = auto()
    """It loses the reference, and settling finds another."""
    STAYS = auto()
    """It is somebody's work, so the other row cannot go."""


@dataclass(frozen=True, kw_only=True)
class Dependent:
    """A foreign key that refers to a layer's table."""

    model: type[Model]
    field: str
    column: str
    fate: Fate

    @property
    def title(self) -> str:
        """What people call its rows."""
        known = (each for each in importables() if each.model is self.model)
        into = next(known, None)
        return title_of(into) if into else str(self.model._meta.verbose_name_plural)


def dependents_of(into: Importable) -> list[Dependent]:
    """Every foreign key that refers to the layer, of whatever app."""
    settled = {each.model: each.settled for each in importables()}
    found = []
    for relation in into.model._meta.get_fields(include_hidden=True):
        key = getattr(relation, "field", None)
        if not relation.auto_created or not isinstance(key, ForeignKey):
            continue
        model = key.model
        fate = Fate.STAYS
        if model in into.derived:
            fate = Fate.MADE_ANEW
        elif key.null and key.name in settled.get(model, ()):
            fate = Fate.FILLED_ANEW
        found.append(Dependent(model=model, field=key.name, column=key.column, fate=fate))
    return found
