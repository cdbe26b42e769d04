"""Words that announce a place, and words that end its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from apps.works.domain.placing.words import Word, listed


class Announces(StrEnum):
    """What a marker announces."""

    OTB = "otb"
    STREET = "street"
    LANDMARK = "landmark"


@dataclass(frozen=True, kw_only=True, slots=True)
class Marker:
    """Words that announce a place, found at some position of a text."""

    announces: Announces
    length: int
    """How many words it takes."""
    head: str = ""
    """What the marker adds to the name that follows: `barrio`, `avenida`, `mercado`."""


def _phrases(lines: str) -> dict[tuple[str, ...], str]:
    """Read `head: phrase | phrase` lines into phrase → head."""
    table: dict[tuple[str, ...], str] = {}
    for line in lines.strip().splitlines():
        head, _, phrases = line.partition(":")
        for phrase in phrases.split("|"):
            table[tuple(phrase.split())] = head.strip("_ ")
    return table


_OTB: Final = _phrases("""
    _: otb | otbs | otb s | o t b | o t bs | o tb | ot b | orb | otbns
    _: jv | jvs | j v | jj vv | j vecinal
    _: junta vecinal | juntas vecinales | junta | juntas
    _: comunidad | comunidades | comun | comuni | comunicad | comunid | comundad
    _: sindicato | sindicatos | sind | sindic | s agrario | s agr | subcentral | sub central
    urbanizacion: urb | urbs | urbanizacion | urbanizaciones
    barrio: barrio | bo
""")
_OTB_TAILS: Final = listed("""
    vecinal vecinales campesina campesinas campesino camp agrario agrarios agraria agr
    agro originario originaria
""")
_WORKERS: Final = ("de", "trabajadores", "campesinos")

_STREET: Final = _phrases("""
    calle: calle | calles | callle | calllle | cale | call
    avenida: av | avs | avda | avdas | avenida | avenidas
    pasaje: pasaje | pasajes | psje | pje | pjes | psj | paseo | pas
    camino: camino | caminos | camimno | carretera | autopista | ruta
    prolongacion: prolongacion | prol
""")

_LANDMARK: Final = _phrases("""
    unidad educativa: u e | ue | unidad educativa | unidades educativas | u educativa
    unidad educativa: colegio | escuela | c e e | cee | nucleo educativo
    unidad educativa liceo: liceo
    unidad educativa kinder: kinder | jardin de ninos
    internado: internado
    instituto: instituto | normal
    hospital: hospital
    centro de salud: centro de salud | centro integral de salud | c s | posta sanitaria
    centro de salud: posta de salud | posta
    modulo policial: modulo policial | posta policial | edificio policial
    mercado: mercado | mercados
    matadero: matadero
    plaza: plaza | plazas
    plazuela: plazuela | plazueleta | plazoleta
    parque: parque ecologico
    cementerio: cementerio | campo santo | camposanto
    estadio: estadio | estadium | stadium
    coliseo: coliseo
    polideportivo: polideportivo
    subalcaldia: sub alcaldia | subalcaldia
    templo: templo | iglesia | capilla
    museo: museo
    teatro: teatro
    carcel: carcel
    cuartel: cuartel
    terminal: terminal
    laguna: laguna
    rio: rio | quebrada | torrentera
    puente: puente
    botadero: botadero | relleno sanitario
    guarderia: guarderia
    rotonda: rotonda
    hogar: hogar
    fabrica: fabrica
""")

_TABLES: Final = (
    (Announces.OTB, _OTB),
    (Announces.STREET, _STREET),
    (Announces.LANDMARK, _LANDMARK),
)
_FIRSTS: Final = frozenset(phrase[0] for _, table in _TABLES for phrase in table)
_LONGEST: Final = 4

STOPS: Final = listed("""
    tramo tramos fase fases entre desde hasta para segunda convocatoria concocatoria
    conv por en con lado sector participan gestion tipo primera tercera proyecto
    proyecto1 proyecto2 proyecto3 lote sobre esq esquina esquinas mas contempla segun
    nivel const constr construccion contruccion cosntruccion construcion mant
    mantenimiento mej mejoramiento ampl ampliacion reconst reconstruccion implem remod
    refaccion obras obra empedrado asfaltado pavimento provision perforacion
    adquisicion
""")
"""Words that no name of an OTB or landmark goes on behind."""


def marker_at(words: Sequence[Word], at: int) -> Marker | None:
    """The marker that begins at position `at`, if one does."""
    word = words[at].plain
    if word not in _FIRSTS and word != "c":
        return None
    plain = tuple(each.plain for each in words[at : at + _LONGEST])
    for announces, table in _TABLES:
        for length in range(min(_LONGEST, len(plain)), 0, -1):
            head = table.get(plain[:length])
            if head is not None and _is_meant(words, at, length):
                if announces is Announces.OTB and plain[0] not in {"otb", "otbs", "o"}:
                    length += _tail(words, at + length)
                return Marker(announces=announces, length=length, head=head)
    return _short_street(words, at)


def is_name_part(words: Sequence[Word], at: int) -> bool:
    """Whether a landmark's word at `at` only ends another name: Calle Fructuoso Mercado."""
    if at + 1 >= len(words):
        return True
    following = words[at + 1]
    if following.is_mark or following.plain in {"y", "e"}:
        return True
    return marker_at(words, at + 1) is not None


def _is_meant(words: Sequence[Word], at: int, length: int) -> bool:
    """Whether a phrase of single letters (O.T.B., U. E.) is written as a short form."""
    single = [word for word in words[at : at + length] if len(word.plain) == 1]
    if not single or length == 1:
        return True
    if words[at].plain == "otb":  # Otb S Okhosuru, but Otb S. Norte
        return not words[at + 1].dot
    return all(word.dot or word.glued or len(word.plain) > 1 for word in single[:-1]) or (
        length >= 3
    )


def _tail(words: Sequence[Word], at: int) -> int:
    """How many words behind an OTB marker belong to it: (Sindicato) Agrario."""
    plain = tuple(word.plain for word in words[at : at + 3])
    if plain == _WORKERS:
        return 3
    return int(bool(plain) and plain[0] in _OTB_TAILS and len(words) > at + 1)


def _short_street(words: Sequence[Word], at: int) -> Marker | None:
    """`C.`, `C/` or `C1` for calle; a bare C is a street called C."""
    word = words[at]
    following = words[at + 1] if at + 1 < len(words) else None
    if word.plain != "c" or following is None:
        return None
    slash = following.plain == "/"
    number = following.glued and following.plain.isdigit()
    if not (slash or number or (word.dot and not following.is_mark)):
        return None
    if word.glued and at and len(words[at - 1].plain) == 1 and words[at - 1].plain != "y":
        return None  # the second initial of a name: M.C. Galvarro
    return Marker(announces=Announces.STREET, length=2 if slash else 1, head="calle")
