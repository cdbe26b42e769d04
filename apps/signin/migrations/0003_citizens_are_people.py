"""A citizen whom the state vouches for is a person of the register.

Nothing wrote the bare number that stood there before.
"""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("signin", "0002_record_is_only_added_to"),
        ("people", "0003_stays_when_merged"),
    ]

    operations = [
        migrations.RemoveField("citizenidentity", "person"),
        migrations.AddField(
            "citizenidentity",
            "person",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="citizen_identities",
                to="people.person",
            ),
        ),
    ]
