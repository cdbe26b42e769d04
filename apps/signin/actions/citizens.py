"""Accounts of citizens whom an identity provider vouches for."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from uuid import uuid4

from django.contrib.auth.models import User
from django.db import transaction

from apps.signin.actions.recording import record
from apps.signin.domain.addresses import Origin
from apps.signin.domain.openid.claims import Citizen
from apps.signin.domain.refusals import NotVouchedFor
from apps.signin.models import CitizenIdentity
from apps.signin.terms import Happening


@transaction.atomic
def welcome_citizen(citizen: Citizen, *, origin: Origin, at: datetime) -> User:
    """The account of a citizen, opened when they come for the first time.

    They are known by issuer and subject alone: an e-mail address or a document's number
    that two accounts share never joins them.

    Raises:
        NotVouchedFor: the account was closed.
    """
    told = {**asdict(citizen), "seen_at": at}
    known = (
        CitizenIdentity.objects.select_related("user")
        .select_for_update(of=("self",))
        .filter(issuer=citizen.issuer, subject=citizen.subject)
        .first()
    )
    if known is None:
        user = User.objects.create_user(f"cd-{uuid4().hex[:16]}")
        CitizenIdentity.objects.create(user=user, **told)
        record(Happening.ACCOUNT_OPENED, user, origin=origin, at=at, note="citizen")
    else:
        user = known.user
        CitizenIdentity.objects.filter(pk=known.pk).update(**told)
    if not user.is_active:
        raise NotVouchedFor("account is closed")
    names = {
        "first_name": citizen.given_names[:150],
        "last_name": f"{citizen.first_surname} {citizen.second_surname}".strip()[:150],
    }
    User.objects.filter(pk=user.pk).update(**names)
    return user
