"""When two objects are worded alike enough to be one work."""

from __future__ import annotations

import re
from typing import Final

from apps.territory.domain.names import LONGEST, key

_AGAIN: Final = re.compile(
    r"\b(?:primera|segunda|tercera|cuarta|quinta|[1-5]) (?:con[vc]ocatoria|conv)\b"
)
_PLAIN_WORDS: Final = {
    word: full
    for full, words in {
        "construccion": "const constr constru construcion contruccion cosntruccion "
        "costruccion cost onst construir",
        "mantenimiento": "mant mtto mantenimient",
        "mejoramiento": "mej mejor",
        "ampliacion": "ampl ampliar",
        "reconstruccion": "reconst roconst reconstr",
        "alcantarillado": "alcant alcan alc alcatarillado alcanatarillado alcantarilado",
        "sanitario": "sanit",
        "pavimento": "pav",
        "flexible": "flex",
        "asfaltado": "asf asfalto",
    }.items()
    for word in words.split()
}


def object_key(text: str) -> str:
    """Fold an object so that the calls of one work are equal.

    The words that only say that it is called again fall away, and so do the ways to
    shorten the words of the trade.

    >>> object_key("Const. Asfaltado Calle 1 Otb Catavi D-5 (Segunda Convocatoria)")
    'construccion asfaltado calle 1 otb catavi distrito 5'
    """
    folded = f"{key(text)} {text[LONGEST:].lower()}"
    words = _AGAIN.sub(" ", folded).split()
    return " ".join(_PLAIN_WORDS.get(word, word) for word in words)
