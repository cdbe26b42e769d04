"""SICOES: Bolivia's public procurement record, as its open mirror publishes it.

*Source*: https://github.com/sociedatos/bo-convocatorias_publicas, monthly CSV since
2007-11, after https://www.sicoes.gob.bo; no licence stated, public records. `estado` is
frozen at the first capture since 2022-07; there are no amounts. The mirror's column of
contact persons is personal data and is never read.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from apps.works.domain.calls import CallRow, Cuce
from apps.works.domain.repair import Lexicon
from apps.works.terms import State
from data.sources.text_rows import TextRow, read_rows
from geo.errors import Refusal

SOURCE: Final = "sicoes"
COLUMNS: Final = (
    "cuce",
    "entidad",
    "tipo_de_contratacion",
    "modalidad",
    "objeto_de_contratacion",
    "estado",
    "fecha_presentacion",
    "fecha_publicacion",
    "fecha_adjudicacion_desierta",
)
WORKS: Final = "obras"
STATES: Final = {
    "vigente": State.PUBLISHED,
    "en curso": State.PUBLISHED,
    "publicado": State.PUBLISHED,
    "no informado": State.PUBLISHED,
    "adjudicado": State.AWARDED,
    "contratado": State.CONTRACTED,
    "desierto": State.DESERTED,
    "anulado": State.CANCELLED,
    "anulado desde la convocatoria": State.CANCELLED,
    "cancelado": State.CANCELLED,
    "suspendido": State.CANCELLED,
}
"""`estado` as SICOES words it → our state. A suspended call ends like a cancelled one; of
one whose state was not reported, no more is known than that it was published."""

LONGEST_OBJECT: Final = 1500
YEARS_BEFORE: Final = 1
YEARS_AFTER: Final = 10
"""How far dates may lie from the year of the CUCE: in the record of 2007 to 2026 they
reach from the year before (numbered in December) to seven years after."""
_ENTITY: Final = re.compile(r"[0-9]{4}")
_MOST_BODIES: Final = 5000
_MOST_REFUSED: Final = 20


@dataclass(kw_only=True, slots=True)
class Tally:
    """What a file held; filled while it is read."""

    rows: int = 0
    works: int = 0
    """Calls for works of the entity asked for."""
    other_types: Counter[str] = field(default_factory=Counter)
    """Calls of the entity for goods, services …, by type."""
    other_bodies: Counter[str] = field(default_factory=Counter)
    """Calls of other entities, by name."""
    refused: int = 0
    refusals: list[str] = field(default_factory=list)
    """The first refusals, each a sentence with its line."""

    def refuse(self, line: int, reason: str) -> None:
        """Count a row that cannot be used, and keep the reason of the first ones."""
        self.refused += 1
        if len(self.refusals) < _MOST_REFUSED:
            self.refusals.append(
                _("Line %(line)s: %(reason)s") % {"line": line, "reason": reason}
            )


class NoEntity(Refusal):
    """The configuration does not say whose calls are the municipality's own."""

    def __init__(self, entity: str) -> None:
        super().__init__(
            _(
                "sicoes_entity is “%s”, which is no entity of SICOES: set it, in the file "
                "that LLAJTA_MUNICIPALITY names or else in config/municipality.toml, to "
                "the second group of every CUCE of the municipality's own calls, four "
                "digits."
            )
            % entity
        )


def read_works(
    file: Path,
    *,
    entity: str,
    tally: Tally,
    lexicon: Lexicon,
    encoding: str = "utf-8",
    advance: Callable[[int], object] = int,
) -> Iterator[CallRow]:
    """Calls for works of `entity` in `file`; whatever else it holds goes to `tally`.

    `lexicon` learns from every object, whoever called: the more whole words, the more
    broken ones can be repaired.

    Raises:
        NoEntity: no CUCE could be of `entity`.
        UnreadableFile: see `read_rows`.
    """
    if not _ENTITY.fullmatch(entity):
        raise NoEntity(entity)
    rows = read_rows(file, columns=COLUMNS, encoding=encoding, advance=advance)
    for row in rows:
        tally.rows += 1
        if not row.values:
            tally.refuse(row.line, _("it has another number of fields than the header"))
            continue
        lexicon.learn(row.values["objeto_de_contratacion"])
        cuce = Cuce.read(row.values["cuce"])
        if cuce is None:
            tally.refuse(row.line, _("“%s” is not a CUCE") % row.values["cuce"][:40])
        elif cuce.entity != entity:
            _count(tally.other_bodies, row.values["entidad"])
        elif row.values["tipo_de_contratacion"].strip().lower() != WORKS:
            _count(tally.other_types, row.values["tipo_de_contratacion"])
        else:
            call = _call(row, cuce, tally)
            if call is not None:
                tally.works += 1
                yield call


def _call(row: TextRow, cuce: Cuce, tally: Tally) -> CallRow | None:
    """The call a row describes; None, with the reason in `tally`, if it cannot be read."""
    values = row.values
    state = STATES.get(values["estado"].strip().lower())
    if state is None:
        tally.refuse(row.line, _("the state “%s” is unknown") % values["estado"][:40])
        return None
    if not values["objeto_de_contratacion"].strip():
        tally.refuse(row.line, _("it has no object"))
        return None
    if len(values["objeto_de_contratacion"]) > LONGEST_OBJECT:
        tally.refuse(row.line, _("its object is longer than any real one"))
        return None
    try:
        return CallRow(
            cuce=cuce,
            object=values["objeto_de_contratacion"],
            modality=values["modalidad"].strip()[:12],
            state=state,
            published_on=_day(values["fecha_publicacion"], cuce),
            bids_due_on=_day(values["fecha_presentacion"], cuce),
            decided_on=_day(values["fecha_adjudicacion_desierta"], cuce),
        )
    except _FarOff as far:
        tally.refuse(row.line, str(far))
    except ValueError:
        tally.refuse(row.line, _("one of its dates cannot be read"))
    return None


class _FarOff(ValueError):
    """A date lies years away from its call."""

    def __init__(self, day: dt.date, first: int, last: int) -> None:
        told = {"day": day, "first": first, "last": last}
        super().__init__(
            _(
                "its date %(day)s is far from the year of its CUCE (%(first)s to %(last)s "
                "are believed)"
            )
            % told
        )


def _day(text: str, cuce: Cuce) -> dt.date | None:
    """An ISO date, with or without a time of day; None for an empty field."""
    if not text.strip():
        return None
    day = dt.date.fromisoformat(text.strip()[:10])
    first, last = cuce.year - YEARS_BEFORE, cuce.year + YEARS_AFTER
    if not first <= day.year <= last:
        raise _FarOff(day, first, last)
    return day


def _count(counter: Counter[str], name: str) -> None:
    """Count under `name`, or under the rest once there are very many names."""
    name = name.strip()[:120]
    counter[name if name in counter or len(counter) < _MOST_BODIES else "…"] += 1
