"""How people here shorten words: what each short form stands for."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final


def _table(lines: str) -> dict[str, str]:
    """Read `full: short short …` lines into short → full."""
    table: dict[str, str] = {}
    for line in lines.strip().splitlines():
        full, shorts = line.split(":")
        table |= {short: full.strip() for short in shorts.split()}
    return table


WORDS: Final = MappingProxyType(
    _table("""
    avenida: av avd avda avdas avs aven avenidas
    calle: cll cl calles
    pasaje: psje pje psj pas pasj pasajes
    km: kms kmts kilometro kilometros
    camino: cno caminos
    carretera: carr
    circunvalacion: circunv circunval
    prolongacion: prol
    esquina: esq esqn esquinas
    interseccion: inters
    otb: otbs
    junta: jv jvs juntas
    urbanizacion: urb urbs urbaniz urbanizaciones
    comunidad: com comun comunid comunidades
    sindicato: sind sindic sindicatos
    agrario: agr
    subcentral: subc
    distrito: dist distr dto dtto dtrito distritos
    barrio: bo bro barr barrios
    villa: vlla
    zona: zna zonas
    manzano: mz mzo mza mzna manzana
    plaza: pza plza pzla plz
    plazuela: plzla plazta
    parque: pque pqe
    puente: pte
    unidad educativa: ue uuee
    colegio: coleg
    escuela: esc
    hospital: hosp
    mercado: merc mcdo mdo
    cementerio: cem cement
    iglesia: igl
    laguna: lag
    general: gral gnral grl
    coronel: cnl cnel crnl crnel
    capitan: cap cptan capt
    teniente: tte tnte
    mariscal: mcal mrcal mscal
    sargento: sgto
    comandante: cmdte cmte
    almirante: alm
    presidente: pdte
    doctor: dr
    doctora: dra
    ingeniero: ing
    profesor: prof
    licenciado: lic
    monsenor: mons
    arzobispo: arz arzob
    padre: pbro
    hermanos: hnos
    senor: sr
    senora: sra
    nuestra: nta ntra nstra
    santa: sta
    santo: sto
    san: sn
    maria: ma
    francisco: fco
    norte: nte
    sud: sur
    central: ctral centr
    septiembre: setiembre sept
    """)
)
"""One written word → what it stands for. `sur` becomes `sud`, the word used here."""

PHRASES: Final = MappingProxyType(
    {
        ("o", "t", "b"): "otb",
        ("o", "t", "bs"): "otb",
        ("j", "v"): "junta",
        ("j", "vecinal"): "junta",
        ("junta", "vecinal"): "junta",
        ("junta", "vecinos"): "junta",
        ("junta", "de", "vecinos"): "junta",
        ("organizacion", "territorial", "de", "base"): "otb",
        ("u", "e"): "unidad educativa",
        ("uu", "ee"): "unidad educativa",
        ("u", "u", "e", "e"): "unidad educativa",
        ("c", "s"): "centro de salud",
    }
)
"""Several written words that stand for one kind."""

NUMBERS: Final = MappingProxyType(
    _table("""
    2: dos
    3: tres
    4: cuatro
    5: cinco
    6: seis
    7: siete
    8: ocho
    9: nueve
    10: diez
    11: once
    12: doce
    13: trece
    14: catorce
    15: quince
    16: dieciseis
    17: diecisiete
    18: dieciocho
    19: diecinueve
    20: veinte
    21: veintiuno
    22: veintidos
    23: veintitres
    24: veinticuatro
    25: veinticinco
    26: veintiseis
    27: veintisiete
    28: veintiocho
    29: veintinueve
    30: treinta
    """)
)
"""Numbers in words: OTB Tres Chorros is also written 3 Chorros."""

ORDINALS: Final = MappingProxyType(
    _table("""
    1: primero primera primer uno
    2: segundo segunda
    3: tercero tercera
    4: cuarto cuarta
    5: quinto quinta
    6: sexto sexta
    7: septimo septima
    8: octavo octava
    9: noveno novena
    10: decimo decima
    """)
)
"""Ordinals count only beside a street word or a month (a quinta is also a farm)."""

ROMAN: Final = MappingProxyType(
    _table("""
    1: i
    2: ii
    3: iii
    4: iv
    5: v
    6: vi
    7: vii
    8: viii
    9: ix
    10: x
    11: xi
    12: xii
    13: xiii
    14: xiv
    15: xv
    16: xvi
    17: xvii
    18: xviii
    19: xix
    20: xx
    21: xxi
    """)
)
"""Roman numerals; those of one letter are read only at the end of a name."""

MONTHS: Final = frozenset(
    {
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    }
)

SMALL_WORDS: Final = frozenset({"de", "del", "la", "el", "los", "las", "y", "e", "en", "a"})
"""Words that stay small inside a name, and say little when one searches."""

STREET_WORDS: Final = frozenset({"avenida", "calle", "pasaje"})

KIND_WORDS: Final = STREET_WORDS | {
    "camino",
    "carretera",
    "otb",
    "junta",
    "urbanizacion",
    "comunidad",
    "sindicato",
    "subcentral",
    "distrito",
    "zona",
}
"""Words that say what kind of thing a name belongs to, and may be left out."""

KIND_TAILS: Final = MappingProxyType(
    {
        "comunidad": frozenset({"campesina", "agraria", "indigena"}),
        "sindicato": frozenset({"agrario", "agraria", "campesino"}),
        "subcentral": frozenset({"agraria", "campesina"}),
    }
)
"""Second words of a kind: Junta Vecinal, Sindicato Agrario."""
