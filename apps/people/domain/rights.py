"""From the posts somebody holds to what they may do, with the reason for each answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from apps.people.terms import HoldingKind
from geo.access import Viewer


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A post that somebody holds at some time, with one of its grants, if it has any."""

    person_id: int
    person_name: str
    post: str | None
    """Code of the post; None for somebody who never held one."""
    title: str | None
    office: str | None
    kind: str | None
    """Holder or acting."""
    since: dt.date | None
    until: dt.date | None
    """First day on which the post is held no more; None while nobody knows."""
    is_held: bool
    """Whether the day asked about lies between them."""
    covered_by: str | None
    """Who exercises the post on that day in the holder's place."""
    permission: str | None
    district: int | None
    """Number of the district the grant is bound to; None if it holds everywhere."""
    granted_since: dt.date | None
    granted_until: dt.date | None
    basis: str | None
    is_granted: bool
    """Whether the grant is in force on that day."""

    @property
    def is_exercised(self) -> bool:
        """Whether the post's powers are this person's on the day."""
        covered = self.kind == HoldingKind.TITULAR and self.covered_by is not None
        return self.is_held and not covered

    @property
    def counts(self) -> bool:
        """Whether the grant gives its permission on the day."""
        return self.is_exercised and self.is_granted


def powers(rules: Sequence[Rule]) -> dict[str, Any]:
    """Posts, grants and grants by district, as a `Viewer` takes them."""
    counting = [rule for rule in rules if rule.counts and rule.permission is not None]
    everywhere = {rule.permission for rule in counting if rule.district is None}
    bound: dict[str, set[int]] = {}
    for rule in counting:
        if rule.district is not None and rule.permission is not None:
            bound.setdefault(rule.permission, set()).add(rule.district)
    districts = {name: frozenset(numbers) for name, numbers in bound.items()}
    return {
        "posts": frozenset(rule.post for rule in rules if rule.is_exercised and rule.post),
        "grants": frozenset(everywhere),
        "district_grants": MappingProxyType(districts),
    }


def viewer_from(
    rules: Sequence[Rule], *, name: str, is_staff: bool, holds_all: bool
) -> Viewer:
    """The viewer that an account is on the day the rules were asked for.

    An account of a person is staff's only while that person exercises a post; accounts of
    nobody in particular (a technician's GIS) follow their own flag.
    """
    found = powers(rules)
    in_office = bool(found["posts"]) or not rules
    return Viewer(
        name=name,
        full_name=rules[0].person_name if rules else "",
        person_id=rules[0].person_id if rules else None,
        is_staff=holds_all or (is_staff and in_office),
        holds_all=holds_all,
        **found,
    )
