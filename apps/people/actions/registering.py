"""Registering and correcting people and organisations, their contacts and addresses."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils.translation import gettext as _

from apps.people.actions.allowing import require_for
from apps.people.actions.refusals import NotRegistered, store
from apps.people.domain.contacts import tidy_email, tidy_phone
from apps.people.domain.drafts import AddressDraft, OrganisationDraft, PersonDraft
from apps.people.models import ContactPoint, Organisation, Party, PartyAddress, Person
from apps.people.permissions import REGISTER
from apps.people.terms import ContactKind, PartyKind
from apps.territory.queries import locate
from geo.access import Viewer


@transaction.atomic
def register_person(
    draft: PersonDraft, *, address: AddressDraft | None = None, by: Viewer
) -> Party:
    """Register a person, found at `address` if it is known.

    Raises:
        NotAllowed: `by` may not, or not in the district of the address.
        DocumentTaken: somebody with this document is registered.
        NotRegistered: the name or document has not its shape.
    """
    REGISTER.require(by, district=_district_number(address))
    party = _begin(PartyKind.PERSON, draft.full_name, by)
    store(Person(party=party, **draft.columns))
    if address is not None:
        _place(party, address)
    return party


@transaction.atomic
def register_organisation(
    draft: OrganisationDraft, *, address: AddressDraft | None = None, by: Viewer
) -> Party:
    """Register an organisation, found at `address` if it is known.

    Raises:
        NotAllowed: `by` may not, or not in the district of the address.
        DocumentTaken: one with this tax number is registered.
        NotRegistered: the name or number has not its shape.
    """
    REGISTER.require(by, district=_district_number(address))
    party = _begin(PartyKind.ORGANISATION, draft.full_name, by)
    store(Organisation(party=party, **draft.columns))
    if address is not None:
        _place(party, address)
    return party


@transaction.atomic
def correct_person(party: Party, draft: PersonDraft, *, by: Viewer) -> Party:
    """Put right what the register says about a person.

    Raises:
        NotAllowed: `by` may not, or not in a district where the person is found.
        DocumentTaken: somebody else has this document.
        NotRegistered: the name or document has not its shape, or the party was merged.
    """
    require_for(REGISTER, party, by=by)
    standing = _standing(party)
    person = Person.objects.select_for_update().get(party=standing)
    _rename(standing, draft.full_name)
    _fill(person, draft.columns)
    store(person)
    return standing


@transaction.atomic
def correct_organisation(party: Party, draft: OrganisationDraft, *, by: Viewer) -> Party:
    """Put right what the register says about an organisation.

    Raises:
        NotAllowed, DocumentTaken, NotRegistered: as `correct_person`.
    """
    require_for(REGISTER, party, by=by)
    standing = _standing(party)
    organisation = Organisation.objects.select_for_update().get(party=standing)
    _rename(standing, draft.full_name)
    _fill(organisation, draft.columns)
    store(organisation)
    return standing


@transaction.atomic
def add_contact(party: Party, kind: str, value: str, *, by: Viewer) -> ContactPoint:
    """Note a telephone number or e-mail address; the first of its kind is preferred.

    Raises:
        NotAllowed: `by` may not.
        NotRegistered: it has not its shape, or is noted already.
    """
    require_for(REGISTER, party, by=by)
    standing = _standing(party)
    tidy = tidy_phone if kind == ContactKind.PHONE else tidy_email
    first = not standing.contacts.filter(kind=kind, is_preferred=True).exists()
    contact = ContactPoint(party=standing, kind=kind, value=tidy(value), is_preferred=first)
    store(contact)
    return contact


@transaction.atomic
def drop_contact(contact: ContactPoint, *, by: Viewer) -> None:
    """Forget a number or address that is nobody's any more.

    Raises:
        NotAllowed: `by` may not.
    """
    require_for(REGISTER, contact.party, by=by)
    contact.delete()


@transaction.atomic
def add_address(party: Party, address: AddressDraft, *, by: Viewer) -> PartyAddress:
    """Note where a party is found; the territory says what lies there.

    Raises:
        NotAllowed: `by` may not, or not in the district of the address.
        NotRegistered: the party was merged, or the point is no place.
    """
    if not by.may(REGISTER.name):
        REGISTER.require(by, district=_district_number(address))
    return _place(_standing(party), address)


@transaction.atomic
def end_address(address: PartyAddress, *, on: dt.date, by: Viewer) -> None:
    """Note that a party is not found at an address any more, from the day `on`.

    Raises:
        NotAllowed: `by` may not.
        NotRegistered: it began later than that.
    """
    require_for(REGISTER, address.party, by=by)
    address.until = on
    store(address)


def _begin(kind: PartyKind, name: str, by: Viewer) -> Party:
    party = Party(kind=kind, name=name, recorded_by=by.name or _("an office"))
    if not name:
        raise NotRegistered(_("A name is missing. Nothing was written."))
    store(party)
    return party


def _standing(party: Party) -> Party:
    """The party, locked, if it was not merged into another."""
    found: Party = Party.objects.select_for_update().get(pk=party.pk)
    if found.survivor_id is not None:
        sentence = _("“%(name)s” was merged into another. Change that one instead.")
        raise NotRegistered(sentence % {"name": found.name})
    return found


def _rename(party: Party, name: str) -> None:
    if not name:
        raise NotRegistered(_("A name is missing. Nothing was written."))
    party.name = name
    store(party)


def _fill(row: Person | Organisation, columns: dict[str, Any]) -> None:
    for name, value in columns.items():
        setattr(row, name, value)


def _district_number(address: AddressDraft | None) -> int | None:
    if address is None or not _is_a_point(address.position):
        return None
    district = locate(address.position).district
    return None if district is None else district.number


def _is_a_point(position: Point) -> bool:
    return not position.empty and -180 <= position.x <= 180 and -90 <= position.y <= 90


def _place(party: Party, address: AddressDraft) -> PartyAddress:
    if not _is_a_point(address.position):
        raise NotRegistered(_("Press on the map to say where it is. Nothing was written."))
    here = locate(address.position)
    row = PartyAddress(
        party=party,
        role=address.role,
        position=address.position,
        street_id=here.own_street.id if here.own_street else None,
        number=address.number.strip(),
        otb_id=here.otbs[0].id if here.otbs else None,
        district_id=here.district.id if here.district else None,
        directions=address.directions.strip(),
        since=address.since,
    )
    store(row)
    return row
