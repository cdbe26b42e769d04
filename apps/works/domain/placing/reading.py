"""From the text of a call to its mentions, in the order of the text.

Every rule answers a way in which such texts were found to be written; the tests hold
one example of each.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from apps.territory.domain.names import key
from apps.works.domain.placing.clauses import Stretch, read_clause
from apps.works.domain.placing.districts import DISTRICT, districts_in, masked
from apps.works.domain.placing.markers import Announces, Marker, marker_at
from apps.works.domain.placing.mentions import Mention, MentionKind
from apps.works.domain.placing.name_runs import completed, read_landmarks, read_otbs
from apps.works.domain.placing.words import Word, cut

_INTERSECTION: Final = frozenset({"interseccion", "intersecciones"})
_HOW_FAR: Final = frozenset({"desde", "hasta", "a", "entre", "hacia"})
_CONFIDENCE: Final = {
    MentionKind.CORNER: 0.9,
    MentionKind.STREET: 0.9,
    MentionKind.OTB: 0.95,
    MentionKind.LANDMARK: 0.85,
    MentionKind.DISTRICT: 0.85,
}
_UNANNOUNCED: Final = 0.75


def read(text: str) -> tuple[Mention, ...]:
    """Everything that `text` mentions as a place, in order."""
    return _Reader(text).run()


class _Reader:
    """Walks over the words of one text, handing each announced run to its own rule."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.districts = districts_in(text)
        self.words = masked(cut(text), self.districts)
        self.mentions: list[Mention] = []
        self.free: list[Word] = []

    def run(self) -> tuple[Mention, ...]:
        at = 0
        while at < len(self.words):
            at = self._step(at)
        self._flush()
        return tuple(self.mentions)

    def _step(self, at: int) -> int:
        word = self.words[at]
        if word.plain == DISTRICT:
            self._flush()
            self.mentions += [each for each in self.districts if each.start == word.start]
            return at + 1
        if word.plain in _INTERSECTION:
            return self._intersection(at)
        marker = marker_at(self.words, at)
        if marker is None:
            self.free.append(word)
            return at + 1
        before = self.free[-1].plain if self.free else ""
        self.free.clear()
        if marker.announces is Announces.STREET:
            return self._street(at, marker, before)
        if marker.announces is Announces.OTB:
            return self._otb(at, marker)
        return self._landmark(at, marker)

    # Streets -------------------------------------------------------------------------

    def _intersection(self, at: int) -> int:
        clause = self._clause(at + 1)
        if clause is None:
            return at + 1
        stretches, end = clause
        if len(stretches) == 2:
            names = (_street_name(stretches[0]), _street_name(stretches[1]))
            self._add(
                MentionKind.CORNER, names, self.words[at].start, stretches[1].words[-1].end
            )
        else:
            self._streets(stretches)
        return end

    def _clause(self, at: int) -> tuple[list[Stretch], int] | None:
        """The street clause that begins at `at`, if one does."""
        marker = marker_at(self.words, at) if at < len(self.words) else None
        if marker is None or marker.announces is not Announces.STREET:
            return None
        return read_clause(self.words, at, marker)

    def _street(self, at: int, marker: Marker, before: str) -> int:
        """Streets of a clause; none where the clause only says how far something goes."""
        stretches, end = read_clause(self.words, at, marker)
        if before not in _HOW_FAR:
            self._streets(stretches)
        if self.words[at].plain == "calles" and len(stretches) == 1:
            self._streets_of(stretches[0])
        return end

    def _streets_of(self, stretch: Stretch) -> None:
        """`Calles` and one name may be an OTB's streets: Calles Martín Cárdenas Sud."""
        name = key(_joined(stretch.words))
        start, end = stretch.words[0].start, stretch.words[-1].end
        self._add(MentionKind.OTB, (name,), start, end, marked=False)

    def _streets(self, stretches: Sequence[Stretch]) -> None:
        for stretch in stretches:
            name, end = _street_name(stretch), stretch.words[-1].end
            bounds = tuple(key(_joined(bound)) for bound in stretch.bounds if bound)
            if stretch.corner and bounds:
                end = max(word.end for bound in stretch.bounds for word in bound)
                self._add(MentionKind.CORNER, (name, bounds[0]), stretch.start, end)
            else:
                self._add(MentionKind.STREET, (name,), stretch.start, end, bounds=bounds)

    # OTBs and landmarks --------------------------------------------------------------

    def _otb(self, at: int, marker: Marker) -> int:
        start = self.words[at].start
        pieces, head, end = read_otbs(self.words, at, marker)
        if not pieces:
            return self._otb_called_street(end, start)
        before: Sequence[Word] = []
        for number, piece in enumerate(pieces):
            named = completed(piece, before)
            before = named
            if number:
                start, head = piece[0].start, ""
            if len(named) > 1 and named[0].plain == "b":  # Otb B. Manaco
                head, named = "barrio", named[1:]
            name = key(f"{head} {_joined(named)}")
            self._add(MentionKind.OTB, (name,), start, piece[-1].end)
        return end

    def _otb_called_street(self, at: int, start: int) -> int:
        """An OTB that is called by its street: Otb Av. Santa Cruz."""
        clause = self._clause(at)
        if clause is None:
            return at
        stretches, end = clause
        for stretch in stretches:
            name = key(_joined(stretch.words))
            self._add(MentionKind.OTB, (name,), start, stretch.words[-1].end)
        self._streets(stretches)
        return end

    def _landmark(self, at: int, marker: Marker) -> int:
        start = self.words[at].start
        pieces, end = read_landmarks(self.words, at, marker)
        if marker.head == "subalcaldia":  # a sub-mayor's office carries its district's name
            for piece in pieces[:1]:
                name = key(_joined(piece))
                self._add(MentionKind.DISTRICT, (name,), start, piece[-1].end)
            return end
        for number, piece in enumerate(pieces):
            name = key(f"{marker.head} {_joined(piece)}")
            start = piece[0].start if number else start
            self._add(MentionKind.LANDMARK, (name,), start, piece[-1].end)
        return end

    # Common --------------------------------------------------------------------------

    def _flush(self) -> None:
        """Offer the unannounced words before a district or the end as a possible name."""
        pieces: list[list[Word]] = [[]]
        for word in self.free:
            if word.is_mark or word.plain in {"y", "e"}:
                pieces.append([])
            else:
                pieces[-1].append(word)
        self.free.clear()
        for piece in filter(None, pieces):
            name = key(_joined(piece))
            self._add(MentionKind.OTB, (name,), piece[0].start, piece[-1].end, marked=False)

    def _add(
        self,
        kind: MentionKind,
        names: tuple[str, ...],
        start: int,
        end: int,
        *,
        bounds: tuple[str, ...] = (),
        marked: bool = True,
    ) -> None:
        if not all(names):
            return
        self.mentions.append(
            Mention(
                kind=kind,
                names=names,
                words=self.text[start:end],
                start=start,
                end=end,
                confidence=_CONFIDENCE[kind] if marked else _UNANNOUNCED,
                marked=marked,
                bounds=bounds,
            )
        )


def _street_name(stretch: Stretch) -> str:
    return key(f"{stretch.head} {_joined(stretch.words)}")


def _joined(words: Sequence[Word]) -> str:
    """Words as a text again; a full stop stays where it marks a short form."""
    return " ".join(word.plain + ("." if word.dot else "") for word in words)
