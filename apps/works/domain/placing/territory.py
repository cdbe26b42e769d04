"""The rows that texts can mean, indexed for one run over many texts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from apps.territory.domain.names import key
from apps.works.domain.placing.landmarks import LandmarkIndex
from apps.works.domain.placing.names import NameIndex
from apps.works.domain.placing.streets import StreetIndex


@dataclass(frozen=True, kw_only=True)
class District:
    """A district row."""

    id: int
    number: int
    name: str


@dataclass(frozen=True, kw_only=True)
class Territory:
    """Everything a mention can be resolved to."""

    districts: tuple[District, ...]
    otbs: NameIndex
    """OTBs, and communities of the gazetteer."""
    streets: StreetIndex
    landmarks: LandmarkIndex

    @cached_property
    def district_by_number(self) -> dict[int, District]:
        """Districts by their number."""
        return {district.number: district for district in self.districts}

    @cached_property
    def district_by_name(self) -> dict[str, District]:
        """Districts by their number in digits and by their folded name."""
        by_name = {key(district.name): district for district in self.districts}
        return by_name | {str(district.number): district for district in self.districts}
