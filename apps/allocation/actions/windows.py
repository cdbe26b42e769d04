"""Windows of a sale set and moved; parties admitted to them by a proof, and no longer."""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models.functions import Now

from apps.allocation.actions.reaching import require_for
from apps.allocation.domain.admitting import Right, Turn
from apps.allocation.domain.refusals import NoSuchSpaces
from apps.allocation.domain.turns import (
    AdmittedAlready,
    NoProof,
    WindowHasAdmissions,
    WindowMakesNoSense,
    WindowNameTaken,
    WrongAdmission,
)
from apps.allocation.models import Admission, Offering, Space, Window
from apps.allocation.permissions import PLAN, SELL
from apps.allocation.terms import Admits, SpaceState
from geo.access import Viewer
from geo.acting import acting
from geo.broken_rules import in_words
from geo.errors import Refusal

_WORDS: Final[dict[str, type[Refusal]]] = {
    "window_name_is_single": WindowNameTaken,
    "window_opens_and_closes": WindowMakesNoSense,
    "window_has_a_name": WindowMakesNoSense,
    "window_stays_what_it_is": WindowHasAdmissions,
    "admission_is_single": AdmittedAlready,
    "admission_has_a_proof": NoProof,
    "admission_is_withdrawn_for_a_reason": NoProof,
    "admission_fits_its_window": WrongAdmission,
}


@transaction.atomic
def set_window(offering: Offering, turn: Turn, *, by: Viewer) -> Window:
    """Open a sale for some buyers on some days; from the first window on, within them only.

    Raises:
        NotAllowed: `by` may not plan what is offered, or not there.
        WindowNameTaken: the offering has a window of this name.
        WindowMakesNoSense: it has no name, or ends before it begins.
    """
    require_for(PLAN, offering.spaces.all(), by=by)
    return _saved(Window(offering=offering), turn, by=by)


@transaction.atomic
def change_window(window: Window, turn: Turn, *, by: Viewer) -> Window:
    """Move the days of a window or call it otherwise; for whom it is stays, once used.

    Raises:
        NotAllowed: `by` may not plan what is offered, or not there.
        WindowNameTaken: the offering has another window of this name.
        WindowMakesNoSense: it has no name, or ends before it begins.
        WindowHasAdmissions: it would be for others than those who were admitted.
    """
    require_for(PLAN, window.offering.spaces.all(), by=by)
    return _saved(Window.objects.select_for_update().get(pk=window.pk), turn, by=by)


def _saved(window: Window, turn: Turn, *, by: Viewer) -> Window:
    if turn.last <= turn.first:
        raise WindowMakesNoSense
    window.name, window.rank = turn.name.strip(), turn.rank
    window.opens = DateTimeTZRange(turn.first, turn.last)
    window.admits, window.tariff = turn.admits, turn.tariff
    with in_words(_WORDS), acting(by):
        window.save()
    return window


@transaction.atomic
def remove_window(window: Window, *, by: Viewer) -> None:
    """Take a window to which nobody was ever admitted off the calendar.

    Raises:
        NotAllowed: `by` may not plan what is offered, or not there.
        WindowHasAdmissions: somebody was admitted; move its days instead.
    """
    require_for(PLAN, window.offering.spaces.all(), by=by)
    if Admission.objects.filter(window=window).exists():
        raise WindowHasAdmissions
    with acting(by):
        window.delete()


@transaction.atomic
def admit(window: Window, right: Right, *, by: Viewer) -> list[Admission]:
    """Let a party buy through a window, by the proof that was seen.

    With codes, those spaces wait for the party until the window closes.

    Raises:
        NotAllowed: `by` may not sell for others, or not there.
        NoProof: it is not said which proof was seen.
        NoSuchSpaces: a code is not on the plan of this offering.
        WrongAdmission: the window is for everybody, or for others of both kinds.
        AdmittedAlready: the party is admitted to one of them.
    """
    spaces = _spaces(window, right)
    reach = spaces or Space.objects.filter(offering=window.offering_id)
    require_for(SELL, reach, by=by)
    if not right.proof.strip():
        raise NoProof
    if window.admits == Admits.EVERYBODY or (window.admits == Admits.SPACE) != bool(spaces):
        raise WrongAdmission
    chosen: list[Space | None] = [*spaces] or [None]
    with in_words(_WORDS), acting(by):
        return Admission.objects.bulk_create(
            [
                Admission(
                    window=window,
                    party_id=right.party_id,
                    space=space,
                    proof=right.proof.strip(),
                    admitted_by=by.name or "-",
                )
                for space in chosen
            ]
        )


def _spaces(window: Window, right: Right) -> list[Space]:
    codes = list(dict.fromkeys(right.codes))
    there = Space.objects.filter(offering=window.offering_id, code__in=codes)
    spaces = list(there.exclude(state=SpaceState.WITHDRAWN).order_by("code"))
    missing = sorted(set(codes) - {space.code for space in spaces})
    if missing:
        raise NoSuchSpaces(missing)
    return spaces


@transaction.atomic
def withdraw_admission(admission: Admission, *, why: str, by: Viewer) -> Admission:
    """Let a party buy through a window no more; what it bought stays its own.

    Raises:
        NotAllowed: `by` may not sell for others, or not there.
        NoProof: `why` says nothing.
    """
    space = admission.space
    reach = [space] if space else Space.objects.filter(offering__windows=admission.window)
    require_for(SELL, reach, by=by)
    with in_words(_WORDS), acting(by, why=why.strip()):
        Admission.objects.standing().filter(pk=admission.pk).update(
            withdrawn_at=Now(), withdrawn_by=by.name or "-", withdrawn_why=why.strip()
        )
    admission.refresh_from_db()
    return admission
