"""What the law asks to be noted about a party: protection owed, consent given."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from apps.people.actions.allowing import require_for
from apps.people.actions.refusals import store
from apps.people.models import Consent, Party, Person, Vulnerability
from apps.people.permissions import REGISTER
from geo.access import Viewer


@transaction.atomic
def record_vulnerability(
    person: Person, kind: str, days: DateRange, *, proof: str, by: Viewer
) -> Vulnerability:
    """Note a ground for preferential treatment and the paper that proves it.

    Raises:
        NotAllowed: `by` may not.
        NotRegistered: there is no proof, no first day, or it is noted for these days.
    """
    require_for(REGISTER, person.party, by=by)
    row = Vulnerability(
        person=person, kind=kind, days=days, proof=proof.strip(), recorded_by=by.name
    )
    store(row)
    return row


@transaction.atomic
def give_consent(
    party: Party, purpose: str, *, on: dt.date, proof: str, by: Viewer
) -> Consent:
    """Note what a party agreed to, since when, and how it was given.

    Raises:
        NotAllowed: `by` may not.
        NotRegistered: there is no proof, or the consent stands already.
    """
    require_for(REGISTER, party, by=by)
    row = Consent(
        party=party,
        purpose=purpose,
        given_on=on,
        proof=proof.strip(),
        recorded_by=by.name,
    )
    store(row)
    return row


@transaction.atomic
def withdraw_consent(consent: Consent, *, on: dt.date, by: Viewer) -> None:
    """Note that a consent was taken back; it stays on record.

    Raises:
        NotAllowed: `by` may not.
        NotRegistered: it was given later than that.
    """
    require_for(REGISTER, consent.party, by=by)
    consent.withdrawn_on = on
    store(consent)
