"""What staff was given of layers about people is written down."""

import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_memberships"),
    ]

    operations = [
        migrations.CreateModel(
            name="LayerRead",
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
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now()
                    ),
                ),
                ("by", models.CharField(max_length=150)),
                ("layer", models.CharField(max_length=63)),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("page", "list"),
                            ("row", "single row"),
                            ("file", "download"),
                            ("area", "what lies in an area"),
                            ("map", "map"),
                        ],
                        max_length=4,
                    ),
                ),
                ("rows", models.IntegerField(null=True)),
                ("detail", models.CharField(blank=True, default="", max_length=500)),
                (
                    "by_person",
                    models.ForeignKey(
                        db_comment="stays with a merged party",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "look at a layer about people",
                "indexes": [
                    django.contrib.postgres.indexes.BrinIndex(
                        fields=["at"], name="layer_read_at"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("way__in", ["page", "row", "file", "area", "map"]),
                            models.Q(("by", ""), _negated=True),
                            models.Q(("layer", ""), _negated=True),
                        ),
                        name="layer_read_says_who_and_what",
                    )
                ],
            },
        ),
    ]
