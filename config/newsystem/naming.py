"""What a new system and its first thing are called, in every spelling the code needs."""

from __future__ import annotations

import keyword
import re
from dataclasses import dataclass
from typing import Final

from config.launch.console import Problem
from config.launch.messages import gettext as _

USAGE: Final = "./llajta newsystem lighting Lamp point"
APP: Final = re.compile(r"[a-z][a-z0-9]{1,29}")
MODEL: Final = re.compile(r"([A-Z][a-z0-9]+){1,4}")


@dataclass(frozen=True, kw_only=True)
class Shape:
    """What the things of a system look like on the map."""

    field: str
    """Field of GeoDjango."""
    geometry_type: str
    """Type of the geometry in GeoJSON."""
    drawn: str
    """How a test draws one on the grid."""


SHAPES: Final = {
    "point": Shape(field="PointField", geometry_type="Point", drawn='point("a")'),
    "line": Shape(field="LineStringField", geometry_type="LineString", drawn='line("ab")'),
    "area": Shape(field="PolygonField", geometry_type="Polygon", drawn='polygon("abdc")'),
}


@dataclass(frozen=True, kw_only=True)
class System:
    """A system and the first thing it keeps, checked to be usable as names."""

    app: str
    model: str
    shape: Shape

    @classmethod
    def named(cls, app: str, model: str, shape: str) -> System:
        """The system of these words.

        Raises:
            Problem: one of them cannot be a name.
        """
        if not APP.fullmatch(app) or keyword.iskeyword(app):
            said = _("“{name}” cannot name a system: one English word in lower case.")
            raise Problem(said.format(name=app), todo=USAGE)
        if not MODEL.fullmatch(model) or keyword.iskeyword(model.lower()):
            said = _("“{name}” cannot name a thing: write it as Lamp or StreetLamp.")
            raise Problem(said.format(name=model), todo=USAGE)
        if shape not in SHAPES:
            said = _("“{name}” is no shape on the map: point, line or area.")
            raise Problem(said.format(name=shape), todo=USAGE)
        return cls(app=app, model=model, shape=SHAPES[shape])

    @property
    def words(self) -> list[str]:
        """The words of the thing, in lower case: `StreetLamp` is street, lamp."""
        return [each.lower() for each in re.findall(r"[A-Z][a-z0-9]+", self.model)]

    def spellings(self) -> dict[str, str]:
        """What the templates call for."""
        one = " ".join(self.words)
        many = " ".join([*self.words[:-1], _plural(self.words[-1])])
        return {
            "app": self.app,
            "App": self.app.capitalize(),
            "Model": self.model,
            "model": self.model.lower(),
            "one": one,
            "One": one.capitalize(),
            "many": many,
            "Many": many.capitalize(),
            "layer": many.replace(" ", "-"),
            "models": many.replace(" ", "_"),
            "thing": one.replace(" ", "_"),
            "an": "an" if one[0] in "aeiou" else "a",
            "An": "An" if one[0] in "aeiou" else "A",
            "field": self.shape.field,
            "geometry_type": self.shape.geometry_type,
            "drawn": self.shape.drawn,
        }


def _plural(word: str) -> str:
    """The English plural of a regular noun.

    >>> [_plural(each) for each in ("lamp", "bench", "quarry", "kiosk", "day")]
    ['lamps', 'benches', 'quarries', 'kiosks', 'days']
    """
    if re.search(r"[^aeiou]y$", word):
        return word[:-1] + "ies"
    return word + ("es" if re.search(r"(s|x|z|ch|sh)$", word) else "s")
