"""Accounts of citizens whom an identity provider vouches for."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any, Final
from uuid import uuid4

from django.contrib.auth.models import User
from django.db import transaction

from apps.people.actions import identify_person, link_account
from apps.people.domain.drafts import PersonDraft
from apps.people.models import Account, Person
from apps.people.permissions import LINK, REGISTER
from apps.people.terms import DocumentKind
from apps.signin.actions.recording import record
from apps.signin.actions.sessions import end_sessions
from apps.signin.domain.addresses import Origin
from apps.signin.domain.openid.claims import Citizen
from apps.signin.domain.refusals import (
    AccountElsewhere,
    AnotherPerson,
    IdentityTaken,
    NotVouchedFor,
    OnlyWayIn,
)
from apps.signin.models import CitizenIdentity
from apps.signin.terms import Happening, Method
from geo.access import Viewer
from geo.acting import acting

STATE: Final = Viewer(
    name="ciudadania-digital", grants=frozenset({REGISTER.name, LINK.name})
)
"""Who says that a citizen is a person of the register: the state, by its provider."""
DOCUMENTS: Final = {"CI": DocumentKind.CI, "CIE": DocumentKind.FOREIGNER}
"""What the provider calls a document, and what the register does."""


@transaction.atomic
def welcome_citizen(citizen: Citizen, *, origin: Origin, at: datetime) -> User:
    """The account of a citizen, opened when they come for the first time.

    They are known by issuer and subject alone: an e-mail address or a document's number
    never joins them to an account, only to their person in the register.

    Raises:
        NotVouchedFor: the account was closed.
        AccountElsewhere: the person has an account, to be linked by its owner.
    """
    known = _identity_of(citizen)
    person = _person_of(citizen)
    if known is None:
        if person is not None and Account.objects.filter(person=person).exists():
            raise AccountElsewhere
        user = User.objects.create_user(f"cd-{uuid4().hex[:16]}")
        record(Happening.ACCOUNT_OPENED, user, origin=origin, at=at, note="citizen")
    else:
        user = known.user
    if not user.is_active:
        raise NotVouchedFor("account is closed")
    _vouch(user, citizen, person, at=at)
    return user


@transaction.atomic
def link_citizen(user: User, citizen: Citizen, *, origin: Origin, at: datetime) -> None:
    """Let a citizen whom the state vouches for open their account `user` from now on.

    Raises:
        IdentityTaken: the citizen opens another account, or another citizen this one.
        AnotherPerson: the register says that the account is somebody else's.
        AccountElsewhere: the person has another account.
    """
    known = _identity_of(citizen)
    taken = CitizenIdentity.objects.filter(user=user).exists()
    if (known is None and taken) or (known is not None and known.user_id != user.pk):
        raise IdentityTaken
    person = _person_of(citizen)
    account = Account.objects.filter(user=user).first()
    if account is not None and (person is None or account.person_id != person.pk):
        raise AnotherPerson
    if person is not None and _has_another(person, user):
        raise AccountElsewhere
    _vouch(user, citizen, person, at=at)
    record(Happening.CITIZEN_LINKED, user, origin=origin, at=at)


@transaction.atomic
def unlink_citizen(user: User, *, here: str, origin: Origin, at: datetime) -> None:
    """Let Ciudadanía Digital open the account `user` no more.

    Sessions that it began end, but for the one with the key `here`. Whose account it is
    stays known: the register of people keeps what the state has said.

    Raises:
        OnlyWayIn: nothing else opens the account.
    """
    identity = CitizenIdentity.objects.select_for_update().filter(user=user).first()
    if identity is None:
        return
    if not _comes_in_otherwise(user):
        raise OnlyWayIn
    identity.delete()
    end_sessions(user, but=here, method=Method.CITIZEN)
    record(Happening.CITIZEN_UNLINKED, user, origin=origin, at=at)


def _comes_in_otherwise(user: User) -> bool:
    """Whether a password, a passkey or a link to their mailbox opens the account too."""
    by_mail = "@" in user.username and not user.is_staff
    return user.has_usable_password() or by_mail or user.passkeys.exists()


def _identity_of(citizen: Citizen) -> CitizenIdentity | None:
    return (
        CitizenIdentity.objects.select_related("user")
        .select_for_update(of=("self",))
        .filter(issuer=citizen.issuer, subject=citizen.subject)
        .first()
    )


def _person_of(citizen: Citizen) -> Person | None:
    kind = DOCUMENTS.get(citizen.document_kind.upper())
    if kind is None:
        return None
    draft = PersonDraft(
        given_names=citizen.given_names.title(),
        first_surname=citizen.first_surname.title(),
        second_surname=citizen.second_surname.title(),
        document_kind=kind,
        document_number=citizen.document_number,
        complement=citizen.document_complement,
        born_on=citizen.birthday,
    )
    with acting(STATE, why="Ciudadanía Digital"):
        return identify_person(draft, by=STATE)


def _has_another(person: Person, user: User) -> bool:
    """Whether `person` signs in with another account than `user`."""
    return Account.objects.filter(person=person).exclude(user=user).exists()


def _vouch(user: User, citizen: Citizen, person: Person | None, *, at: datetime) -> None:
    """Keep what the provider says now, and whose account it so is."""
    told: dict[str, Any] = {**asdict(citizen), "seen_at": at}
    if person is not None:
        told["person"] = person
        account = Account.objects.filter(user=user).first()
        if account is None and not _has_another(person, user):
            with acting(STATE, why="Ciudadanía Digital"):
                link_account(user, person, by=STATE)
    CitizenIdentity.objects.update_or_create(user=user, defaults=told)
    names = {
        "first_name": citizen.given_names[:150],
        "last_name": f"{citizen.first_surname} {citizen.second_surname}".strip()[:150],
    }
    User.objects.filter(pk=user.pk).update(**names)
