"""Names as they are compared: without accents, in lower case."""

from __future__ import annotations

from django.db.models import Func, TextField


class Folded(Func):
    """A text without accents or case, by functions that an index may keep.

    Decomposes letters (NFD) and drops the combining marks, so that *Núñez* and *nunez* are
    one; `unaccent` could not be indexed, for its dictionary may change.
    """

    template = (
        "regexp_replace(normalize(lower(%(expressions)s), NFD),"
        r" '[\u0300-\u036f]', '', 'g')"
    )
    output_field = TextField()
