"""Draws of lots and who applied."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("allocation", "0009_associations_leave_some"),
        ("people", "0004_memberships"),
    ]

    operations = [
        migrations.CreateModel(
            name="Draw",
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
                ("code", models.SlugField(max_length=60, verbose_name="code")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                (
                    "tariff",
                    models.SlugField(
                        blank=True, default="", max_length=60, verbose_name="tariff"
                    ),
                ),
                (
                    "opened_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now()
                    ),
                ),
                ("opened_by", models.CharField(max_length=150)),
                ("closes_at", models.DateTimeField(verbose_name="applications until")),
                ("commitment", models.CharField(max_length=64)),
                ("secret", models.CharField(max_length=64)),
                ("closed_list", models.JSONField(blank=True, null=True)),
                ("digest", models.CharField(blank=True, default="", max_length=64)),
                ("sealed_at", models.DateTimeField(blank=True, null=True)),
                ("sealed_by", models.CharField(blank=True, default="", max_length=150)),
                (
                    "words",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=200,
                        verbose_name="words said in public",
                    ),
                ),
                ("result", models.JSONField(blank=True, null=True)),
                ("drawn_at", models.DateTimeField(blank=True, null=True)),
                ("drawn_by", models.CharField(blank=True, default="", max_length=150)),
                (
                    "called_off",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=300,
                        verbose_name="why it was called off",
                    ),
                ),
                (
                    "offering",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draws",
                        to="allocation.offering",
                    ),
                ),
            ],
            options={
                "verbose_name": "draw of lots",
            },
        ),
        migrations.CreateModel(
            name="Application",
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
                ("code", models.CharField(max_length=12, verbose_name="code")),
                (
                    "wanted",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "takes_any",
                    models.BooleanField(default=True, verbose_name="any other will do"),
                ),
                (
                    "count",
                    models.PositiveSmallIntegerField(default=1, verbose_name="how many"),
                ),
                (
                    "applied_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now()
                    ),
                ),
                ("applied_by", models.CharField(max_length=150)),
                (
                    "not_admitted",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=300,
                        verbose_name="why it is not admitted",
                    ),
                ),
                (
                    "hold",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="application",
                        to="allocation.hold",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="people.party",
                    ),
                ),
                (
                    "draw",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="allocation.draw",
                    ),
                ),
            ],
            options={
                "verbose_name": "application",
            },
        ),
        migrations.AddConstraint(
            model_name="draw",
            constraint=models.UniqueConstraint(
                fields=("offering", "code"), name="draw_code_is_single"
            ),
        ),
        migrations.AddConstraint(
            model_name="draw",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("title__regex", "\\S"), models.Q(("opened_by", ""), _negated=True)
                ),
                name="draw_has_title_and_author",
            ),
        ),
        migrations.AddConstraint(
            model_name="draw",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("commitment__regex", "^[0-9a-f]{64}$"),
                    ("secret__regex", "^[0-9a-f]{64}$"),
                ),
                name="draw_is_promised",
            ),
        ),
        migrations.AddConstraint(
            model_name="draw",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes_at__gt", models.F("opened_at"))),
                name="draw_closes_after_it_opened",
            ),
        ),
        migrations.AddConstraint(
            model_name="draw",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("closed_list", None),
                        ("digest", ""),
                        ("sealed_at", None),
                        ("sealed_by", ""),
                    ),
                    models.Q(
                        ("closed_list__isnull", False),
                        ("sealed_at__gte", models.F("closes_at")),
                        ("digest__regex", "^[0-9a-f]{64}$"),
                        models.Q(("sealed_by", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="draw_is_sealed_after_it_closed",
            ),
        ),
        migrations.AddConstraint(
            model_name="draw",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("drawn_at", None),
                        ("drawn_by", ""),
                        ("result", None),
                        ("words", ""),
                    ),
                    models.Q(
                        ("drawn_at__gte", models.F("sealed_at")),
                        ("result__isnull", False),
                        ("words__regex", "\\S"),
                        models.Q(("drawn_by", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="draw_is_done_after_it_was_sealed",
            ),
        ),
        migrations.AddConstraint(
            model_name="draw",
            constraint=models.CheckConstraint(
                condition=models.Q(("called_off", ""), ("drawn_at", None), _connector="OR"),
                name="draw_that_was_done_stands",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.UniqueConstraint(
                fields=("draw", "party"), name="application_is_single"
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.UniqueConstraint(
                fields=("draw", "code"), name="application_code_is_single"
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(("code__regex", "^[0-9A-F]{12}$")),
                name="application_code_has_its_shape",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(("count__range", (1, 20))),
                name="application_asks_for_some",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("takes_any", True),
                    models.Q(("wanted", []), _negated=True),
                    _connector="OR",
                ),
                name="application_wants_something",
            ),
        ),
    ]
