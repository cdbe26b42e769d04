"""Names as people write them, folded so that two spellings of one name are equal.

The one normaliser of the platform: the gazetteer, the search and the placing of works
compare names only through `key`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from apps.territory.domain.numerals import read_numerals
from apps.territory.domain.spelling import (
    KIND_TAILS,
    KIND_WORDS,
    PHRASES,
    ROMAN,
    SMALL_WORDS,
    WORDS,
)

LONGEST: Final = 1000
"""Characters that are read; nothing that people call a place is longer."""

_PLAIN: Final = str.maketrans("áéíóúüñ°\ufffd¿´’ʼ‘", "aeiouunº??" + "'" * 4)
_SIMPLE: Final = re.compile(r"[a-z0-9 ]*")
_APOSTROPHE: Final = re.compile(r"(?<=[a-z])['`](?=[a-z])")
_LOST: Final = re.compile(r"(?<=[a-z])\?+(?=[a-z])|\?+")
_CALLE: Final = re.compile(
    r"(?:^|(?<=\s))c\s?/"
    r"|(?:^|(?<=\by )|(?<=\bentre )|(?<=\besq )|(?<=\besq\. ))c\.(?=\s?[a-z0-9]{2})"
)
_ZONA: Final = re.compile(r"(?:^|(?<=[\s,]))z\s?/")
_ENTRE: Final = re.compile(r"(?:^|(?<=\s))e/")
_VILLA: Final = re.compile(r"(?:^|(?<=\s))v\.(?=\s?[a-z]{3})")
_ORDINAL_SIGN: Final = re.compile(r"(?<=[0-9])[ºª]")
_REST: Final = re.compile(r"[^a-z0-9?]+")

_FIRSTS: Final = frozenset(phrase[0] for phrase in PHRASES)
_LENGTHS: Final = sorted({len(phrase) for phrase in PHRASES}, reverse=True)


def key(text: str) -> str:
    """Fold a written name into the form in which names are compared.

    Lower case, no accents, no punctuation, short forms in full, numbers in digits. A
    `?` inside a word stays: it stands for one character that a broken file lost.
    Folding a key again changes nothing.

    >>> key("Av. Martín Cárdenas"), key("O.T.B. 1ro. de Mayo"), key("D-04"), key("Pi¿ami")
    ('avenida martin cardenas', 'otb 1 de mayo', 'distrito 4', 'pi?ami')
    >>> key(""), key("¡!")
    ('', '')
    """
    plain = text[:LONGEST].lower()
    if not _SIMPLE.fullmatch(plain):
        plain = _without_marks(plain)
    words = plain.split()
    if not _FIRSTS.isdisjoint(words):
        words = _join_phrases(words)
    get = WORDS.get
    words = [get(word, word) for word in words]
    return " ".join(_without_echo(read_numerals(words)))


@dataclass(frozen=True, kw_only=True)
class SplitName:
    """A name's key, taken apart."""

    kind: str
    """Kind word it begins with (avenida, otb, distrito …), or empty."""
    proper: str
    """The rest; never empty unless the whole name is."""


def split(text: str) -> SplitName:
    """Separate the word that says what a thing is from its proper name.

    >>> split("Av. Blanco Galindo")
    SplitName(kind='avenida', proper='blanco galindo')
    >>> split("Sind. Agr. Villa San Isidro").proper
    'villa san isidro'
    """
    words = key(text).split()
    count = 1 if words and words[0] in KIND_WORDS else 0
    while 0 < count < len(words) and words[count] in KIND_TAILS.get(words[0], ()):
        count += 1
    if count == len(words):
        return SplitName(kind="", proper=" ".join(words))
    return SplitName(kind=words[0] if count else "", proper=" ".join(words[count:]))


def tells_apart(key: str) -> bool:
    """Whether a key has a word that tells it from others.

    Calle 1 is as like calle 2 as words can be, and has nothing to do with it.
    """
    return any(len(word) > 2 and word not in KIND_WORDS for word in key.split())


def is_name(key: str) -> bool:
    """Whether a key can name anything: `calle` cannot, `calle 1` and `sucre` can."""
    return bool(split(key).kind) or tells_apart(key)


def titled(text: str) -> str:
    """Write a name that came in capitals as people write it.

    >>> titled("COMUNIDAD CAMPESINA DE LA PAMPA II")
    'Comunidad Campesina de la Pampa II'
    """
    words = text.lower().split()
    return " ".join(
        word.upper()
        if word in ROMAN and len(word) > 1
        else word
        if at and word in SMALL_WORDS
        else word[:1].upper() + word[1:]
        for at, word in enumerate(words)
    )


def _without_marks(text: str) -> str:
    """Reduce `text` (lower case) to letters a–z, digits, blanks and `?` inside words."""
    if not text.isascii():
        text = _without_accents(text)
    if "/" in text or "." in text:
        text = _with_street_words(text)
    for mark in ".,-":
        text = text.replace(mark, " ")
    if _SIMPLE.fullmatch(text):
        return text
    text = _APOSTROPHE.sub("", text)
    text = _REST.sub(" ", text)
    return _LOST.sub(lambda lost: "?" if lost.start() and _inside(lost) else " ", text)


def _without_accents(text: str) -> str:
    """Reduce `text` to ASCII, but for letters that have no plain form."""
    if "ã" in text or "â" in text:
        text = _repaired(text)
    text = text.translate(_PLAIN)
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKD", _ORDINAL_SIGN.sub(" ", text))
    return "".join(each for each in text if not unicodedata.combining(each)).lower()


def _with_street_words(text: str) -> str:
    """Write C/ and C. as calle, z/ as zona, e/ as entre, V. as villa, if that is meant."""
    text = _CALLE.sub("calle ", text)
    text = _ZONA.sub("zona ", text)
    text = _ENTRE.sub("entre ", text)
    return _VILLA.sub("villa ", text)


def _inside(lost: re.Match[str]) -> bool:
    """Whether lost characters stand between two letters."""
    before, after = lost.string[lost.start() - 1], lost.string[lost.end() : lost.end() + 1]
    return before.isalpha() and after.isalpha()


def _repaired(text: str) -> str:
    """Undo UTF-8 that was read as Latin-1 (`Ã±` for ñ), where that is what happened."""
    try:
        return text.upper().encode("cp1252").decode("utf-8").lower()
    except UnicodeError:
        return text


def _join_phrases(words: list[str]) -> list[str]:
    """Write `o t b`, `j v`, `junta de vecinos` … as the one word they stand for."""
    joined: list[str] = []
    at = 0
    while at < len(words):
        for length in _LENGTHS:
            full = PHRASES.get(tuple(words[at : at + length]))
            if full:
                joined += full.split()
                at += length
                break
        else:
            joined.append(words[at])
            at += 1
    return joined


def _without_echo(words: list[str]) -> list[str]:
    """Drop a kind word written twice in a row: Calle Calle Montero."""
    if len(set(words)) == len(words):
        return words
    return [
        word
        for at, word in enumerate(words)
        if not (at and word == words[at - 1] and word in KIND_WORDS)
    ]
