"""Drawing lots: a secret is promised, the list is closed, and then anybody can check.

Nobody can steer it: whoever knows the secret does not know the words that are said in
public after the list was closed, and whoever says them does not know the secret.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.formats import date_format

from apps.allocation.actions.holding import SQL, hold_spaces, require_own
from apps.allocation.domain.holders import Holder
from apps.allocation.domain.lottery import (
    Lot,
    digest_of,
    drawn,
    read_sealed,
    seed_of,
    sha,
    told,
)
from apps.allocation.domain.occasions import DRAW_LOST, DRAW_WON
from apps.allocation.domain.refusals import (
    TooManyHolds,
    TooManyOfAssociation,
    TooManySpaces,
)
from apps.allocation.domain.refusals_of_draws import (
    ApplicationsClosed,
    ApplicationsOpen,
    DrawExists,
    DrawIsOver,
    NoWish,
    WordsMissing,
)
from apps.allocation.domain.words_of_draws import sentence
from apps.allocation.models import Application, Draw, Hold, Offering
from apps.allocation.permissions import PLAN, SELL
from apps.allocation.queries.draws import listed, unknown_codes
from apps.notices.actions import notify
from geo import sql
from geo.access import Viewer
from geo.broken_rules import in_words

MOST_ASKED: Final = 20
"""Spaces that one application may ask for, as many as one hold may have."""
MOST_WISHES: Final = 50
_IN_TIME: Final = {"application_comes_in_time": ApplicationsClosed}


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody applies for."""

    wanted: Sequence[str] = ()
    """Codes of spaces, the dearest first."""
    takes_any: bool = True
    count: int = 1


@transaction.atomic
def open_draw(
    offering: Offering,
    code: str,
    title: str,
    *,
    tariff: str = "",
    closes_at: dt.datetime,
    by: Viewer,
) -> Draw:
    """Take applications until `closes_at`, under the promise of a secret.

    Until lots are drawn, nobody else can hold what is drawn for.

    Raises:
        NotAllowed: `by` may not plan what is offered.
        DrawExists: the code is another draw's, or it would close before it opens.
    """
    PLAN.require(by)
    secret = secrets.token_hex(32)
    try:
        with transaction.atomic():
            return Draw.objects.create(
                offering=offering,
                code=code,
                title=title,
                tariff=tariff,
                closes_at=closes_at,
                secret=secret,
                commitment=sha(secret),
                opened_by=by.name or "-",
            )
    except IntegrityError as error:
        raise DrawExists(code) from error


@transaction.atomic
def apply_for_draw(draw: Draw, wish: Wish, *, party_id: int, by: Viewer) -> Application:
    """Enter what a party wishes for; until the list is closed the latest wish counts.

    Raises:
        NotAllowed: `by` acts for somebody else and may not.
        NoWish: it asks for nothing, for too much, or for what is not drawn for.
        ApplicationsClosed: the list is closed.
    """
    require_own(Holder(party_id=party_id), by=by)
    if party_id != by.person_id:
        SELL.require(by)
    wanted = list(dict.fromkeys(wish.wanted))
    unknown = unknown_codes(draw, wanted)
    asks = 1 <= wish.count <= MOST_ASKED and (wanted or wish.takes_any)
    if unknown or not asks or len(wanted) > MOST_WISHES:
        raise NoWish(unknown, MOST_ASKED)
    with in_words(_IN_TIME):
        found, _new = Application.objects.update_or_create(
            draw=draw,
            party_id=party_id,
            defaults={
                "wanted": wanted,
                "takes_any": wish.takes_any,
                "count": wish.count,
                "applied_by": by.name or "-",
            },
            create_defaults={
                "wanted": wanted,
                "takes_any": wish.takes_any,
                "count": wish.count,
                "applied_by": by.name or "-",
                "code": secrets.token_hex(6).upper(),
            },
        )
    return found


@transaction.atomic
def refuse_application(application: Application, why: str, *, by: Viewer) -> Application:
    """Do not admit an application, for a reason that is told to whoever applied.

    Raises:
        NotAllowed: `by` may not plan what is offered.
        WordsMissing: no reason is said.
        ApplicationsClosed: the list was published already.
    """
    PLAN.require(by)
    if not why.strip():
        raise WordsMissing
    application.not_admitted = why.strip()[:300]
    with in_words(_IN_TIME):
        application.save(update_fields=["not_admitted"])
    return application


