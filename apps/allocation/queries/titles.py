"""Who has which space by right: for the desk, for papers, for the holder's own page."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from apps.allocation.domain.refusals import NoSuchSpaces
from apps.allocation.models import Claim, Hold, Offering, Space, Substitution
from apps.allocation.terms import ClaimKind
from apps.people.models import Party
from apps.people.queries import search_parties


def space_meant(offering: Offering, code: str) -> Space:
    """The space of an offering that a code means, in whatever case it is written.

    Raises:
        NoSuchSpaces: no space on the plan has it.
    """
    plan = Space.objects.filter(offering=offering).select_related("offering")
    found = plan.filter(code__iexact=code.strip()).first()
    if found is None:
        raise NoSuchSpaces([code.strip()])
    return found


def titles_of(offering: Offering, text: str = "") -> QuerySet[Claim]:
    """Titles of an offering that are in force, by code; with `text` those whom it means."""
    found = Claim.objects.in_force().filter(space__offering=offering, kind=ClaimKind.TITLE)
    if text.strip():
        named = search_parties(Party.objects.all(), text)
        found = found.filter(
            Q(party__in=named.values("pk")) | Q(space__code__iexact=text.strip())
        )
    return found.select_related("space", "party").order_by("space__code")


def titles_of_hold(hold: Hold) -> list[Claim]:
    """Titles that a hold became and that are in force, by code."""
    found = Claim.objects.in_force().filter(hold=hold, kind=ClaimKind.TITLE)
    return list(found.select_related("space").order_by("space__code"))


def titles_before(title: Claim) -> QuerySet[Claim]:
    """Every title that there ever was to the space of one, the latest first."""
    found = Claim.objects.filter(space=title.space_id, kind=ClaimKind.TITLE)
    return found.select_related("party").order_by("-in_force", "-pk")


def substitutes_of(titles: Sequence[Claim]) -> list[Substitution]:
    """Who stands in for the holders of titles, by day."""
    found = Substitution.objects.standing().filter(title__in=titles)
    return list(found.select_related("party", "title__space").order_by("days", "pk"))
