"""Street clauses: Calle A, B Y C Entre Av. X Y Calle Y; C. Pando De C. Beni A C. Oruro."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from apps.works.domain.placing.markers import Announces, Marker, is_name_part, marker_at
from apps.works.domain.placing.words import Word, listed

_JOINTS: Final = listed("""
    , ; y e - – & ? ¿ +
""")
_BOUNDS: Final = listed("""
    entre desde hasta / tramo tramos sobre
""")
_CORNER: Final = frozenset({"esq", "esquina", "esquinas", "interseccion"})
_ENDS: Final = listed("""
    ( ) con del en para otros franja lado sector zona segunda tercera convocatoria
    fase al const construccion proyecto lote tanque lateral cordones aceras
""")
_PARTS: Final = frozenset({"fase", "tramo", "etapa", "convocatoria"})
_MONTHS: Final = listed("""
    enero febrero marzo abril mayo junio julio agosto septiembre setiembre sep sept
    octubre oct noviembre nov diciembre dic
""")
_HOUSES: Final = listed("""
    flia familia propiedad domicilio dom finca limite
""")
"""What a stretch may begin at, where no street crosses."""
_NAMELESS: Final = listed("""
    innominada innominadas innominado innominados adyacente adyacentes adytes
    transversal transversales empedrada las los la el de norte sud este oeste
    diferentes multiples ramales vecinal vecinales varias
