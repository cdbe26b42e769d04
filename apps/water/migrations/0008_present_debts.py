"""What each account owes now is kept until it moves; the database notes what moves.

Kept month-ends get the position of each debt, and the one guard of what stays as written.
"""

import django.contrib.gis.db.models.fields
import django.contrib.gis.db.models.functions
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

import geo.constraints
from geo.constraints import append_only

OLD_GUARDS = """
DROP FUNCTION water_monthend_frozen, water_monthend_traced,
              water_monthenddebt_frozen, water_monthenddebt_traced CASCADE;
"""

KEPT = """
UPDATE water_monthenddebt kept
SET position = connection.position,
    is_whole = NOT EXISTS (
        SELECT FROM water_monthenddebt other
        WHERE other.month_end_id = kept.month_end_id AND other.account_id = kept.account_id
          AND other.id <> kept.id)
FROM water_account account
JOIN water_connection connection ON connection.id = account.connection_id
WHERE account.id = kept.account_id;
"""

MOVES = """
-- Nobody writes a debt past this: whoever touches an obligation of an account, or the place
-- of its connection, has what is kept of it added up anew. Only a note is made here; adding
-- up is for whoever reads, and for the worker (`keep_present_debts`).
CREATE FUNCTION water_debt_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO water_debtmove (account_id)
  SELECT DISTINCT about_id::bigint FROM fresh WHERE about_kind = 'water.account';
  RETURN NULL;
END $$;
CREATE TRIGGER debt_moves_insert AFTER INSERT ON treasury_obligation
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION water_debt_moves();
CREATE TRIGGER debt_moves_update AFTER UPDATE ON treasury_obligation
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION water_debt_moves();

CREATE FUNCTION water_debt_moves_with_its_connection() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO water_debtmove (account_id)
  SELECT id FROM water_account WHERE connection_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER debt_moves AFTER UPDATE OF position ON water_connection
  FOR EACH ROW WHEN (OLD.position::bytea <> NEW.position::bytea)
  EXECUTE FUNCTION water_debt_moves_with_its_connection();

CREATE FUNCTION water_debt_moves_with_its_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO water_debtmove (account_id) VALUES (NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER debt_moves AFTER UPDATE OF connection_id ON water_account
  FOR EACH ROW WHEN (OLD.connection_id <> NEW.connection_id)
  EXECUTE FUNCTION water_debt_moves_with_its_account();

INSERT INTO water_debtmove (account_id)
SELECT DISTINCT about_id::bigint FROM treasury_obligation
WHERE state = 'open' AND about_kind = 'water.account';
"""

DROP_MOVES = """
DROP FUNCTION water_debt_moves, water_debt_moves_with_its_connection,
              water_debt_moves_with_its_account CASCADE
"""


