"""From a text to its places in the territory, each with the words that prove it.

The level is the one at which a row was found: an OTB nobody has drawn yet leaves the
work in its district, which is right, and the name in `unmatched`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from apps.works.domain.placing.mentions import Mention
from apps.works.domain.placing.names import Districts, Match
from apps.works.domain.placing.reading import read
from apps.works.domain.placing.runs import name_at_end, names_in_run
from apps.works.domain.placing.sites import Site, sites_in
from apps.works.domain.placing.streets import StreetMatch
from apps.works.domain.placing.territory import Territory
from apps.works.terms import PlaceLevel

FindStreet = Callable[[str], StreetMatch | None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Placement:
    """One place of a work: the rows it stands on, by primary key."""

    level: PlaceLevel
    words: str
    confidence: float
    district: int | None = None
    otb: int | None = None
    landmark: int | None = None
    """A gazetteer point: a community or a landmark."""
    street: int | None = None
    corner: int | None = None
    bounds: tuple[int, ...] = ()
    """Corners between which the stretch of street lies."""


@dataclass(kw_only=True, slots=True)
class Placing:
    """What one text says about where its work is."""

    placements: list[Placement] = field(default_factory=list)
    district_numbers: list[int] = field(default_factory=list)
    otb_names: list[str] = field(default_factory=list)
    unmatched: list[str] = field(default_factory=list)
    """Announced OTB names that no row answers."""


def place(text: str, territory: Territory) -> Placing:
    """Find the places that `text` names; empty where it names none."""
    resolver = _Resolver(territory)
    for site in sites_in(read(text)):
        resolver.resolve(site)
    return resolver.placing()


class _Resolver:
    """Collects the placements of one text, each once."""

    def __init__(self, territory: Territory) -> None:
        self.territory = territory
        self.found: dict[Placement, Placement] = {}
        self.named: set[int] = set()
        self.implied: set[int] = set()
        self.otb_names: dict[str, None] = {}
        self.unmatched: list[str] = []

    def placing(self) -> Placing:
        return Placing(
            placements=list(self.found.values()),
            district_numbers=sorted(self.named or self.implied),
            otb_names=list(self.otb_names),
            unmatched=self.unmatched,
        )

    def resolve(self, site: Site) -> None:
        """Place one site at the finest level of which a row is found."""
        districts = self._districts(site.districts)
        numbers = frozenset(districts)
        self.named |= numbers
        found = (
            self._in_otbs(site, numbers)
            or self._in_districts(site.streets, numbers)
            or self._at_landmarks(site.landmarks, numbers)
        )
        if not found and site.stands_alone:
            for number, mention in districts.items():
                self._add(
                    Placement(
                        level=PlaceLevel.DISTRICT,
                        words=mention.words,
                        confidence=mention.confidence,
                        district=self.territory.district_by_number[number].id,
                    )
                )

    def _districts(self, mentions: Iterable[Mention]) -> dict[int, Mention]:
        """Districts that exist, by number, with the words that name them."""
        found: dict[int, Mention] = {}
        for mention in mentions:
            district = self.territory.district_by_name.get(mention.name)
            if district is not None:
                found.setdefault(district.number, mention)
        return found

    def _in_otbs(self, site: Site, districts: Districts) -> bool:
        """Place the site in each OTB it names, on those of its streets that run there."""
        matches = list(self._otbs(site.otbs, districts))
        for mention, match in matches:
            self.otb_names.setdefault(match.row.name)
            self._imply(match)
            is_otb = match.row.table == "otb"
            ground = Placement(
                level=PlaceLevel.OTB,
                words=mention.words,
                confidence=mention.confidence * match.sureness,
                otb=match.row.id if is_otb else None,
                landmark=None if is_otb else match.row.id,
            )
            find = partial(self.territory.streets.in_otb, otb=match.row.id)
            if not (is_otb and self._on_streets(site.streets, ground, find)):
                self._add(ground)
        return bool(matches)

    def _otbs(
        self, mentions: Sequence[Mention], districts: Districts
    ) -> Iterator[tuple[Mention, Match]]:
        """Rows that announced names mean; else one that unannounced words end with."""
        index = self.territory.otbs
        announced = False
        for mention in mentions:
            if mention.marked:
                matches = names_in_run(mention.name, index, districts)
                if not matches:
                    self.unmatched.append(mention.name)
                announced = announced or bool(matches)
                yield from ((mention, match) for match in matches)
        for mention in mentions if not announced else ():
            if not mention.marked:
                streets = self.territory.streets.propers
                found = name_at_end(mention.name, index, districts, avoid=streets)
                if found is not None:
                    yield _last_words(mention, found[1]), found[0]

    def _in_districts(self, streets: Sequence[Mention], districts: Districts) -> bool:
        """Place the site on streets that one of its districts has only once."""
        ground = Placement(
            level=PlaceLevel.DISTRICT,
            words="",
            confidence=1.0,
            district=self._only_district(districts),
        )
        find = partial(self.territory.streets.in_districts, districts=districts)
        return self._on_streets(streets, ground, find)

    def _on_streets(
        self, mentions: Sequence[Mention], ground: Placement, find: FindStreet
    ) -> bool:
        """Place the site on the streets that `find` knows; False if it knows none."""
        found = False
        for mention in mentions:
            matches = [each for each in map(find, mention.names) if each is not None]
            if not matches:
                continue
            found = True
            sureness = min(each.sureness for each in matches)
            corner = self._corner(matches)
            self._add(
                replace(
                    ground,
                    level=PlaceLevel.STREET if corner is None else PlaceLevel.CORNER,
                    words=", ".join(filter(None, (mention.words, ground.words))),
                    confidence=mention.confidence * sureness * ground.confidence,
                    street=matches[0].street.id,
                    corner=corner,
                    bounds=self._bounds(matches[0], mention, find),
                )
            )
        return found

    def _corner(self, matches: Sequence[StreetMatch]) -> int | None:
        """Where two streets meet, if two were named and found."""
        if len(matches) != 2:
            return None
        return self.territory.streets.corner(matches[0].street.id, matches[1].street.id)

    def _bounds(
        self, match: StreetMatch, mention: Mention, find: FindStreet
    ) -> tuple[int, ...]:
        """Corners at which the streets named as bounds cross the street."""
        corner, street = self.territory.streets.corner, match.street.id
        crossings = [each.street.id for each in map(find, mention.bounds) if each]
        corners = (corner(street, crossing) for crossing in crossings)
        return tuple(each for each in corners if each is not None)

    def _at_landmarks(self, mentions: Sequence[Mention], districts: Districts) -> bool:
        """Place the site at each landmark it names.

        A school or hospital says no OTB, so the level is its district's; the position
        and the accuracy are the landmark's own.
        """
        found = False
        for mention in mentions:
            match = self.territory.landmarks.find(mention.name, districts)
            if match is None or not (districts or match.row.stands_in):
                continue
            found = True
            self.implied |= match.row.stands_in
            self._add(
                Placement(
                    level=PlaceLevel.DISTRICT,
                    words=mention.words,
                    confidence=mention.confidence * match.sureness,
                    landmark=match.row.id,
                    district=self._only_district(districts or match.row.stands_in),
                )
            )
        return found

    def _imply(self, match: Match) -> None:
        """Remember the district of a row, in case the text names none."""
        if len(match.row.districts) == 1:
            self.implied |= match.row.districts

    def _only_district(self, districts: Districts) -> int | None:
        """Primary key of the district, where the text names exactly one."""
        if len(districts) != 1:
            return None
        return self.territory.district_by_number[min(districts)].id

    def _add(self, placement: Placement) -> None:
        """Keep a placement; of two on one spot the surer one."""
        placement = replace(placement, confidence=round(placement.confidence, 3))
        spot = replace(placement, words="", confidence=0.0)
        kept = self.found.get(spot)
        if kept is None or kept.confidence < placement.confidence:
            self.found[spot] = placement


def _last_words(mention: Mention, count: int) -> Mention:
    """The mention cut down to the words that name the place."""
    return replace(mention, words=" ".join(mention.words.split()[-count:]))
