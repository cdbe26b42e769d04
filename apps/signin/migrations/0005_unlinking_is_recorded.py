"""The record of the door knows that a citizen's account was unlinked."""

from __future__ import annotations

from django.db import migrations, models

KINDS = [
    "signed_in",
    "signed_out",
    "refused",
    "delayed",
    "session_ended",
    "password_changed",
    "factor_added",
    "factor_removed",
    "factors_reset",
    "codes_made",
    "code_used",
    "app_password_made",
    "app_password_ended",
    "link_sent",
    "citizen_linked",
    "citizen_unlinked",
    "account_opened",
]
TITLES = [
    "Signed in",
    "Signed out",
    "Refused",
    "Told to wait",
    "Session ended",
    "Password changed",
    "Second factor added",
    "Second factor removed",
    "Second factors reset by the office",
    "Recovery codes made",
    "Recovery code used",
    "Password for a program made",
    "Password for a program withdrawn",
    "Link sent by e-mail",
    "Ciudadanía Digital linked",
    "Ciudadanía Digital unlinked",
    "Account opened",
]


class Migration(migrations.Migration):
    dependencies = [("signin", "0004_linking_is_recorded")]

    operations = [
        migrations.RemoveConstraint("event", "event_kind_is_known"),
        migrations.AlterField(
            "event",
            "kind",
            models.CharField(choices=list(zip(KINDS, TITLES, strict=True)), max_length=20),
        ),
        migrations.AddConstraint(
            "event",
            models.CheckConstraint(
                condition=models.Q(("kind__in", KINDS)), name="event_kind_is_known"
            ),
        ),
    ]
