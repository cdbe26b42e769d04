"""The ground of an operator gets days: what was drawn until now holds since ever."""

import django.contrib.gis.db.models.fields
import django.contrib.gis.db.models.functions
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

import geo.constraints
from geo.constraints import keeps_history

TAKE_OVER = """
INSERT INTO water_coverage (operator_id, ground, days, source)
SELECT id, coverage, daterange(NULL, NULL), source
FROM water_operator
WHERE coverage IS NOT NULL;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""
GIVE_BACK = """
UPDATE water_operator operator
SET coverage = cover.ground
FROM water_coverage cover
WHERE cover.operator_id = operator.id AND upper_inf(cover.days);
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0006_history_of_the_territory"),
        ("water", "0010_seen_at_the_meter"),
    ]

    operations = [
        migrations.CreateModel(
            name="Coverage",
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
                    "ground",
                    django.contrib.gis.db.models.fields.MultiPolygonField(
                        srid=4326, verbose_name="coverage"
                    ),
                ),
                (
                    "days",
                    django.contrib.postgres.fields.ranges.DateRangeField(
                        help_text="First day included, last day excluded.",
                        verbose_name="days",
                    ),
                ),
                ("source", models.CharField(max_length=160, verbose_name="source")),
                (
                    "operator",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="covers",
                        to="water.operator",
                    ),
                ),
            ],
            options={
                "verbose_name": "coverage",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            django.contrib.gis.db.models.functions.IsValid("ground"),
                            models.Q(geo.constraints.IsEmpty("ground"), _negated=True),
                        ),
                        name="water_coverage_ground_is_valid",
                        violation_error_message="The shape is empty or crosses itself.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source__regex", "\\S")),
                        name="water_coverage_source_is_said",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("days__isempty", False)),
                        name="water_coverage_has_days",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("operator", "="), ("days", "&&")],
                        name="water_coverage_is_one_on_any_day",
                        violation_error_message=(
                            "The operator has another cover on these days."
                        ),
                    ),
                ],
            },
        ),
        migrations.RunSQL(TAKE_OVER, GIVE_BACK),
        migrations.RemoveConstraint(
            model_name="operator", name="water_operator_coverage_is_valid"
        ),
        migrations.RemoveField(model_name="operator", name="coverage"),
        keeps_history("water_coverage"),
        keeps_history("water_pressurezone"),
    ]