class Migration(migrations.Migration):
    dependencies = [
        ("treasury", "0008_what_waits_is_found_at_once"),
        ("water", "0007_month_ends"),
    ]

    operations = [
        migrations.CreateModel(
            name="DebtMove",
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
                ("account_id", models.BigIntegerField()),
            ],
            options={
                "verbose_name": "debt that moved",
            },
        ),
        migrations.CreateModel(
            name="PresentDebt",
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
                ("district_id", models.BigIntegerField(null=True)),
                ("otb_id", models.BigIntegerField(null=True)),
                ("zone_id", models.BigIntegerField(null=True)),
                ("street_id", models.BigIntegerField(null=True)),
                (
                    "position",
                    django.contrib.gis.db.models.fields.PointField(null=True, srid=4326),
                ),
                ("is_whole", models.BooleanField(default=False)),
                ("obligations", models.PositiveIntegerField()),
                (
                    "total",
                    models.DecimalField(
                        decimal_places=2, max_digits=14, verbose_name="owed"
                    ),
                ),
                (
                    "current",
                    models.DecimalField(
                        decimal_places=2, max_digits=14, verbose_name="not due"
                    ),
                ),
                (
                    "one",
                    models.DecimalField(
                        decimal_places=2, max_digits=14, verbose_name="1 month"
                    ),
                ),
                (
                    "two",
                    models.DecimalField(
                        decimal_places=2, max_digits=14, verbose_name="2 months"
                    ),
                ),
                (
                    "three_to_six",
                    models.DecimalField(
                        decimal_places=2, max_digits=14, verbose_name="3 to 6 months"
                    ),
                ),
                (
                    "seven_to_twelve",
                    models.DecimalField(
                        decimal_places=2, max_digits=14, verbose_name="7 to 12 months"
                    ),
                ),
                (
                    "older",
                    models.DecimalField(
                        decimal_places=2, max_digits=14, verbose_name="more than 12 months"
                    ),
                ),
                ("age", models.PositiveSmallIntegerField()),
                ("oldest", models.DateField()),
                ("first_day", models.DateField()),
                ("end_day", models.DateField(null=True)),
            ],
            options={
                "verbose_name": "present debt",
            },
        ),
        migrations.AddField(
            model_name="monthenddebt",
            name="is_whole",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="monthenddebt",
            name="position",
            field=django.contrib.gis.db.models.fields.PointField(null=True, srid=4326),
        ),
        migrations.AddIndex(
            model_name="monthenddebt",
            index=django.contrib.postgres.indexes.GistIndex(
                fields=["month_end", "position"], name="water_monthenddebt_there"
            ),
        ),
        migrations.AddConstraint(
            model_name="monthenddebt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.contrib.gis.db.models.functions.IsValid("position"),
                    models.Q(geo.constraints.IsEmpty("position"), _negated=True),
                ),
                name="water_monthenddebt_position_is_valid",
                violation_error_message="The shape is empty or crosses itself.",
            ),
        ),
        migrations.AddField(
            model_name="presentdebt",
            name="account",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="water.account",
            ),
        ),
        migrations.AddIndex(
            model_name="presentdebt",
            index=django.contrib.postgres.indexes.GistIndex(
                fields=["position"], name="water_presentdebt_there"
            ),
        ),
        migrations.AddIndex(
            model_name="monthenddebt",
            index=django.contrib.postgres.indexes.GistIndex(
                condition=models.Q(("is_whole", False)),
                fields=["month_end", "position"],
                name="water_monthenddebt_apart",
            ),
        ),
        migrations.AddIndex(
            model_name="presentdebt",
            index=django.contrib.postgres.indexes.GistIndex(
                condition=models.Q(("is_whole", False)),
                fields=["position"],
                name="water_presentdebt_apart",
            ),
        ),
        migrations.AddIndex(
            model_name="presentdebt",
            index=models.Index(fields=["first_day"], name="water_presentdebt_begins"),
        ),
        migrations.AddIndex(
            model_name="presentdebt",
            index=models.Index(fields=["end_day"], name="water_presentdebt_ends"),
        ),
        migrations.AddConstraint(
            model_name="presentdebt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.contrib.gis.db.models.functions.IsValid("position"),
                    models.Q(geo.constraints.IsEmpty("position"), _negated=True),
                ),
                name="water_presentdebt_position_is_valid",
                violation_error_message="The shape is empty or crosses itself.",
            ),
        ),
        migrations.AddConstraint(
            model_name="presentdebt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("age__lte", 5),
                    (
                        "total",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("current"), "+", models.F("one")
                                        ),
                                        "+",
                                        models.F("two"),
                                    ),
                                    "+",
                                    models.F("three_to_six"),
                                ),
                                "+",
                                models.F("seven_to_twelve"),
                            ),
                            "+",
                            models.F("older"),
                        ),
                    ),
                    ("total__gt", 0),
                ),
                name="water_presentdebt_adds_up",
            ),
        ),
        migrations.AddConstraint(
            model_name="presentdebt",
            constraint=models.UniqueConstraint(
                fields=("account", "district_id", "otb_id", "zone_id", "street_id"),
                name="water_presentdebt_is_single",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="presentdebt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("end_day", None),
                    ("end_day__gt", models.F("first_day")),
                    _connector="OR",
                ),
                name="water_presentdebt_has_days",
            ),
        ),
        migrations.RunSQL(OLD_GUARDS + KEPT, migrations.RunSQL.noop),
        append_only("water_monthend_stays", table="water_monthend"),
        append_only("water_monthenddebt_stays", table="water_monthenddebt"),
        migrations.RunSQL(MOVES, DROP_MOVES),
    ]
