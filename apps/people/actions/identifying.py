"""Whose an account is, and who it is that an identity provider of the state describes."""

from __future__ import annotations

from typing import Final

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Value

from apps.people.actions.refusals import AccountTaken, DocumentTaken, NotRegistered, store
from apps.people.actions.registering import register_person
from apps.people.domain.drafts import PersonDraft
from apps.people.models import Account, Person
from apps.people.models.folding import Folded
from apps.people.permissions import LINK, REGISTER
from geo.access import Viewer

TRIES: Final = 2
"""The second finds whom somebody else registered during the first."""


@transaction.atomic
def identify_person(draft: PersonDraft, *, by: Viewer) -> Person | None:
    """The person whose document `draft` shows, registered if nobody has it.

    Number and complement say who it is; the department is not on newer cards. None where
    a clerk must look: several have it, or whoever has it bears another surname or was
    born on another day, for a number typed wrongly hands nobody another's affairs.

    Raises:
        NotAllowed: `by` may not register people.
    """
    REGISTER.require(by)
    if not draft.columns["document_number"]:
        return None
    for _each in range(TRIES):
        found = _people_with(draft)
        if found:
            return found[0] if len(found) == 1 and _fits(found[0], draft) else None
        try:
            with transaction.atomic():
                return register_person(draft, by=by).person
        except DocumentTaken:
            continue
        except NotRegistered:
            break
    return None


@transaction.atomic
def link_account(user: User, person: Person, *, by: Viewer) -> Account:
    """Say that `person` signs in with the account `user`; said twice it changes nothing.

    Raises:
        NotAllowed: `by` may not.
        AccountTaken: the account is somebody else's, or the person has another.
    """
    LINK.require(by)
    standing = _standing(person)
    there = Account.objects.filter(user=user).first()
    if there is not None and there.person_id == standing.pk:
        return there
    if there is not None or Account.objects.filter(person=standing).exists():
        raise AccountTaken
    account = Account(user=user, person=standing)
    store(account)
    return account


def _people_with(draft: PersonDraft) -> list[Person]:
    """Everybody with the document, each as who they are by now."""
    shown = draft.columns
    found = Person.objects.select_related("party").filter(
        document_kind=shown["document_kind"],
        document_number=shown["document_number"],
        complement=shown["complement"],
    )
    standing = {person.pk: person for person in map(_standing, found)}
    return list(standing.values())


def _standing(person: Person) -> Person:
    survivor = person.party.survivor
    return person if survivor is None else survivor.person


def _fits(person: Person, draft: PersonDraft) -> bool:
    told = draft.columns
    if person.born_on and told["born_on"] and person.born_on != told["born_on"]:
        return False
    surname = told["first_surname"] or told["second_surname"]
    named = Person.objects.filter(
        pk=person.pk, party__name_key__contains=Folded(Value(surname))
    )
    return bool(surname) and named.exists()