@transaction.atomic
def seal_draw(draw: Draw, *, by: Viewer) -> Draw:
    """Close the list and publish it with its digest; nothing of it changes any more.

    Raises:
        NotAllowed: `by` may not plan what is offered.
        ApplicationsOpen: applications are still taken.
        DrawIsOver: it was closed before, or called off.
        TooMany: there are more spaces or applications than one draw takes.
    """
    PLAN.require(by)
    present = _locked(draw)
    if present.sealed_at is not None or present.called_off:
        raise DrawIsOver
    if not Draw.objects.filter(pk=draw.pk, closes_at__lte=Now()).exists():
        raise ApplicationsOpen(present.closes_at)
    document = listed(present).document
    Draw.objects.filter(pk=present.pk).update(
        closed_list=document,
        digest=digest_of(document),
        sealed_at=Now(),
        sealed_by=by.name or "-",
    )
    present.refresh_from_db()
    return present


@transaction.atomic
def draw_lots(draw: Draw, words: str, *, by: Viewer) -> Draw:
    """Draw lots with the words that were said in public, and hold what was won.

    Raises:
        NotAllowed: `by` may not plan what is offered, or sell.
        WordsMissing: nothing was said.
        ApplicationsOpen: the list is not closed yet.
        DrawIsOver: lots were drawn before, or it was called off.
        NotOnSale, SpacesTaken, NoSuchSpaces: what is drawn for cannot be held now.
    """
    PLAN.require(by)
    SELL.require(by)
    said = " ".join(words.split())[:200]
    if not said:
        raise WordsMissing
    present = _locked(draw)
    if present.drawn_at is not None or present.called_off:
        raise DrawIsOver
    if present.sealed_at is None or present.closed_list is None:
        raise ApplicationsOpen(present.closes_at)
    seed = seed_of(present.secret, present.digest, said)
    lots = drawn(read_sealed(present.closed_list), seed)
    Draw.objects.filter(pk=present.pk).update(
        words=said, result=told(lots), drawn_at=Now(), drawn_by=by.name or "-"
    )
    for each in present.applications.select_related("party").order_by("code"):
        _tell(present, each, lots[each.code], by=by)
    present.refresh_from_db()
    return present


@transaction.atomic
def call_off_draw(draw: Draw, why: str, *, by: Viewer) -> Draw:
    """Call a draw off for a reason; what was drawn for is on offer again.

    Raises:
        NotAllowed: `by` may not plan what is offered.
        WordsMissing: no reason is said.
        DrawIsOver: lots were drawn, or it was called off before.
    """
    PLAN.require(by)
    if not why.strip():
        raise WordsMissing
    present = _locked(draw)
    if present.drawn_at is not None or present.called_off:
        raise DrawIsOver
    present.called_off = why.strip()[:300]
    present.save(update_fields=["called_off"])
    return present


def _locked(draw: Draw) -> Draw:
    asked = Draw.objects.select_for_update(of=("self",)).select_related("offering")
    found: Draw = asked.get(pk=draw.pk)
    return found


def _tell(draw: Draw, application: Application, lot: Lot, *, by: Viewer) -> None:
    """Hold what one application won, and tell whoever applied what came of it."""
    spaces, reason = lot.spaces, sentence(lot.reason, application.not_admitted)
    if spaces:
        try:
            application.hold = won = _held(draw, application, lot, by=by)
            application.save(update_fields=["hold"])
        except (TooManyHolds, TooManySpaces, TooManyOfAssociation) as refusal:
            spaces, reason = (), str(refusal)
    context = {"draw": draw.title, "code": application.code, "reason": reason}
    if spaces:
        context |= {"spaces": ", ".join(spaces), "until": _until(won)}
    occasion = DRAW_WON if spaces else DRAW_LOST
    key = f"draw:{draw.pk}:{application.pk}"
    notify(application.party, occasion.code, context, by=by, key=key)


def _held(draw: Draw, application: Application, lot: Lot, *, by: Viewer) -> Hold:
    holder = Holder(party_id=application.party_id)
    taken = hold_spaces(draw.offering, lot.spaces, holder=holder, by=by)
    sql.execute(SQL / "extend.sql", hold=taken.pk, minutes=draw.offering.list_minutes)
    return taken


def _until(hold: Hold) -> str:
    last = hold.claims.latest("in_force").in_force.upper
    return date_format(timezone.localtime(last), "SHORT_DATETIME_FORMAT")
