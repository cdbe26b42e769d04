"""Stands on the day: what a plan gives each, who has it, and what a code is worth."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from apps.allocation.models import Claim, Hold, Space
from apps.allocation.terms import HOLD, ClaimKind, SpaceState
from apps.documents.models import Document
from apps.festivals.domain.control_refusals import NoSuchStand
from apps.festivals.domain.inspecting import token_in
from apps.festivals.domain.papers import PATENT
from apps.festivals.models import Festival, Module
from apps.festivals.terms import STREET, PlanState, Shown


@dataclass(frozen=True, kw_only=True)
class Ground:
    """Where something was found: a stand of a feast, or the street between them."""

    festival: Festival
    space: Space | None = None
    module: Module | None = None


def ground_of(key: str) -> Ground:
    """The stand or street that the field calls so.

    Raises:
        NoSuchStand: there is none: unknown, of another feast, or not on the plan in force.
    """
    festival_code, _slash, code = key.partition("/")
    festival = Festival.objects.filter(code=festival_code).first()
    if festival is None or not code:
        raise NoSuchStand(key)
    if code == STREET:
        return Ground(festival=festival)
    space = Space.objects.filter(offering__code=festival_code, code=code).first()
    module = modules_in_force(festival, [code]).get(code)
    if space is None or space.state == SpaceState.WITHDRAWN or module is None:
        raise NoSuchStand(key)
    return Ground(festival=festival, space=space, module=module)


def modules_in_force(festival: Festival, codes: Sequence[str]) -> dict[str, Module]:
    """Modules of the published plan, by their codes."""
    rows = Module.objects.filter(
        plan__festival=festival, plan__state=PlanState.PUBLISHED, code__in=codes
    )
    return {each.code: each for each in rows.select_related("trade")}


def title_of(space: Space, *, at: dt.datetime) -> Claim | None:
    """The title that bound a stand at a moment, with its party."""
    rows = Claim.objects.bound_at(at).filter(space=space, kind=ClaimKind.TITLE)
    return rows.select_related("party").order_by("-in_force").first()


def worth_of(code: str, ground: Ground, *, on: dt.date) -> Shown:
    """What a code that was shown at a stand is worth on a day."""
    if not code.strip():
        return Shown.NONE
    token = token_in(code)
    papers = Document.objects.filter(kind=PATENT.name, about_kind=HOLD)
    paper = papers.filter(token=token).first() if token else None
    hold = _hold_of(paper) if paper is not None else None
    if paper is None or hold is None:
        return Shown.UNKNOWN
    if hold.offering.code != ground.festival.code:
        other = Festival.objects.filter(code=hold.offering.code).first()
        over = other is not None and other.days.upper <= on
        return Shown.EXPIRED if over else Shown.OTHER_FEAST
    if ground.festival.days.upper <= on:
        return Shown.EXPIRED
    if paper.annulled_at is not None:
        return Shown.ANNULLED
    titles = Claim.objects.filter(hold=hold, kind=ClaimKind.TITLE, in_force__upper_inf=True)
    spaces = set(titles.values_list("space", flat=True))
    if not spaces:
        return Shown.ANNULLED
    mine = ground.space is not None and ground.space.pk in spaces
    return Shown.VALID if mine else Shown.OTHER_STAND


def _hold_of(paper: Document) -> Hold | None:
    return Hold.objects.select_related("offering").filter(token=paper.about_id).first()
