"""Finding people and organisations, and who is likely registered twice."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.db.models import Q, Value

from apps.people.domain.documents import read_ci, tidy_number
from apps.people.models import Account, Party, Person
from apps.people.models.folding import Folded
from apps.people.querysets import PartyQuerySet
from geo import sql

SQL: Final = Path(__file__).parent.parent / "sql"
LEAST_LIKENESS: Final = 0.55
"""Trigram similarity below which two names are two names."""
MOST_DUPLICATES: Final = 10


@dataclass(frozen=True, kw_only=True)
class Likeness:
    """A party that is likely somebody else's duplicate."""

    party_id: int
    name: str
    kind: str
    reasons: list[str]
    """document, nit, contact or name."""
    weight: float
    """The surer the larger; comparable within one answer only."""


def search_parties(parties: PartyQuerySet, text: str) -> PartyQuerySet:
    """Narrow `parties` to what `text` means: a document, a tax number, or parts of a name.

    Names have numbers too ("Asociación 14 de Septiembre"): several words that are no number
    of anybody's are parts of one. Duplicates that were merged are found by what they were
    called and say who they are.
    """
    words = text.split()
    if not words:
        return parties
    ci = read_ci(text)
    if ci is not None:
        return parties.filter(_with_number(ci.number, ci.complement, ci.issued_in))
    if any(letter.isdigit() for letter in text):
        numbered = parties.filter(_with_number(tidy_number(text)))
        if len(words) == 1 or numbered.exists():
            return numbered
    for word in words:
        parties = parties.filter(name_key__contains=Folded(Value(word)))
    return parties


def _with_number(number: str, complement: str = "", issued_in: str = "") -> Q:
    """Parties with this number; its complement and issuer narrow it where given."""
    person = Q(person__document_number=number)
    if complement:
        person &= Q(person__complement=complement)
    if issued_in:
        person &= Q(person__issued_in__in=["", issued_in])
    if complement or issued_in:
        return person
    return person | Q(organisation__nit=number)


def likely_duplicates(
    *,
    name: str,
    kind: str,
    number: str = "",
    nit: str = "",
    born_on: dt.date | None = None,
    contacts: tuple[str, ...] = (),
    besides: int | None = None,
) -> list[Likeness]:
    """Parties that are likely the one described, surest first; merged ones are left out.

    `besides` leaves out the party that is described.
    """
    return sql.rows(
        Likeness,
        SQL / "likely_duplicates.sql",
        name=name,
        party_kind=kind,
        number=number,
        nit=nit,
        born_on=born_on,
        contacts=list(contacts),
        besides=besides,
        least=LEAST_LIKENESS,
        limit=MOST_DUPLICATES,
    )


def survivor_of(party: Party) -> Party:
    """The party that `party` is by now: itself, or the one it was merged into."""
    return party if party.survivor is None else party.survivor


def find_person(text: str) -> Person | None:
    """The person whom `text` names surely: a key, an account, or one single document."""
    people = Person.objects.select_related("party")
    account = person_like_account(text)
    if account is not None:
        return account
    ci = read_ci(text)
    if ci is not None:
        found = people.filter(
            document_number=ci.number,
            complement=ci.complement,
            issued_in__in=["", ci.issued_in]
            if ci.issued_in
            else ["", *_issuers(ci.number)],
        )[:2]
        if len(found) == 1:
            return found[0]
    if text.isdecimal() and len(text) < 19:
        return people.filter(pk=int(text)).first()
    return None


def _issuers(number: str) -> list[str]:
    found = Person.objects.filter(document_number=number).values_list(
        "issued_in", flat=True
    )
    return sorted(set(found))


def person_like_account(name: str) -> Person | None:
    """The person who signs in with the account called `name`."""
    accounts = Account.objects.select_related("person__party")
    account = accounts.filter(user__username=name).first()
    return None if account is None else account.person
