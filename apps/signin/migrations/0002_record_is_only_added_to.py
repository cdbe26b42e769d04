"""The sign-in record is only added to: the database refuses to change or drop a row."""

from __future__ import annotations

from django.db import migrations

from geo.constraints import append_only


class Migration(migrations.Migration):
    dependencies = [("signin", "0001_initial"), ("documents", "0002_history")]

    operations = [append_only("signin_event_stands", table="signin_event")]
