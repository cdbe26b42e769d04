"""Rows and seats of modules, by a dated rule of their trade; edits that can be undone."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from geo.constraints import keeps_history

# What a trade said of its seats until now becomes its first rule, in one row; modules get
# the seats that they had by it, also those of published plans, which else stay as they are.
MOVE = """
INSERT INTO festivals_seating (trade_id, since, rows, seats, by_seat, legal_basis)
SELECT id, date '2000-01-01', 1, seats, false, 'As the trade said before rules had dates'
FROM festivals_trade WHERE seats > 0;
ALTER TABLE festivals_module DISABLE TRIGGER plan_stays_update;
UPDATE festivals_module module
SET rows = 1, row_seats = least(floor(module.frontage_m * trade.seats / 5), 400)
FROM festivals_trade trade
WHERE trade.id = module.trade_id AND floor(module.frontage_m * trade.seats / 5) > 0;
ALTER TABLE festivals_module ENABLE TRIGGER plan_stays_update;
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("festivals", "0004_custody"),
    ]

    operations = [
        migrations.CreateModel(
            name="Edit",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("draw", "drawn"),
                            ("move", "moved"),
                            ("split", "split"),
                            ("merge", "made one"),
                            ("renumber", "renumbered"),
                            ("block", "blocked or unblocked"),
                            ("trade", "given another trade"),
                            ("remove", "removed"),
                        ],
                        max_length=8,
                        verbose_name="edit",
                    ),
                ),
                ("before", models.JSONField(default=list)),
                ("last_module", models.BigIntegerField()),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now()
                    ),
                ),
                ("by", models.CharField(max_length=150)),
            ],
        ),
        migrations.CreateModel(
            name="Seating",
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
                ("since", models.DateField(verbose_name="in force from")),
                ("rows", models.PositiveSmallIntegerField(verbose_name="rows")),
                (
                    "seats",
                    models.PositiveSmallIntegerField(verbose_name="seats for five metres"),
                ),
                (
                    "by_seat",
                    models.BooleanField(default=False, verbose_name="sold by seat"),
                ),
                ("legal_basis", models.TextField(verbose_name="legal basis")),
            ],
        ),
        migrations.AddField(
            model_name="module",
            name="by_seat",
            field=models.BooleanField(default=False, verbose_name="sold by seat"),
        ),
        migrations.AddField(
            model_name="module",
            name="row_seats",
            field=models.PositiveSmallIntegerField(
                default=0, verbose_name="seats in a row"
            ),
        ),
        migrations.AddField(
            model_name="module",
            name="rows",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="rows"),
        ),
        migrations.AddField(
            model_name="edit",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="edits",
                to="festivals.plan",
            ),
        ),
        migrations.AddField(
            model_name="seating",
            name="trade",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="seatings",
                to="festivals.trade",
            ),
        ),
        migrations.RunSQL(MOVE, migrations.RunSQL.noop),
        migrations.RemoveField(
            model_name="trade",
            name="seats",
        ),
        migrations.AddConstraint(
            model_name="module",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("by_seat", False), ("row_seats", 0), ("rows", 0)),
                    models.Q(("row_seats__range", (1, 400)), ("rows__range", (1, 60))),
                    _connector="OR",
                ),
                name="module_rows_have_seats",
            ),
        ),
        migrations.AddConstraint(
            model_name="edit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "draw",
                            "move",
                            "split",
                            "merge",
                            "renumber",
                            "block",
                            "trade",
                            "remove",
                        ],
                    )
                ),
                name="edit_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="edit",
            constraint=models.CheckConstraint(
                condition=models.Q(("by", ""), _negated=True), name="edit_is_by_somebody"
            ),
        ),
        migrations.AddConstraint(
            model_name="seating",
            constraint=models.UniqueConstraint(
                fields=("trade", "since"),
                name="seating_day_is_single",
                violation_error_message="This trade has seats from that day already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="seating",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("rows__range", (1, 60)),
                    ("seats__gte", models.F("rows")),
                    ("seats__lte", 2000),
                ),
                name="seating_has_rows_and_seats",
                violation_error_message="Say 1 to 60 rows, and a seat in each at least.",
            ),
        ),
        migrations.AddConstraint(
            model_name="seating",
            constraint=models.CheckConstraint(
                condition=models.Q(("legal_basis__regex", "\\S")),
                name="seating_has_a_basis",
            ),
        ),
        keeps_history("festivals_seating"),
    ]