""")


@dataclass(kw_only=True, slots=True)
class Stretch:
    """One street of a clause while it is read: where its words are, and its bounds."""

    head: str
    words: list[Word] = field(default_factory=list)
    start: int = -1
    bounds: list[list[Word]] = field(default_factory=list)
    corner: bool = False

    @property
    def is_named(self) -> bool:
        """Whether it has a name, not only `innominada`."""
        return any(word.plain not in _NAMELESS for word in self.words)


def read_clause(
    words: Sequence[Word], at: int, marker: Marker
) -> tuple[list[Stretch], int]:
    """Read the streets of the clause whose marker stands at `at`.

    Returns: the streets that have a name, and the position behind the clause.
    """
    reader = _ClauseReader(words, at, marker)
    end = reader.run()
    return [stretch for stretch in reader.stretches if stretch.is_named], end


class _ClauseReader:
    """Walks over one clause; every step looks at one word."""

    def __init__(self, words: Sequence[Word], at: int, marker: Marker) -> None:
        self.words = words
        self.at = at + marker.length
        self.stretches = [Stretch(head=marker.head, start=words[at].start)]
        self.pending = 0
        """Streets at the end of the list that still wait for their bounds."""
        self.in_bounds = False
        self.announced = True
        """Whether a street marker stands right before: what follows is a name."""

    def run(self) -> int:
        while self.at < len(self.words) and not self._ends():
            self._step(self.words[self.at])
        return self.at

    def _ends(self) -> bool:
        word = self.words[self.at]
        if word.plain == "del" and self.announced:
            return False
        if word.plain in _ENDS or word.plain.startswith("<") or self._is_part(word):
            return True
        if not self.in_bounds and self._is_number_before(word):
            return True
        marker = marker_at(self.words, self.at)
        if marker is None or marker.announces is Announces.STREET:
            return False
        if marker.announces is Announces.LANDMARK:
            return not (self.in_bounds or self.announced or self._is_name_part(marker))
        return True

    def _is_name_part(self, marker: Marker) -> bool:
        named = bool(self.stretches[-1].words)
        return named and marker.length == 1 and is_name_part(self.words, self.at)

    def _is_part(self, word: Word) -> bool:
        """Whether an ordinal counts the parts of the work: Calles 2da Fase."""
        following = self.words[self.at + 1].plain if self._goes_on() else ""
        return word.plain[0].isdigit() and following in _PARTS

    def _is_number_before(self, word: Word) -> bool:
        """Whether a numbered street is complete: Calles 1, 2 Y 5 | San Ildefonso."""
        named = self.stretches[-1].words
        return (
            len(named) == 1
            and named[0].plain.isdigit()
            and word.plain.isalpha()
            and len(word.plain) > 2
            and word.plain not in _BOUNDS | _CORNER
            and marker_at(self.words, self.at) is None
        )

    def _step(self, word: Word) -> None:
        marker = marker_at(self.words, self.at)
        is_name = self.announced and (word.is_short or word.plain == "del")
        if marker is not None and marker.announces is Announces.LANDMARK:
            is_name = True
        if is_name:
            self._take(word)
        elif marker is not None:
            self._marker(marker)
        elif word.plain in _BOUNDS or word.plain in _CORNER or self._opens_range():
            self._open_bounds(corner=word.plain in _CORNER)
            self.at += 1
        elif self._is_joint(word):
            self._joint(word)
        else:
            self._take(word)

    def _is_joint(self, word: Word) -> bool:
        if word.plain == "e":  # the and before i-; otherwise a street called E
            return self.words[self.at + 1].plain[0] in "ih" if self._goes_on() else False
        if word.plain == "a":
            return self.in_bounds and not word.dot
        return word.plain in _JOINTS

    def _goes_on(self) -> bool:
        return self.at + 1 < len(self.words)

    def _marker(self, marker: Marker) -> None:
        self.announced = True
        if marker.announces is Announces.STREET:
            current = self.stretches[-1]
            if not self.in_bounds and not current.words:
                current.head = marker.head
            elif not self.in_bounds:
                self._new_stretch(marker.head)
            if self.stretches[-1].start < 0:
                self.stretches[-1].start = self.words[self.at].start
        self.at += marker.length

    def _open_bounds(self, *, corner: bool) -> None:
        self.in_bounds = True
        if not self.stretches[-1].bounds or self.stretches[-1].bounds[-1]:
            self.stretches[-1].bounds.append([])
        self.stretches[-1].corner |= corner

    def _joint(self, word: Word) -> None:
        """A comma or an `y`: the next street, or the second bound of this one."""
        current = self.stretches[-1]
        self.at += 1
        if not self.in_bounds:
            if current.words:
                self._new_stretch(current.head)
        elif word.plain == "a" or (len(current.bounds) < 2 and word.plain != ";"):
            if current.bounds[-1] or word.plain == "a":
                current.bounds.append([])
        else:
            self.in_bounds = False
            self._new_stretch(current.head)

    def _new_stretch(self, head: str) -> None:
        self.stretches.append(Stretch(head=head))

    def _take(self, word: Word) -> None:
        current = self.stretches[-1]
        self.at += 1
        if word.is_mark:
            return
        self.announced = False
        if current.start < 0:
            current.start = word.start
        (current.bounds[-1] if self.in_bounds else current.words).append(word)

    def _opens_range(self) -> bool:
        """Whether `de` begins a range: Pando De C. Beni A C. Oruro, but not 6 De Agosto."""
        if self.in_bounds or self.words[self.at].plain not in {"de", "dec"}:
            return False
        if not self.stretches[-1].words:
            return False
        following = self.words[self.at + 1 : self.at + 12]
        if not following or following[0].plain in _MONTHS:
            return False
        if following[0].is_short or following[0].plain in _HOUSES:
            return True
        if marker_at(self.words, self.at + 1) is not None:
            return True
        return self._reaches_to(following)

    def _reaches_to(self, following: Sequence[Word]) -> bool:
        """Whether ` a ` closes the range before anything else begins."""
        for offset, word in enumerate(following):
            if word.plain == "a":
                return True
            if word.plain in {"de", "entre", ";"} or word.plain.startswith("<"):
                is_date = (
                    word.plain == "de"
                    and offset + 1 < len(following)
                    and following[offset + 1].plain in _MONTHS
                )
                if not is_date:
                    return False
        return False
