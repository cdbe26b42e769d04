"""People, offices and posts for tests, made by the acts of the register."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db.backends.postgresql.psycopg_any import DateRange

from apps.people.actions import (
    appoint,
    grant_permission,
    open_office,
    open_post,
    register_organisation,
    register_person,
)
from apps.people.actions.organising import OfficeDraft
from apps.people.domain.drafts import OrganisationDraft, PersonDraft
from apps.people.models import (
    Account,
    Holding,
    Office,
    Party,
    Person,
    PersonalDataRead,
    Post,
)
from apps.people.terms import HoldingKind
from geo.access import Viewer

TODAY = dt.date(2026, 8, 14)
ALWAYS = DateRange(dt.date(2020, 1, 1), None)
ADMIN = Viewer(name="admin", is_staff=True, holds_all=True)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def days(since: str, until: str | None = None) -> DateRange:
    return DateRange(day(since), day(until) if until else None)


def make_person(given: str = "Ana", surname: str = "Mamani", **more: Any) -> Person:
    draft = PersonDraft(given_names=given, first_surname=surname, **more)
    return register_person(draft, by=ADMIN).person


def make_ci(number: str, complement: str = "", issued_in: str = "CB") -> dict[str, str]:
    return {
        "document_kind": "ci",
        "document_number": number,
        "complement": complement,
        "issued_in": issued_in,
    }


def make_organisation(name: str = "OTB Ironcollo", nit: str = "") -> Party:
    draft = OrganisationDraft(name=name, kind="otb", nit=nit)
    return register_organisation(draft, by=ADMIN)


def make_office(code: str = "caja", name: str = "Caja", **more: Any) -> Office:
    draft = OfficeDraft(code=code, name=name, **{"kind": "unit", **more})
    return open_office(draft, by=ADMIN)


def make_post(code: str = "cajera", office: Office | None = None) -> Post:
    return open_post(office or make_office(), code, code.capitalize(), by=ADMIN)


def hold(
    person: Person, post: Post, over: DateRange = ALWAYS, *, acting: bool = False
) -> Holding:
    kind = HoldingKind.ACTING if acting else HoldingKind.TITULAR
    return appoint(person, post, over, act="RA 12/2026", kind=kind, by=ADMIN)


def give(
    post: Post, permission: str, district: Any = None, over: DateRange = ALWAYS
) -> None:
    grant_permission(
        post,
        permission,
        over,
        district_id=None if district is None else district.pk,
        basis="MOF 2026",
        by=ADMIN,
    )


def make_account(person: Person | None, name: str = "ana", **more: Any) -> User:
    user = get_user_model().objects.create_user(name, **{"is_staff": True, **more})
    assert isinstance(user, User)
    if person is not None:
        Account.objects.create(user=user, person=person)
    return user


def looked_at(name: str) -> set[str]:
    """Who of the staff is written down to have seen the data of whom this names."""
    seen = PersonalDataRead.objects.filter(party__name=name)
    return set(seen.values_list("by", flat=True))
