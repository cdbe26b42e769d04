"""Who belongs to which association."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_stays_when_merged"),
    ]

    operations = [
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("member", "member"), ("board", "member of the board")],
                        default="member",
                        max_length=6,
                        verbose_name="role",
                    ),
                ),
                (
                    "days",
                    django.contrib.postgres.fields.ranges.DateRangeField(
                        help_text="First day included, last excluded.", verbose_name="days"
                    ),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now()
                    ),
                ),
                ("recorded_by", models.CharField(max_length=150)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="people.organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "membership",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["member", "board"])),
                        name="membership_role_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("days__isempty", False), ("days__startswith__isnull", False)
                        ),
                        name="membership_has_a_first_day",
                        violation_error_message="The last day comes after the first.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("recorded_by", ""), _negated=True),
                        name="membership_is_recorded_by_somebody",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("organisation", "="),
                            ("person", "="),
                            ("days", "&&"),
                        ],
                        name="membership_is_single",
                        violation_error_message="This person belongs to it on these days.",
                    ),
                ],
            },
        ),
    ]
