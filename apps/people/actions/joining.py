"""Who enters an association, and who leaves it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from apps.people.actions.allowing import require_for
from apps.people.actions.refusals import store
from apps.people.models import Membership, Organisation, Person
from apps.people.permissions import REGISTER
from apps.people.terms import MemberRole
from geo.access import Viewer


@transaction.atomic
def join_organisation(
    organisation: Organisation,
    person: Person,
    *,
    since: dt.date,
    role: str = MemberRole.MEMBER,
    by: Viewer,
) -> Membership:
    """Note that a person belongs to an association from the day `since`.

    Raises:
        NotAllowed: `by` may not, or not in a district where the association is found.
        MemberAlready: the person belongs to it then.
    """
    require_for(REGISTER, organisation.party, by=by)
    row = Membership(
        organisation=organisation,
        person=person,
        role=role,
        days=DateRange(since, None),
        recorded_by=by.name or "-",
    )
    store(row)
    return row


@transaction.atomic
def leave_organisation(membership: Membership, *, on: dt.date, by: Viewer) -> Membership:
    """Note that a person belongs to the association until the day before `on`.

    Raises:
        NotAllowed: `by` may not.
        NotRegistered: it began that day or later.
    """
    require_for(REGISTER, membership.organisation.party, by=by)
    membership.days = DateRange(membership.days.lower, on)
    store(membership)
    return membership
