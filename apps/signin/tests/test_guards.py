"""What the database itself refuses of accounts and their record."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection
from django.db.models import ProtectedError

from apps.signin.domain.openid.claims import citizen_of
from apps.signin.models import CitizenIdentity, Event, Passkey
from apps.signin.tests.making import clerk

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "statement", ["UPDATE signin_event SET note = 'x'", "DELETE FROM signin_event"]
)
def test_the_record_is_only_added_to(statement: str) -> None:
    clerk()
    assert Event.objects.exists()
    with (
        pytest.raises(IntegrityError, match="signin_event_stands"),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_an_account_on_record_is_closed_not_deleted() -> None:
    with pytest.raises(ProtectedError):
        clerk().delete()


def test_a_happening_of_no_known_kind_is_refused() -> None:
    with pytest.raises(IntegrityError, match="event_kind_is_known"):
        Event.objects.create(at=NOON, kind="nothing")


def test_a_citizen_has_one_account() -> None:
    who = {"issuer": "https://x.org", "subject": "1", "seen_at": NOON}
    CitizenIdentity.objects.create(user=User.objects.create_user("a"), **who)
    with pytest.raises(IntegrityError, match="citizen_identity_has_one_account"):
        CitizenIdentity.objects.create(user=User.objects.create_user("b"), **who)


@pytest.mark.parametrize(
    ("odd", "rule"),
    [
        ({"subject": ""}, "citizen_identity_says_who_vouches"),
        ({"document_complement": "1A"}, "citizen_identity_complement_has_its_number"),
    ],
)
def test_an_identity_is_whole(odd: dict[str, str], rule: str) -> None:
    who = {"issuer": "https://x.org", "subject": "1", "seen_at": NOON, **odd}
    with pytest.raises(IntegrityError, match=rule):
        CitizenIdentity.objects.create(user=User.objects.create_user("a"), **who)


def test_a_passkey_has_a_name() -> None:
    with pytest.raises(IntegrityError, match="passkey_has_a_name"):
        Passkey.objects.create(
            user=clerk(),
            name="",
            credential=b"1",
            attested=b"1",
            signatures=0,
            added_at=NOON,
        )


def test_two_people_with_one_number_are_two() -> None:
    document = {"numero_documento": 5234567, "complemento": "1A"}
    claims = {
        "iss": "https://x.org",
        "sub": "1",
        "profile": {"documento_identidad": document},
    }
    citizen = citizen_of(claims)
    assert (citizen.document_number, citizen.document_complement) == ("5234567", "1A")
