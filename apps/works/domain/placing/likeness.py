"""How alike two folded names are, as people here misspell and shorten them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from apps.works.domain.placing.words import listed

QUALIFIERS: Final = listed("""
    norte sud este oeste central centro alto alta bajo baja chico chica grande nuevo
    nueva viejo vieja final prado
""")
"""Words that tell neighbours of one name apart; they are never guessed."""

_MONTHS: Final = listed("""
    enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre
    diciembre
""")
SMALL: Final = listed("""
    de del la las el los y d
""")
"""Words that carry no name."""

_SOUNDS: Final = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"\b(?:de|del|la|las|el|los|y)\b|\s", ""),
        (r"sc?h(?![aeiou])", "s"),
        (r"q(?=u[ei])u?|[kq]h|ck|[kq]|c(?=[aou]|[lrtn])|c$", "k"),
        (r"c(?=[ei])|z", "s"),
        (r"ph", "p"),
        (r"th", "t"),
        (r"v", "b"),
        (r"(?<![cs])h(?=u[aeio])|w", "u"),
        (r"(?<!c)h", ""),
        (r"ll", "y"),
        (r"y$", "i"),
        (r"x", "j"),
        (r"n(?=[pb])", "m"),
        (r"uu", "u"),
        (r"([a-z])\1+", r"\1"),
    )
)
_FIXED: Final = re.compile(r"\d+")


@lru_cache(maxsize=65536)
def sound(name: str) -> str:
    """A name as it sounds, without blanks: spellings of one Quechua name are equal.

    >>> sound("okosuru") == sound("okhosuru")
    True
    >>> sound("huachi rancho") == sound("wachirancho")
    True
    >>> sound("san francisco xavier") == sound("san francisco javier")
    True
    """
    for pattern, replacement in _SOUNDS:
        name = pattern.sub(replacement, name)
    return name


def fixed(name: str) -> tuple[str, ...]:
    """Words of a name that must be equal: numbers, months, single letters, norte, chico.

    >>> fixed("campina 2"), fixed("6 de junio"), fixed("cota oeste")
    (('2',), ('6', 'junio'), ('oeste',))
    """
    return tuple(
        sorted(
            word
            for word in name.split()
            if word.isdigit() or word in QUALIFIERS or word in _MONTHS
        )
    )


def slips_allowed(sounded: str) -> int:
    """How many wrong letters a name of this length may hold."""
    letters = len(_FIXED.sub("", sounded))
    if letters < 5:
        return 0
    return 1 if letters < 10 else 2


def slips(first: str, second: str, *, most: int) -> int | None:
    """Letters to add, drop, change or swap between two names; None if more than `most`.

    >>> slips("patamayu", "patmayu", most=2), slips("kami", "uyuni", most=2)
    (1, None)
    """
    if abs(len(first) - len(second)) > most:
        return None
    before_last: list[int] = []
    last = list(range(len(second) + 1))
    for row, letter in enumerate(first, start=1):
        current = [row]
        for column, other in enumerate(second, start=1):
            cost = min(
                last[column] + 1, current[-1] + 1, last[column - 1] + (letter != other)
            )
            swapped = row > 1 and column > 1 and first[row - 2] == other
            if swapped and letter == second[column - 2]:
                cost = min(cost, before_last[column - 2] + 1)
            current.append(cost)
        if min(current) > most:
            return None
        before_last, last = last, current
    return last[-1] if last[-1] <= most else None


def is_short_for(short: Sequence[str], full: Sequence[str]) -> bool:
    """Whether `short` is `full` with words cut to initials: n guerra, nelida de guerra.

    Every word of `full` but small ones must be there, and at least one whole word.

    >>> is_short_for(["r", "g", "prada"], ["ramon", "g", "prada"])
    True
    >>> is_short_for(["n", "guerra"], ["juan", "guerra"])
    False
    """
    short = [word for word in short if word not in SMALL]
    full = [word for word in full if word not in SMALL]
    if len(short) != len(full) or short == full:
        return False
    whole = any(
        word == other and len(word) > 2 for word, other in zip(short, full, strict=True)
    )
    return whole and all(
        word == other or (word.isalpha() and len(word) <= 3 and other.startswith(word))
        for word, other in zip(short, full, strict=True)
    )


def lacks(short: Sequence[str], full: Sequence[str]) -> tuple[str, ...] | None:
    """Words of `full` that `short` leaves out, keeping order; None if it says more.

    >>> lacks(["francisco", "javier"], ["san", "francisco", "javier"])
    ('san',)
    >>> lacks(["javier", "francisco"], ["san", "francisco", "javier"]) is None
    True
    """
    missing: list[str] = []
    waiting = [word for word in short if word not in SMALL]
    for word in (each for each in full if each not in SMALL):
        if waiting and word == waiting[0]:
            waiting.pop(0)
        else:
            missing.append(word)
    return None if waiting else tuple(missing)
