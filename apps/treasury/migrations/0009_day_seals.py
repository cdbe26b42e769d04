"""The books are sealed by the day; a seal stays, and its writing is in the history."""

import django.db.models.functions.datetime
from django.db import migrations, models

from geo.trail import append_only, keeps_history


class Migration(migrations.Migration):
    dependencies = [("treasury", "0008_what_waits_is_found_at_once")]
    operations = [
        migrations.CreateModel(
            name="DaySeal",
            fields=[
                (
                    "day",
                    models.DateField(primary_key=True, serialize=False, verbose_name="day"),
                ),
                ("entries", models.BigIntegerField(verbose_name="entries")),
                ("digest", models.BinaryField(max_length=32, verbose_name="digest")),
                (
                    "sealed_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        verbose_name="sealed at",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("entries__gt", 0)), name="day_seal_has_entries"
                    )
                ],
            },
        ),
        append_only("day_seal_stays", table="treasury_dayseal"),
        keeps_history("treasury_dayseal", key="day"),
    ]
