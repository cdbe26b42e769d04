"""Fines: recorded in the street, charged through the treasury; and goods taken away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.festivals.domain.control_refusals import (
    FinedAlready,
    InfractionAnnulled,
    NoFineInForce,
    NoPlace,
    NoSuchInfraction,
    OnlyAWarning,
)
from apps.festivals.domain.inspecting import note_of, part_of, text_in, things_in
from apps.festivals.models import (
    ConfiscatedItem,
    Confiscation,
    Custody,
    Infraction,
    InfractionKind,
    Inspection,
)
from apps.festivals.permissions import CONTROL
from apps.festivals.queries.stands import Ground, title_of
from apps.festivals.querysets import InfractionQuerySet
from apps.festivals.terms import INFRACTION, Step
from apps.fieldwork.domain.kinds import Applied
from apps.fieldwork.models import Event
from apps.fieldwork.terms import Outcome
from apps.people.models import Party
from apps.treasury.actions import post_obligation
from apps.treasury.domain.charging import Charge, ChargeLine
from apps.treasury.models import Obligation, Price
from apps.treasury.permissions import CHARGE, vested
from geo.access import Viewer
from geo.acting import acting
from geo.errors import Refusal


def fine_in_street(
    event: Event, ground: Ground, *, on: dt.date, by: Viewer
) -> tuple[Infraction, Applied]:
    """Keep an infraction and charge its fine to whoever has the stand.

    A second inspector's word about the same stand, thing and day charges nothing more.
    Caller has seen to the permission.

    Raises:
        BadFinding, NoSuchInfraction: the event does not say what was done.
        NoPlace: neither a stand nor a position is known.
    """
    told = part_of(event.body, "infraction")
    kind = _kind(text_in(told, "kind", 30), on)
    known = _known(event, kind, ground, on)
    if known is None:
        known, is_ours = _written(event, kind, ground, told, on=on, by=by)
    else:
        is_ours = known.event_id == event.pk
    if not is_ours:
        return known, _fined_before(known)
    return known, _charged(known, on=on, by=by)


def _kind(code: str, on: dt.date) -> InfractionKind:
    kind = InfractionKind.objects.all().in_force(on).filter(code=code).first()
    if kind is None:
        raise NoSuchInfraction(code)
    return kind


def _known(
    event: Event, kind: InfractionKind, ground: Ground, on: dt.date
) -> Infraction | None:
    own = Infraction.objects.filter(event_id=event.pk, kind=kind).first()
    if own is not None or ground.space is None:
        return own
    return _standing(kind, ground, on).first()


def _standing(kind: InfractionKind, ground: Ground, on: dt.date) -> InfractionQuerySet:
    """What was recorded of that at the stand on that day, and not annulled."""
    rows = Infraction.objects.all().standing()
    return rows.filter(space=ground.space, kind=kind, on_day=on)


def _written(
    event: Event,
    kind: InfractionKind,
    ground: Ground,
    told: Mapping[str, Any],
    *,
    on: dt.date,
    by: Viewer,
) -> tuple[Infraction, bool]:
    """The infraction, and whether this event made it; another may have come just before."""
    if ground.space is None and event.position is None:
        raise NoPlace
    title = (
        title_of(ground.space, at=event.happened_at) if ground.space is not None else None
    )
    infraction = Infraction(
        event_id=event.pk,
        kind=kind,
        festival=ground.festival,
        space=ground.space,
        inspection=_look(event, ground),
        on_day=on,
        committed_at=event.happened_at,
        position=event.position,
        party=title.party if title is not None else None,
        person_name=text_in(told, "name"),
        recorded_by=by.name,
        note=note_of(event.body),
    )
    try:
        with transaction.atomic():
            infraction.save(force_insert=True)
    except IntegrityError as error:
        if "infraction_of_a_stand_is_once_a_day" not in str(error):
            raise
        return _standing(kind, ground, on).get(), False
    return infraction, True


def _look(event: Event, ground: Ground) -> Inspection | None:
    """The look at the stand that the same telephone told of before."""
    if ground.space is None:
        return None
    own = Event.objects.filter(device=event.device_id, about_id=event.about_id)
    looks = Inspection.objects.filter(space=ground.space, event_id__in=own.values("pk"))
    return looks.filter(made_at__lte=event.happened_at).order_by("-made_at").first()


def _fined_before(known: Infraction) -> Applied:
    said = _(
        "%(name)s recorded this at %(at)s already: there is one fine a day for it. What "
        "you recorded was kept beside."
    )
    at = timezone.localtime(known.committed_at)
    told = {"name": known.recorded_by, "at": f"{at:%H:%M}"}
    return Applied(outcome=Outcome.CONFLICT, message=said % told)


def _charged(infraction: Infraction, *, on: dt.date, by: Viewer) -> Applied:
    """Charge the fine where it is known to whom; the infraction stays in any case."""
    costs_nothing = infraction.kind.concept_id is None or infraction.annulled_at is not None
    if costs_nothing or infraction.obligation_id is not None:
        return Applied()
    if infraction.party is None:
        said = _("Nobody has this stand by right: the office charges it to who is found.")
        return Applied(message=said)
    try:
        with transaction.atomic():
            _post(infraction, infraction.party, on=on, by=by)
    except Refusal as refusal:
        return Applied(outcome=Outcome.CONFLICT, message=str(refusal))
    return Applied()


def _post(infraction: Infraction, party: Party, *, on: dt.date, by: Viewer) -> Obligation:
    kind = infraction.kind
    price = (
        Price.objects.on(infraction.on_day)
        .filter(concept=kind.concept_id, variant=kind.code)
        .first()
    )
    if price is None:
        raise NoFineInForce(kind.name)
    space = infraction.space
    charge = Charge(
        key=f"{INFRACTION}:{infraction.pk}",
        debtor_id=party.pk,
        concept_id=price.concept_id,
        due_on=on,
        about_kind=INFRACTION,
        about_id=str(infraction.pk),
        lines=(ChargeLine(price_id=price.pk, text=kind.name),),
        place=space.place if space is not None else infraction.position,
        priced_on=infraction.on_day,
    )
    infraction.obligation = post_obligation(charge, on=on, by=vested(by, CHARGE))
    infraction.party = party
    with acting(by):
        infraction.save(update_fields=["obligation", "party"])
    return infraction.obligation


@transaction.atomic
def charge_infraction(
    infraction: Infraction, party: Party, *, on: dt.date, by: Viewer
) -> Obligation:
    """Charge a fine to who was found out later.

    Raises:
        NotAllowed: `by` does not lead the control of feasts.
        FinedAlready, OnlyAWarning, InfractionAnnulled: there is nothing to charge.
        NoFineInForce: no norm set a fine on that day.
        PeriodClosed: the day lies in a closed period.
    """
    CONTROL.require(by)
    rows = Infraction.objects.select_for_update(of=("self",))
    found = rows.select_related("kind", "space").get(pk=infraction.pk)
    if found.annulled_at is not None:
        raise InfractionAnnulled
    if found.obligation_id is not None:
        raise FinedAlready
    if found.kind.concept_id is None:
        raise OnlyAWarning
    return _post(found, party, on=on, by=by)


def seize(event: Event, infraction: Infraction, *, by: Viewer) -> Confiscation:
    """Keep the inventory of what was taken, with the inspector as its first keeper.

    Caller has seen to the permission.

    Raises:
        BadFinding: nothing is in the inventory.
    """
    things = things_in(event.body)
    taken, is_new = Confiscation.objects.get_or_create(
        event_id=event.pk,
        defaults={
            "infraction": infraction,
            "made_at": event.happened_at,
            "made_by": by.name,
            "note": note_of(event.body),
        },
    )
    if not is_new:
        return taken
    ConfiscatedItem.objects.bulk_create(
        ConfiscatedItem(
            confiscation=taken, ordinal=ordinal, what=each.what, quantity=each.quantity
        )
        for ordinal, each in enumerate(things, start=1)
    )
    with acting(by):
        Custody.objects.create(
            confiscation=taken,
            ordinal=1,
            kind=Step.SEIZED,
            giver=_owner(infraction),
            receiver=by.name,
            place=infraction.space.code if infraction.space else _("in the street"),
            at=event.happened_at,
            recorded_by=by.name,
        )
    return taken


def _owner(infraction: Infraction) -> str:
    party = infraction.party
    name = infraction.person_name or (party.name if party is not None else "")
    return name or _("who it was is not known")
