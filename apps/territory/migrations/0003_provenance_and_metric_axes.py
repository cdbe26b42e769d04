"""Every shape says where it comes from; segments are also kept in metres."""

import django.contrib.gis.db.models.fields
import django.contrib.gis.db.models.functions
from django.db import migrations, models

import geo.constraints


class Migration(migrations.Migration):
    dependencies = [
        ("territory", "0002_guards"),
    ]

    operations = [
        migrations.RunSQL(
            "DELETE FROM territory_streetsegment",  # derived: settle_territory cuts them anew
            migrations.RunSQL.noop,
        ),
        migrations.AddField(
            model_name="streetsegment",
            name="axis_metric",
            field=django.contrib.gis.db.models.fields.LineStringField(srid=0),
        ),
        migrations.AlterField(
            model_name="street",
            name="name",
            field=models.CharField(blank=True, max_length=120, verbose_name="name"),
        ),
        migrations.AddConstraint(
            model_name="address",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("source", ""), _negated=True),
                    ("certainty__in", ["official", "derived", "drawn"]),
                ),
                name="address_has_provenance",
                violation_error_message="A shape needs its source and its certainty.",
            ),
        ),
        migrations.AddConstraint(
            model_name="block",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("source", ""), _negated=True),
                    ("certainty__in", ["official", "derived", "drawn"]),
                ),
                name="block_has_provenance",
                violation_error_message="A shape needs its source and its certainty.",
            ),
        ),
        migrations.AddConstraint(
            model_name="district",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("source", ""), _negated=True),
                    ("certainty__in", ["official", "derived", "drawn"]),
                ),
                name="district_has_provenance",
                violation_error_message="A shape needs its source and its certainty.",
            ),
        ),
        migrations.AddConstraint(
            model_name="municipality",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("source", ""), _negated=True),
                    ("certainty__in", ["official", "derived", "drawn"]),
                ),
                name="municipality_has_provenance",
                violation_error_message="A shape needs its source and its certainty.",
            ),
        ),
        migrations.AddConstraint(
            model_name="otb",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("source", ""), _negated=True),
                    ("certainty__in", ["official", "derived", "drawn"]),
                ),
                name="otb_has_provenance",
                violation_error_message="A shape needs its source and its certainty.",
            ),
        ),
        migrations.AddConstraint(
            model_name="parcel",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("source", ""), _negated=True),
                    ("certainty__in", ["official", "derived", "drawn"]),
                ),
                name="parcel_has_provenance",
                violation_error_message="A shape needs its source and its certainty.",
            ),
        ),
        migrations.AddConstraint(
            model_name="place",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("source", ""), _negated=True),
                    ("certainty__in", ["official", "derived", "drawn"]),
                ),
                name="place_has_provenance",
                violation_error_message="A shape needs its source and its certainty.",
            ),
        ),
        migrations.AddConstraint(
            model_name="street",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("source", ""), _negated=True),
                    ("certainty__in", ["official", "derived", "drawn"]),
                ),
                name="street_has_provenance",
                violation_error_message="A shape needs its source and its certainty.",
            ),
        ),
        migrations.AddConstraint(
            model_name="streetsegment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.contrib.gis.db.models.functions.IsValid("axis_metric"),
                    models.Q(geo.constraints.IsEmpty("axis_metric"), _negated=True),
                ),
                name="segment_axis_metric_is_valid",
                violation_error_message="The shape is empty or crosses itself.",
            ),
        ),
        migrations.AddConstraint(
            model_name="waterway",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("source", ""), _negated=True),
                    ("certainty__in", ["official", "derived", "drawn"]),
                ),
                name="waterway_has_provenance",
                violation_error_message="A shape needs its source and its certainty.",
            ),
        ),
        migrations.AddConstraint(
            model_name="zone",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("source", ""), _negated=True),
                    ("certainty__in", ["official", "derived", "drawn"]),
                ),
                name="zone_has_provenance",
                violation_error_message="A shape needs its source and its certainty.",
            ),
        ),
    ]
