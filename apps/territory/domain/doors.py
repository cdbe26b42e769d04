"""What follows a street in a written address: a house number, none, or a kilometre."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from apps.territory.domain.names import is_name

_NUMBER: Final = re.compile(r"(.*[a-z?].*) (\d{1,5}(?: ?[a-z])?)")
_SURELY: Final = 2
"""Digits from which a number is hardly part of a name, as it is in Juan Pablo II."""
_NONE: Final = re.compile(r" (?:s|sin) (?:y )?(?:no?|nro|num|numero)(?= |$)")
_KILOMETRE: Final = re.compile(
    r"(?:^| )(?:(?:(?:a )?(?:la )?altura )?(?:en el |del? |al? )?)?"
    r"km \d+(?: [13] [24]| \d\d?(?! de )| y medio)?(?: del?(?: la)?)?(?= |$)"
)
"""With its fraction and what joins it to the road: a la altura del km 13 1/2 de la."""


@dataclass(frozen=True, kw_only=True)
class Door:
    """The key of an address, taken apart."""

    street: str
    """Without the number."""
    number: str
    """House number, a letter glued to it; empty if none is told."""

    @property
    def surely(self) -> bool:
        """Whether there is a number that is hardly part of the street's name."""
        return sum(each.isdigit() for each in self.number) >= _SURELY


def without_no_number(key: str) -> str:
    """Leave out that there is no number: Calle Sucre s/n."""
    return _NONE.sub("", key)


def without_kilometre(key: str) -> str:
    """Leave out how far along a road something is: nobody has measured where that is.

    >>> without_kilometre("avenida blanco galindo km 13 1 2 zona central")
    'avenida blanco galindo zona central'
    """
    return _KILOMETRE.sub("", key).strip() or key


def read_door(key: str) -> Door:
    """Separate the street of an address from the house number.

    >>> read_door("calle sucre 123 b")
    Door(street='calle sucre', number='123b')
    >>> read_door("calle 1"), read_door("calle 1 25")
    (Door(street='calle 1', number=''), Door(street='calle 1', number='25'))
    """
    found = _NUMBER.fullmatch(key)
    if not found or not is_name(found[1]):
        return Door(street=key, number="")  # Calle 1 is no door of a street called calle
    return Door(street=found[1], number=found[2].replace(" ", ""))
