"""Characters that a broken file lost, put back where the word is certain.

`V¿As` is Vías because the record has that word whole elsewhere; where no whole word
answers, or two do, the text stays as it is and is flagged.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Final

LOST: Final = "¿"
_MOST_WORDS: Final = 200_000
"""Words kept at most: a real record has some ten thousand."""
_SHORTEST_WORD: Final = 2
_LONGEST_WORD: Final = 40
_CERTAIN: Final = 10
"""How many times as often the chosen word must be written as the next one."""

_WORD: Final = re.compile(r"[^\W\d_]+")
_LETTERS: Final = re.compile(rf"[\w{LOST}]*{LOST}[\w{LOST}]*")
_ENDINGS: Final = ((re.compile(rf"([cs])i{LOST}n$"), r"\1ión"),)
_MARKS: Final = str.maketrans({"?": LOST, "\ufffd": LOST})
_NEW_LINE: Final = re.compile(r"\\[nrt]")
_LOST_BACKSLASH: Final = re.compile(
    r"(?:(?<!\w)|(?<=\d))n(?=[A-Z][a-z])|(?<=[”\"])n(?=[“\"])"
)
_CAPITAL_INSIDE: Final = re.compile(
    r"\b[A-ZÁÉÍÓÚÑ][a-záéíóúñ]+(?:[A-ZÁÉÍÓÚÑ][a-záéíóúñ]*)+\b"
)
_TWICE_ENCODED: Final = re.compile(
    r"[Ãã]([\x80-\xbf\u0152\u0153\u0160\u0161\u2018-\u201d])"
)
_HALF_LOST: Final = re.compile(rf"(?<=\w)[Ãã]{LOST}")
_OTBS: Final = re.compile(rf"\b(otb){LOST}s\b", re.IGNORECASE)
_DASH: Final = re.compile(rf"(?<=\s){LOST}(?=\s)")
_QUOTES: Final = re.compile(rf"(?<!\w){LOST}([^\W\d_][^{LOST}]*?){LOST}(?!\w)")
_QUOTES_TIGHT: Final = re.compile(rf"(?<=\s){LOST}(\w){LOST}")
_ORDINAL: Final = re.compile(rf"\b(N|\d+){LOST}(?=\s|\d|$)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Repaired:
    """A text with whatever was certain put back."""

    text: str
    is_doubtful: bool
    """Whether characters stay lost."""


@dataclass(kw_only=True, slots=True)
class Lexicon:
    """Whole words of the record and the gazetteer, to recognise broken ones by."""

    _words: Counter[str] = field(default_factory=Counter)
    _by_outline: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _known: dict[str, str | None] = field(default_factory=dict)

    def learn(self, text: str) -> None:
        """Remember the whole words of `text`."""
        if LOST in text or "?" in text or "\ufffd" in text or "ã" in text.lower():
            return
        for word in _WORD.findall(text.lower()):
            if not _SHORTEST_WORD <= len(word) <= _LONGEST_WORD:
                continue
            if word not in self._words:
                if len(self._words) >= _MOST_WORDS:
                    continue
                if not word.isascii():
                    self._by_outline[_outline(word)].add(word)
            self._words[word] += 1

    def repair(self, text: str) -> Repaired:
        """Put back the characters of `text` that are certain; tidy its blanks.

        >>> lexicon = Lexicon()
        >>> lexicon.learn("Empedrado de vías")
        >>> lexicon.repair("Empedrado De V\xbfAs Otb 14")
        Repaired(text='Empedrado De Vías Otb 14', is_doubtful=False)
        >>> lexicon.repair("Qu\xbfza").is_doubtful
        True
        """
        text = self._without_slips(_decoded(text))
        if LOST in text:
            text = _with_signs(_LETTERS.sub(self._whole, text))
            text = _LETTERS.sub(self._whole, text)
        return Repaired(text=" ".join(text.split()), is_doubtful=LOST in text)

    def _without_slips(self, text: str) -> str:
        """Undo escapes left in the text and capitals inside words."""
        text = _NEW_LINE.sub(" ", text).replace('\\"', '"').strip()
        if len(text) > 1 and text[0] == text[-1] == '"' and text.count('"') == 2:
            text = text[1:-1]
        text = _LOST_BACKSLASH.sub(" ", text)
        return _CAPITAL_INSIDE.sub(self._capitalised, text)

    def _capitalised(self, found: re.Match[str]) -> str:
        word = found.group()
        return word.capitalize() if word.lower() in self._words else word

    def _whole(self, found: re.Match[str]) -> str:
        """The whole word for a broken one, in its capitals; itself if not certain."""
        broken = found.group()
        outline = broken.lower()
        if outline not in self._known:
            self._known[outline] = self._find(outline)
        word = self._known[outline]
        if word is None:
            return broken
        return word.capitalize() if broken[0].isupper() or broken[0] == LOST else word

    def _find(self, outline: str) -> str | None:
        candidates = sorted(
            self._by_outline.get(outline, ()), key=lambda word: -self._words[word]
        )
        if candidates:
            rest = sum(self._words[word] for word in candidates[1:])
            sure = self._words[candidates[0]] >= _CERTAIN * rest
            return candidates[0] if sure else None
        for ending, whole in _ENDINGS:
            if ending.search(outline) and outline.count(LOST) == 1:
                return ending.sub(whole, outline)
        return None


def _outline(word: str) -> str:
    """A word as a broken file would show it: every letter beyond ASCII lost."""
    return "".join(letter if letter.isascii() else LOST for letter in word)


def _decoded(text: str) -> str:
    """Undo encodings taken for one another, and write every lost character alike."""
    text = "".join(
        _control(letter) if "\x80" <= letter <= "\x9f" else letter for letter in text
    )
    text = _TWICE_ENCODED.sub(_once, text)
    text = text.translate(_MARKS)
    return _HALF_LOST.sub(LOST, text)


def _control(letter: str) -> str:
    """A Windows character that arrived as a control code: a dash, a quotation mark."""
    return bytes([ord(letter)]).decode("cp1252", "replace")


def _once(found: re.Match[str]) -> str:
    try:
        return f"Ã{found.group(1)}".encode("cp1252").decode("utf-8").lower()
    except UnicodeError:
        return found.group()


def _with_signs(text: str) -> str:
    """Lost characters that were no letters: dashes, quotation marks, ordinal signs."""
    text = _OTBS.sub(r"\1s", text)
    text = _DASH.sub("–", text)
    text = _QUOTES_TIGHT.sub(r"“\1” ", text)
    text = _QUOTES.sub(r"“\1”", text)
    return _ORDINAL.sub(r"\1º", text)
