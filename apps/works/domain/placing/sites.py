"""Mentions that speak of one spot: Calle 1 Y 2 Otb Catavi D-5 is one site of three."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from apps.works.domain.placing.mentions import Mention, MentionKind


@dataclass(kw_only=True, slots=True)
class Site:
    """Streets within OTBs, or landmarks, in the districts named with them."""

    streets: list[Mention] = field(default_factory=list)
    """Streets and corners."""
    otbs: list[Mention] = field(default_factory=list)
    landmarks: list[Mention] = field(default_factory=list)
    districts: list[Mention] = field(default_factory=list)
    shares: bool = False
    """Whether an announced place beside it is meant by the same districts."""

    @property
    def is_announced(self) -> bool:
        """Whether its words announce a place, rather than only might name one."""
        marked = any(otb.marked for otb in self.otbs)
        return bool(self.streets or self.landmarks or marked)

    @property
    def stands_alone(self) -> bool:
        """Whether its districts are a place of their own when its names are unknown.

        `Perforacion De Pozo D-8 Otb Pandoja` and `Otb Pandoja D-8 Segunda Convocatoria`
        name one place: words that announce nothing are none beside words that do.
        """
        return self.is_announced or not self.shares

    @property
    def is_empty(self) -> bool:
        """Whether it names nothing but, perhaps, districts."""
        return not (self.streets or self.otbs or self.landmarks)


def sites_in(mentions: Sequence[Mention]) -> list[Site]:
    """Group mentions, in the order of the text, into the sites they speak of.

    A district closes a site; so does a street that follows an OTB if another OTB comes
    before the next district. What stands before no district of its own takes those of
    the whole text.
    """
    sites = [Site()]
    for at, mention in enumerate(mentions):
        if _begins_site(mention, sites[-1], mentions[at:]):
            sites.append(Site())
        _shelf(sites[-1], mention).append(mention)
    _share_districts(sites)
    return sites


def _begins_site(mention: Mention, site: Site, following: Sequence[Mention]) -> bool:
    if mention.kind is MentionKind.DISTRICT:
        return False
    if site.districts:
        return not site.is_empty
    if mention.kind in {MentionKind.STREET, MentionKind.CORNER} and site.otbs:
        return _otb_comes(following)
    return False


def _otb_comes(following: Sequence[Mention]) -> bool:
    """Whether an announced OTB comes before the next district."""
    for mention in following:
        if mention.kind is MentionKind.DISTRICT:
            return False
        if mention.kind is MentionKind.OTB and mention.marked:
            return True
    return False


def _shelf(site: Site, mention: Mention) -> list[Mention]:
    if mention.kind is MentionKind.DISTRICT:
        return site.districts
    if mention.kind is MentionKind.OTB:
        return site.otbs
    return site.landmarks if mention.kind is MentionKind.LANDMARK else site.streets


def _share_districts(sites: Sequence[Site]) -> None:
    """Give a site without districts those of the next site, or of the whole text."""
    named = [site for site in sites if site.districts]
    for at in range(len(sites) - 1, -1, -1):
        site = sites[at]
        if site.districts or not named:
            continue
        lenders = sites[at + 1 : at + 2] or named
        site.districts = [each for lender in lenders for each in lender.districts]
        for lender in lenders:
            lender.shares = lender.shares or site.is_announced
            site.shares = site.shares or lender.is_announced
