"""Every source of the territory that is known by the name of its files, the best first."""

from __future__ import annotations

from typing import Final

from data.sources import (
    gam_capas,
    ine_censo,
    ine_municipios,
    labtecnosocial_lugares,
    oep_distritos,
    oep_recintos,
    osm_calles,
    osm_lugares,
)
from data.sources.source import Source

SOURCES: Final[tuple[Source, ...]] = (
    *gam_capas.OWN,
    ine_municipios.MUNICIPALITIES,
    oep_distritos.DISTRICTS,
    osm_calles.LINES,
    osm_calles.AXES,
    ine_censo.BLOCKS,
    oep_recintos.POLLING_PLACES,
    ine_censo.COMMUNITIES,
    osm_lugares.LANDMARKS,
    osm_lugares.PLACES_2020,
    osm_lugares.PLACES_2023,
    osm_lugares.PLACES_2026,
    labtecnosocial_lugares.PLACE_NAMES,
    labtecnosocial_lugares.SIGHTS,
)
