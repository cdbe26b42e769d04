"""Taking spaces for some minutes, and giving them back."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.db import IntegrityError, transaction

from apps.allocation.actions.reaching import require_for
from apps.allocation.domain.admitting import Waiver
from apps.allocation.domain.holders import Asked, Holder
from apps.allocation.domain.refusals import (
    HolderUnknown,
    HoldOver,
    NoSuchSpaces,
    NothingChosen,
    NotOnSale,
    SpacesTaken,
    TooManyHolds,
    TooManyOfAssociation,
    TooManySpaces,
    WaitsForDraw,
)
from apps.allocation.domain.turns import NotYourTurn, SpaceWaits, WaiverUnsaid
from apps.allocation.models import Hold, Offering, Space
from apps.allocation.permissions import GRANT, SELL
from apps.allocation.queries import (
    find_hold,
    is_on_sale,
    neighbours,
    not_yet,
    seen_too_late,
    standing_of,
    standings_of,
)
from apps.allocation.terms import ClaimKind, Outcome
from apps.people.models import Party
from geo import sql
from geo.access import Viewer
from geo.broken_rules import rule_of

SQL: Final = Path(__file__).parents[1] / "sql"
MOST: Final = 20
"""Spaces that can be taken together."""


def require_own(
    holder: Holder, *, by: Viewer, spaces: Iterable[Space] | None = None
) -> None:
    """Let everybody act for themselves; for another party it needs a permission.

    With `spaces` it has to hold where they lie, else somewhere: then whoever calls finds
    the hold by `own_hold`, which looks there.

    Raises:
        NotAllowed: `by` acts for somebody else and may not.
        HolderUnknown: there is nobody to act for.
    """
    if holder.party_id is not None and holder.party_id != by.person_id:
        SELL.require_somewhere(by)
        if spaces is not None:
            require_for(SELL, spaces, by=by)
    if not holder.is_known():
        raise HolderUnknown


@contextmanager
def within_quota() -> Iterator[None]:
    """Say in our own words that the database finds a holder to have enough.

    Raises:
        TooManyHolds, TooManySpaces, TooManyOfAssociation, WaitsForDraw: so it does.
    """
    try:
        yield
    except IntegrityError as error:
        told = getattr(error.__cause__, "diag", None)
        rule, (detail, *more) = rule_of(error), _details(told)
        if rule in ("hold_is_one_of_few", "hold_is_not_made_by_a_machine"):
            raise TooManyHolds(detail) from error
        if rule == "hold_leaves_some_for_others":
            raise TooManySpaces(detail) from error
        if rule == "association_leaves_some_for_others":
            name = Party.objects.get(pk=more[0]).name
            raise TooManyOfAssociation(name, detail) from error
        if rule == "claim_waits_for_its_draw":
            raise WaitsForDraw(getattr(told, "message_detail", "")) from error
        raise


def _details(told: object) -> list[int]:
    text = getattr(told, "message_detail", None) or "1"
    numbers = [part for part in text.split() if part.replace(".", "", 1).isdecimal()]
    return [int(float(part)) for part in numbers] or [1]


def hold_spaces(
    offering: Offering,
    codes: Sequence[str],
    *,
    holder: Holder,
    waiver: Waiver | None = None,
    by: Viewer,
) -> Hold:
    """Take several spaces together for the minutes that the offering grants.

    `waiver` says by which norm, and why, the windows of the sale do not count for it.

    Raises:
        NotAllowed: `by` acts for somebody else, or without the windows, and may not.
        NothingChosen, WaiverUnsaid: no space, one twice, or too many; half a waiver.
        NotOnSale: the sale has not begun or is over.
        NoSuchSpaces: a code is not on the plan.
        SpacesTaken: one is claimed or blocked; says what is free nearby.
        SpaceWaits, NotYourTurn: the windows keep one from `holder` now.
        TooManyHolds: `holder` has enough holds, or makes them too fast.
        TooManySpaces, TooManyOfAssociation: `holder`, or theirs, would have too many.
        WaitsForDraw: lots are drawn for one of them.
    """
    _require_sensible(offering, codes, holder=holder, waiver=waiver, by=by)
    told = {
        "offering": offering.pk,
        "codes": list(codes),
        "token": uuid.uuid4(),
        "party": holder.party_id,
        "visitor": holder.visitor,
        "by": by.name,
        "waived": "" if waiver is None else str(waiver),
    }
    with _within_windows(), within_quota(), transaction.atomic():
        for hold in sql.instances(Hold, SQL / "hold.sql", **told):
            if hold.claimed == len(codes):  # type: ignore[attr-defined]  # of the query
                hold.offering = offering
                return hold
        transaction.set_rollback(True)
    raise _reason(offering, codes, holder)


def turn_away_late(
    offering: str, codes: Sequence[str], *, holder: Holder, asked: Asked, by: Viewer
) -> None:
    """Tell whoever asks for themselves for what is seen to be taken, before anything is
    written; `offering` is the code of an offering.

    In a rush nearly all come too late; this leaves the database to those who do not. It
    promises nothing: whoever is not turned away may lose all the same, and hears all else
    that speaks against it from `hold_spaces`.

    Raises:
        SpacesTaken: one is claimed; says what is free nearby.
    """
    is_own = holder.party_id in (None, by.person_id) and holder.is_known()
    if not is_own or not _is_choice(codes):
        return
    seen = seen_too_late(offering, codes, asked, party_id=holder.party_id)
    if seen is not None:
        gone = [code for code in codes if code in seen.gone]
        raise SpacesTaken(gone, seen.free)


def _require_sensible(
    offering: Offering,
    codes: Sequence[str],
    *,
    holder: Holder,
    waiver: Waiver | None,
    by: Viewer,
) -> None:
    """Refuse what `by` may not ask for, and what nobody can."""
    asked = Space.objects.filter(offering=offering, code__in=codes)
    require_own(holder, by=by, spaces=asked)
    if waiver is not None:
        require_for(GRANT, asked, by=by)
        if not waiver.is_said:
            raise WaiverUnsaid
    if not _is_choice(codes):
        raise NothingChosen(MOST)


def _is_choice(codes: Sequence[str]) -> bool:
    """Whether some spaces are named, each once, and not too many."""
    return 1 <= len(codes) <= MOST and len(set(codes)) == len(codes)


@contextmanager
def _within_windows() -> Iterator[None]:
    """Go on where the database finds that a window has closed in this very moment, or that
    the clock was put back since somebody else came.

    What the caller does next is what it does with anybody who came too late.
    """
    try:
        yield
    except IntegrityError as error:
        if rule_of(error) not in ("claim_is_within_a_window", "claim_comes_last"):
            raise


def _reason(offering: Offering, codes: Sequence[str], holder: Holder) -> Exception:
    """Why nothing could be held, looked up after the fact, for whoever lost only."""
    if not is_on_sale(offering):
        return NotOnSale(offering.title)
    found = standings_of(offering, codes)
    unknown = [code for code, standing in found.items() if standing == "unknown"]
    if unknown:
        return NoSuchSpaces(unknown)
    taken = [code for code, standing in found.items() if standing != "open"]
    if not taken:
        kept = not_yet(offering, codes, holder.party_id)
        waiting = [each for each in kept if each.waits_until is not None]
        if kept:
            return SpaceWaits(waiting) if waiting else NotYourTurn(kept)
    # All free again by now: somebody let go in between. It was taken when it was asked for.
    taken = taken or list(codes)
    return SpacesTaken(taken, neighbours(offering, codes, party_id=holder.party_id))


def own_hold(token: uuid.UUID, *, holder: Holder, by: Viewer) -> Hold:
    """The hold of this token, locked until the transaction ends, if it is `holder`'s.

    Raises:
        Hold.DoesNotExist: there is none, or it is somebody else's and `by` may not sell.
    """
    found = find_hold(token, holder=holder, by=by)
    asked = Hold.objects.select_for_update(of=("self",)).select_related("offering")
    hold: Hold = asked.get(pk=found.pk)
    return hold


@transaction.atomic
def release_hold(token: uuid.UUID, *, holder: Holder, by: Viewer) -> Hold:
    """Give the spaces of a hold back; doing it twice changes nothing.

    What was charged for it is annulled when it is tidied away, as for one that ran out.

    Raises:
        Hold.DoesNotExist: no such hold of `holder`.
        HoldOver: it was paid already.
    """
    require_own(holder, by=by)
    hold = own_hold(token, holder=holder, by=by)
    if hold.outcome in (Outcome.SOLD, Outcome.REFUND):
        raise HoldOver
    if hold.outcome == "":
        end_claims(hold, ClaimKind.HOLD)
        hold.outcome = Outcome.RELEASED if hold.obligation_id is None else ""
        hold.save(update_fields=["outcome"])
    return hold


def end_claims(hold: Hold, kind: ClaimKind, why: str = "") -> int:
    """End what binds of a hold's claims now; returns how many did."""
    return sql.execute(SQL / "end.sql", hold=hold.pk, kind=kind, why=why)


def binds(hold: Hold) -> bool:
    """Whether all claims of `hold` bind at this moment of the database's clock."""
    return standing_of(hold).binds
