"""What kind of work an object describes, from the first thing it says is built."""

from __future__ import annotations

import re
from typing import Final

from apps.works.domain.placing.words import flat
from apps.works.terms import WorkKind


def _pattern(words: str) -> re.Pattern[str]:
    """Any of the phrases, parted by `|` and new lines, at the start of a word."""
    lines = (line.strip() for line in words.strip().splitlines())
    return re.compile(rf"\b(?:{'|'.join(lines)})")


_COMBINED: Final = (
    (
        WorkKind.IRRIGATION,
        r"(?:pozo|tanque|bomba|agua|estanque)s?\b.{0,30}\b(?:micro)?riego",
    ),
    (WorkKind.CEMETERY, r"(?:muro|capilla|enmallado)\b.{0,25}\b(?:cementerio|nichos)"),
    (WorkKind.SEWER, r"planta de tratamiento de aguas? residual"),
    (
        WorkKind.DRAINAGE,
        r"alcantarilla cajon|colector (?:\d )?(?:de )?(?:desague )?pluvial",
    ),
)
"""Several words that mean another thing than the first of them."""

_NAMED: Final = (
    (
        WorkKind.IRRIGATION,
        r"""
        (?:micro)?riego|lagunas? mas tuberia|canal(?:es)? de riego
        aduccion para|represa|presa\b
        """,
    ),
    (
        WorkKind.DRAINAGE,
        r"""
        d[ei]?sague|pluvial|canala\b|canalizacion|embovedado
        torrentera|carcamo|tapas y colector
        """,
    ),
    (
        WorkKind.SEWER,
        r"alca\w*ta?r?i?l\w*ado|alcan\b|alcant\b|alc\b|colector|camaras? de insp",
    ),
    (
        WorkKind.WATER,
        r"""
        agua potable|agua pot\b|pozos?\b|tanque|red de agua|bomba sumerg|macromedicion
        sistema de agua|distribucion de agua
        """,
    ),
    (
        WorkKind.PAVING,
        r"""
        em\w*d?rado|reempedrado|as?f[al]\w*t\w*|asf\b|recarpetad|pav\w*ent\w*|pav\b
        enlo[sc]etado|reenlosetad|adoquin|piso pavic|cordones|aceras?\b|bacheo
        rompe\s?muelles|apertu[rd]a (?:de )?(?:cami|via)|apert\b|vias urbanas
        mejoramiento de camino|ensanche|const\w*\.? de calle|losetas|piso y cordones
        mantenimiento de (?:vias|caminos)|ripiado|mej\w*\.? (?:de )?camino
        boulevar|paseo peatonal
        """,
    ),
    (WorkKind.BRIDGE, r"puentes?\b|pasarela"),
    (
        WorkKind.SPORTS,
        r"""
        canchas?\b|cancah|estadi|stadi|coliseo|polideportivo|complejo deportivo|fronton
        graderia|deportiv|cesped
        """,
    ),
    (WorkKind.CEMETERY, r"cementerio|nichos|campo ?santo|mausoleo"),
    (
        WorkKind.HEALTH,
        r"""
        hospital|centro (?:integral )?de salud|posta (?:de salud|sanitari)
        postas?\b(?! polic)|quirofano|medicinal|consultorio|farmacia|salud\b
        """,
    ),
    (WorkKind.MARKET, r"mercados?\b|plaza de granos|matadero"),
    (
        WorkKind.SCHOOL,
        r"""
        u\.? ?e\.? ?\b(?=[a-z0-9])|ue\b|unidad(?:es)? educativa|u\. educativa|colegio
        escuela|liceo|kinder|aulas?\b|internado|c\.?e\.?e\b|instituto
        """,
    ),
    (WorkKind.WALL, r"muros? de contencion|defensivo|gavion|muro de h|escalinata"),
    (
        WorkKind.PARK,
        r"""
        plazas?\b|plazuela|plazueleta|parques?\b|area (?:recreativa|verde)|areas verdes
        jardin(?:es)?\b|juegos infantiles|rotonda|monumento|fuente|prado\b
        grupo ecuestre
        """,
    ),
    (
        WorkKind.LIGHTING,
        r"alumbrado|luminaria|iluminacion|electrifica|red electri|energia elec|semaforo",
    ),
    (
        WorkKind.BUILDING,
        r"""
        centros? (?:de|integr|social)\w*|centro\b|sede\b|biblioteca|sub ?alcaldia
        edificio|oficinas?|infraestructura (?:municipal|del? (?!u))|teatro|museo|templo
        modulo policial|casa\b|guarderia|carcel|concejo|salon|archivos?|laboratorio
        posta policial|terminal|zoonosis|catastro|auditori|sitio arqueologico|comando
        """,
    ),
)
"""What is built, when its name says so; the one named first counts."""

_PARTS: Final = (
    (WorkKind.WALL, r"muros?\b|muralla|cerco|enmallado"),
    (WorkKind.SPORTS, r"tinglado|tinclado|cubierta"),
    (WorkKind.BUILDING, r"banos?\b|obra (?:fina|gruesa)|ambientes|refaccion"),
)
"""Parts of something else; they count only if nothing else is named."""

_RULES: Final = tuple(
    tuple((kind, _pattern(words)) for kind, words in rules)
    for rules in (_COMBINED, _NAMED, _PARTS)
)


def kind_of(text: str) -> WorkKind:
    """The kind of work an object describes.

    A wall or a roof is of the kind of what it encloses; a street named after a
    cemetery is paving, because paving is said first.
    """
    folded = flat(text)
    for rules in _RULES:
        found = [
            (match.start(), order, kind)
            for order, (kind, pattern) in enumerate(rules)
            if (match := pattern.search(folded))
        ]
        if found:
            return min(found)[2]
    return WorkKind.OTHER
