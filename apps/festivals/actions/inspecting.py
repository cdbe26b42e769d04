"""What is done about an inspector's report: the report stays, whatever else is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.festivals.actions.fining import fine_in_street, seize
from apps.festivals.domain.control_refusals import NoPlace, NoSuchStand
from apps.festivals.domain.inspecting import (
    Allowed,
    Seen,
    faults_of,
    finding_of,
    note_of,
    part_of,
    seen_in,
    text_in,
    waste_in,
)
from apps.festivals.models import Inspection, Trade, UnlicensedVendor, WasteWeighing
from apps.festivals.permissions import INSPECT
from apps.festivals.queries.carrying import carried, carried_once, places_of
from apps.festivals.queries.stands import Ground, ground_of, worth_of
from apps.festivals.terms import INSPECTION, MODULE, Finding, Person, Shown
from apps.fieldwork.domain.kinds import Applied, FieldKind
from apps.fieldwork.models import Event
from apps.fieldwork.terms import Outcome
from geo.access import Viewer
from geo.measure import planar


def _day(event: Event) -> dt.date:
    return timezone.localtime(event.happened_at).date()


@transaction.atomic
def apply_report(event: Event, by: Viewer) -> Applied:
    """Keep what an inspector found, fine and confiscate as they say.

    Two looks at one stand both stay. A stand is fined once a day for one thing.

    Raises:
        NotAllowed: `by` may not inspect.
        NoSuchStand: no feast or stand is called so.
        BadFinding: the event does not say what was found.
        NoPlace: it was in the street, and nobody knows where.
        NoSuchInfraction: the norm knows no such infraction.
    """
    INSPECT.require(by)
    finding = finding_of(event.act, event.body)
    ground = ground_of(event.about_id)
    return _ACTS[finding](event, ground, by)


def _checked(event: Event, ground: Ground, by: Viewer) -> Applied:
    """Keep how a stand was found, with what its code is worth by the register."""
    if ground.space is None or ground.module is None:
        raise NoSuchStand(event.about_id)
    seen = seen_in(event.body)
    shown = worth_of(seen.code, ground, on=_day(event))
    module, metres = ground.module, _metres(seen)
    allowed = Allowed(metres=module.frontage_m, trade=module.trade.code)
    Inspection.objects.get_or_create(
        event_id=event.pk,
        defaults={
            "space": ground.space,
            "made_at": event.happened_at,
            "made_by": by.name,
            "position": event.position,
            "accuracy_m": event.accuracy_m,
            "distance_m": event.distance_m,
            "person": seen.person,
            "person_name": seen.person_name,
            "shown": shown,
            "allowed_m": module.frontage_m,
            "frontage_m": metres,
            "measured": seen.line,
            "trade": Trade.objects.filter(code=seen.trade).first(),
            "faults": faults_of(seen, shown, metres=metres, allowed=allowed),
            "note": note_of(event.body),
        },
    )
    return _told(seen, shown)


def _metres(seen: Seen) -> Decimal | None:
    """What a tape said, else the length of what was drawn."""
    if seen.frontage_m is not None or seen.line is None:
        return seen.frontage_m
    return Decimal(f"{planar(seen.line).length:.2f}") or None


def _told(seen: Seen, shown: Shown) -> Applied:
    """Say where the register knows better than the telephone did without a network."""
    without = (Person.NOBODY, "")
    if not seen.told or seen.told == shown or (seen.person, seen.code) == without:
        return Applied()
    said = _("The patent is %(shown)s: that is what the register says, and it counts.")
    told = {"shown": Shown(shown).label}
    return Applied(outcome=Outcome.CONFLICT, message=said % told)


def _infraction(event: Event, ground: Ground, by: Viewer) -> Applied:
    _infraction_row, applied = fine_in_street(event, ground, on=_day(event), by=by)
    return applied


def _seized(event: Event, ground: Ground, by: Viewer) -> Applied:
    infraction, applied = fine_in_street(event, ground, on=_day(event), by=by)
    seize(event, infraction, by=by)
    return applied


def _unlicensed(event: Event, ground: Ground, by: Viewer) -> Applied:
    """Put somebody who sells without a stand on the map."""
    if event.position is None:
        raise NoPlace
    told = part_of(event.body, "vendor")
    UnlicensedVendor.objects.get_or_create(
        event_id=event.pk,
        defaults={
            "festival": ground.festival,
            "position": event.position,
            "accuracy_m": event.accuracy_m,
            "trade": Trade.objects.filter(code=text_in(told, "trade")).first(),
            "seen_at": event.happened_at,
            "seen_by": by.name,
            "note": note_of(event.body),
        },
    )
    return Applied()


def _waste(event: Event, ground: Ground, by: Viewer) -> Applied:
    kg, zone = waste_in(event.body)
    WasteWeighing.objects.get_or_create(
        event_id=event.pk,
        defaults={
            "festival": ground.festival,
            "on_day": _day(event),
            "zone": zone,
            "kg": kg,
            "position": event.position,
            "weighed_by": by.name,
            "note": note_of(event.body),
        },
    )
    return Applied()


_ACTS: Final[Mapping[Finding, Callable[[Event, Ground, Viewer], Applied]]] = {
    Finding.CHECKED: _checked,
    Finding.INFRACTION: _infraction,
    Finding.SEIZED: _seized,
    Finding.UNLICENSED: _unlicensed,
    Finding.WASTE: _waste,
}


def _tell(events: Sequence[Event]) -> dict[UUID, str]:
    """What was found at which stand, in a few words."""
    words = {str(each): str(each.label) for each in Finding}
    return {
        each.pk: f"{each.about_id} · {words.get(each.body.get('outcome', ''), each.act)}"
        for each in events
    }


def inspection() -> FieldKind:
    """The kind of fieldwork that looks at the stands of a feast."""
    return FieldKind(
        code=INSPECTION,
        title=gettext_lazy("Inspection of stands at feasts"),
        about=MODULE,
        permission=INSPECT,
        places=places_of,
        pack=carried,
        common=carried_once,
        apply=apply_report,
        tell=_tell,
    )
