"""Finding a landmark whose name is its own: a school, a hospital, a market, a cemetery."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from apps.territory.domain.names import key
from apps.works.domain.placing.likeness import SMALL, lacks, slips, slips_allowed, sound
from apps.works.domain.placing.names import Districts, Match, Named, is_specific
from apps.works.domain.placing.words import listed

_KINDS: Final = {
    "school": "unidad educativa colegio escuela liceo kinder instituto internado normal "
    "nucleo centro especial",
    "health": "hospital centro salud posta sanitaria policlinico caja clinica integral",
    "market": "mercado feria",
    "cemetery": "cementerio campo santo camposanto",
    "square": "plaza plazuela parque principal",
    "sport": "estadio estadium coliseo polideportivo complejo deportivo cancha",
    "church": "templo iglesia capilla parroquia santuario",
}
_CLASS_WORDS: Final = {kind: frozenset(words.split()) for kind, words in _KINDS.items()}
_TITLES: Final = listed("""
    doctor doctora profesor general municipal nacional particular tecnico tecnologico
    humanistico modelo don
""")
_CLASS_OF: Final = {
    "unidad": "school",
    "colegio": "school",
    "escuela": "school",
    "liceo": "school",
    "kinder": "school",
    "instituto": "school",
    "internado": "school",
    "hospital": "health",
    "centro": "health",
    "mercado": "market",
    "cementerio": "cemetery",
    "plaza": "square",
    "plazuela": "square",
    "parque": "square",
    "estadio": "sport",
    "coliseo": "sport",
    "polideportivo": "sport",
    "templo": "church",
}
"""First word of a landmark's name, as the reader folds it → its class."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Landmark:
    """A named point of the gazetteer that is not a community."""

    row: Named
    kind: str
    """Value of `apps.territory.terms.PlaceKind`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Entry:
    row: Named
    full: str
    own: tuple[str, ...]
    sound: str


@dataclass(kw_only=True, slots=True)
class LandmarkIndex:
    """Landmarks by class; a name is its own words, without those of its class."""

    landmarks: Iterable[Landmark]
    town: frozenset[str] = frozenset()
    """Words of the municipality's own name: Estadio Municipal (de Quillacollo)."""
    _by_class: dict[str, list[_Entry]] = field(init=False)

    def __post_init__(self) -> None:
        self._by_class = defaultdict(list)
        for landmark in self.landmarks:
            full = self._here(key(landmark.row.name))
            own = _own(full, landmark.kind)
            self._by_class[landmark.kind].append(
                _Entry(row=landmark.row, full=full, own=own, sound=sound(" ".join(own)))
            )

    def find(self, name: str, districts: Districts) -> Match | None:
        """The landmark called `name`, in or beside the districts the text names, if any."""
        name = self._here(name)
        kind = _CLASS_OF.get(name.split()[0], "landmark")
        entries = [
            entry
            for entry in self._by_class.get(kind, ())
            if not districts or entry.row.near & districts
        ]
        own = _own(name, kind)
        if not any(is_specific(word) or word.isdigit() for word in own):
            return _unique([entry for entry in entries if entry.full == name], 0.9)
        return _alike(own, entries)

    def _here(self, name: str) -> str:
        """A folded name without the municipality's own at its end."""
        words = name.split()
        while len(words) > 1 and words[-1] in self.town | SMALL:
            words.pop()
        return " ".join(words)


def _alike(own: Sequence[str], entries: Sequence[_Entry]) -> Match | None:
    sounded = sound(" ".join(own))
    most = slips_allowed(sounded)
    return (
        _unique([each for each in entries if each.sound == sounded], 0.92)
        or _unique(
            [e for e in entries if most and slips(sounded, e.sound, most=most) is not None],
            0.82,
        )
        or _unique([each for each in entries if lacks(own, each.own)], 0.8)
        or _unique(
            [e for e in entries if e.own and tuple(own[: len(e.own)]) == e.own], 0.75
        )
    )


def _own(name: str, kind: str) -> tuple[str, ...]:
    """Words of a folded name that are its own."""
    dropped = _CLASS_WORDS.get(kind, frozenset()) | _TITLES | SMALL
    return tuple(word for word in name.split() if word not in dropped)


def _unique(entries: Sequence[_Entry], sureness: float) -> Match | None:
    if len({entry.row.id for entry in entries}) != 1:
        return None
    return Match(row=entries[0].row, sureness=sureness)
