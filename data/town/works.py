"""Demonstration works: invented calls in SICOES's manner, at streets the facts name."""

from __future__ import annotations

import datetime as dt
from typing import Final

import numpy as np

from apps.works.domain.calls import CallRow, Cuce
from apps.works.terms import State
from data.town.facts import Facts, LocalStreet

MARK: Final = "(demostración)"
"""Ends every invented object, so that nobody takes it for a real one."""

NUMBERS: Final = 9_900_000
"""Calls are numbered from here; SICOES's own numbers are far below."""

ON_A_STREET: Final = (
    "Const. Pavimento Rigido {street}",
    "Const. Empedrado {street}",
    "Const. Asfaltado Sobre Empedrado {street}",
    "Const. Pavimento Flexible {street}",
    "Const. Red De Alcantarillado Sanitario {street}",
    "Renovacion Red De Agua Potable {street}",
    "Const. Cordones De Acera {street}",
    "Const. Canal De Desague Pluvial {street}",
)
IN_AN_ORGANISATION: Final = (
    "Const. Tinglado Cancha Multifuncional",
    "Const. Parque Infantil",
    "Perforacion Pozo De Agua Potable",
    "Const. Tanque Elevado De Agua",
    "Const. Centro De Capacitacion Productiva",
    "Const. Muro Perimetral Cancha",
    "Const. Sistema De Microriego",
    "Mej. Alumbrado Publico",
)
AT_A_PLACE: Final = (
    "Mantenimiento {place}",
    "Const. Bateria De Baños {place}",
    "Ampl. Aulas {place}",
)
STATES: Final = (
    (State.CONTRACTED, 0.6),
    (State.PUBLISHED, 0.17),
    (State.DESERTED, 0.15),
    (State.CANCELLED, 0.06),
    (State.AWARDED, 0.02),
)
MODALITIES: Final = (("ANPE", 0.36), ("ANPP", 0.44), ("CD", 0.12), ("LP", 0.08))
YEARS: Final = (2018, 2025)
COUNT: Final = 150


def demo_calls(facts: Facts, *, entity: str, seed: int) -> list[CallRow]:
    """Invented calls, the same for equal facts and seed."""
    rng = np.random.default_rng([seed, COUNT])
    texts = dict.fromkeys(_text(facts, rng) for _ in range(3 * COUNT))
    return [
        _call(number, f"{text} {MARK}", entity, rng)
        for number, text in enumerate(list(texts)[:COUNT])
    ]


def _text(facts: Facts, rng: np.random.Generator) -> str:
    """One object: on a street, in an organisation or at a school."""
    share = rng.random()
    if share < 0.62:
        return _on_a_street(facts, rng)
    if share < 0.9:
        organisation = facts.organisations[rng.integers(len(facts.organisations))]
        what = IN_AN_ORGANISATION[rng.integers(len(IN_AN_ORGANISATION))]
        return f"{what} {_of(organisation.kind, organisation.name, organisation.district)}"
    place = facts.polling_places[rng.integers(len(facts.polling_places))]
    name = place.name.replace("Unidad Educativa", "U.E.").replace("Escuela", "U.E.")
    what = AT_A_PLACE[rng.integers(len(AT_A_PLACE))].format(place=name)
    return f"{what} D-{place.district}"


def _on_a_street(facts: Facts, rng: np.random.Generator) -> str:
    street = facts.local_streets[rng.integers(len(facts.local_streets))]
    what = ON_A_STREET[rng.integers(len(ON_A_STREET))].format(street=_short(street.name))
    kinds = {(one.name, one.district): one.kind for one in facts.organisations}
    where = _of(kinds[street.otb, street.district], street.otb, street.district)
    crossing = _crossing(street, facts)
    if len(crossing) > 1 and rng.random() < 0.6:
        ends = rng.choice(len(crossing), 2, replace=False)
        first, second = (_short(crossing[end]) for end in sorted(ends))
        return f"{what} Entre {first} Y {second} {where}"
    return f"{what} {where}"


def _crossing(street: LocalStreet, facts: Facts) -> list[str]:
    """Streets of the same organisation that the drawn grid lets it cross."""
    lettered = street.name[-1].isalpha()
    return [
        other.name
        for other in facts.local_streets
        if (other.otb, other.district) == (street.otb, street.district)
        and other.name != street.name
        and other.name[-1].isalpha() != lettered
    ]


def _short(name: str) -> str:
    return name.replace("Avenida ", "Av. ", 1)


def _of(kind: str, name: str, district: int) -> str:
    word = {
        "junta": "Junta Vecinal",
        "community": "Comunidad Campesina",
        "sindicato": "Sindicato Agrario",
    }.get(kind, "Otb")
    return f"{word} {name} D-{district}"


def _call(number: int, text: str, entity: str, rng: np.random.Generator) -> CallRow:
    first, last = dt.date(YEARS[0], 1, 8), dt.date(YEARS[1], 12, 12)
    published = first + dt.timedelta(days=int(rng.integers((last - first).days)))
    code = f"{published:%y}-{entity}-00-{NUMBERS + number}-1-1"
    cuce = Cuce.read(code)
    if cuce is None:
        raise ValueError(code)
    state = STATES[rng.choice(len(STATES), p=[share for _, share in STATES])][0]
    modality = MODALITIES[rng.choice(len(MODALITIES), p=[share for _, share in MODALITIES])]
    due = published + dt.timedelta(days=int(rng.integers(8, 30)))
    decided = due + dt.timedelta(days=int(rng.integers(5, 40)))
    open_still = state is State.PUBLISHED
    return CallRow(
        cuce=cuce,
        object=text,
        modality=modality[0],
        state=state,
        published_on=published,
        bids_due_on=due,
        decided_on=None if open_still else decided,
    )
