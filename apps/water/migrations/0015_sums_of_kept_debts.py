"""Sums of what is kept of debts, added up by the database from the rows it is kept in.

`water_presentdebt_apart` was meant to hold the few accounts that owe in several places, and
held all: Django makes a spatial index without its condition. `water_presentdebt_there` was the
index that the field has by itself, once more.
"""

import django.db.models.deletion
from django.db import migrations, models

from geo.constraints import append_only

NAMED = {
    "columns": """district_id, otb_id, zone_id, street_id, accounts, debtors, "current", one, two,
   three_to_six, seven_to_twelve, older""",
    "sums": """district_id, otb_id, zone_id, street_id, count(*), count(*) FILTER (WHERE age > 0),
       sum("current"), sum(one), sum(two), sum(three_to_six), sum(seven_to_twelve), sum(older)""",
    "parts": "district_id, otb_id, zone_id, street_id",
}

FILLED = """
INSERT INTO water_monthendsum (month_end_id, {columns})
SELECT month_end_id, {sums} FROM water_monthenddebt WHERE is_whole
GROUP BY month_end_id, {parts};
INSERT INTO water_presentsum ({columns})
SELECT {sums} FROM water_presentdebt WHERE is_whole GROUP BY {parts};
"""

FOLLOW = """
-- Whoever writes what is kept account by account has written its sums.
CREATE FUNCTION water_monthendsum_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO water_monthendsum (month_end_id, {columns})
  SELECT month_end_id, {sums} FROM fresh WHERE is_whole GROUP BY month_end_id, {parts};
  RETURN NULL;
END $$;
CREATE TRIGGER sums_follow AFTER INSERT ON water_monthenddebt
  REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION water_monthendsum_follows();

-- One after the other: the sums are of everything, so each must see what the last wrote.
CREATE FUNCTION water_presentsum_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM changed) THEN
    PERFORM pg_advisory_xact_lock(hashtextextended('water.present_debts', 0));
    DELETE FROM water_presentsum;
    INSERT INTO water_presentsum ({columns})
    SELECT {sums} FROM water_presentdebt WHERE is_whole GROUP BY {parts};
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER sums_follow_insert AFTER INSERT ON water_presentdebt
  REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION water_presentsum_follows();
CREATE TRIGGER sums_follow_update AFTER UPDATE ON water_presentdebt
  REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION water_presentsum_follows();
CREATE TRIGGER sums_follow_delete AFTER DELETE ON water_presentdebt
  REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION water_presentsum_follows();

-- And nobody writes the sums but these.
CREATE FUNCTION water_debtsum_is_added_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'water_debtsum_is_added_up: % of % refused', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'water_debtsum_is_added_up',
          TABLE = TG_TABLE_NAME;
END $$;
CREATE TRIGGER is_added_up BEFORE INSERT ON water_monthendsum
  FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0)
  EXECUTE FUNCTION water_debtsum_is_added_up();
CREATE TRIGGER is_added_up BEFORE INSERT OR UPDATE OR DELETE ON water_presentsum
  FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0)
  EXECUTE FUNCTION water_debtsum_is_added_up();
"""

DROP = """
DROP FUNCTION water_monthendsum_follows, water_presentsum_follows,
              water_debtsum_is_added_up CASCADE
"""


class Migration(migrations.Migration):
    dependencies = [("water", "0014_neighbours_are_found_by_index")]
    operations = [
        migrations.CreateModel(
            name="MonthEndSum",
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
                ("accounts", models.BigIntegerField()),
                ("debtors", models.BigIntegerField()),
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
            ],
            options={
                "verbose_name": "sum of debts at the end of a month",
            },
        ),
        migrations.CreateModel(
            name="PresentSum",
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
                ("accounts", models.BigIntegerField()),
                ("debtors", models.BigIntegerField()),
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
            ],
            options={
                "verbose_name": "sum of present debts",
            },
        ),
        migrations.RemoveIndex(
            model_name="presentdebt",
            name="water_presentdebt_there",
        ),
        migrations.RemoveIndex(
            model_name="presentdebt",
            name="water_presentdebt_apart",
        ),
        migrations.AddIndex(
            model_name="presentdebt",
            index=models.Index(
                condition=models.Q(("is_whole", False)),
                fields=["account"],
                name="water_presentdebt_apart",
            ),
        ),
        migrations.AddField(
            model_name="monthendsum",
            name="month_end",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sums",
                to="water.monthend",
            ),
        ),
        migrations.RunSQL(FILLED.format(**NAMED), migrations.RunSQL.noop),
        append_only("water_monthendsum_stays", table="water_monthendsum"),
        migrations.RunSQL(FOLLOW.format(**NAMED), DROP),
    ]
