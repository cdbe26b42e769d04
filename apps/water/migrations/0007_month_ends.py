"""What was owed at the end of each closed month: kept once, and never changed."""

import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
from django.db import migrations, models

from geo.constraints import never_changes

BREAK_GLASS = {"trace": "treasury_breakglass", "setting": "llajta.break_glass"}

CLOSED = """
-- Only what cannot change any more is kept: no entry is booked into a closed month, and
-- closing one takes the lock that this shares.
CREATE FUNCTION water_monthend_is_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('treasury.periods', 0));
  IF NOT EXISTS (SELECT FROM treasury_period WHERE month >= date_trunc('month', NEW.day)) THEN
    RAISE EXCEPTION 'water_monthend_is_closed: % is still open', to_char(NEW.day, 'YYYY-MM')
      USING ERRCODE = 'check_violation', CONSTRAINT = 'water_monthend_is_closed',
            TABLE = 'water_monthend';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER is_closed BEFORE INSERT ON water_monthend
  FOR EACH ROW EXECUTE FUNCTION water_monthend_is_closed();
"""

ADDS_UP = """
CREATE FUNCTION water_monthend_judged(asked date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE head water_monthend; found numeric; kept bigint;
BEGIN
  SELECT * INTO head FROM water_monthend WHERE day = asked;
  SELECT coalesce(sum(total), 0), count(*) INTO found, kept
  FROM water_monthenddebt WHERE month_end_id = asked;
  IF (found, kept) <> (head.total, head.debts) THEN
    RAISE EXCEPTION 'water_monthend_adds_up: % debts of % are kept for %, not % of %',
        kept, found, asked, head.debts, head.total
      USING ERRCODE = 'check_violation', CONSTRAINT = 'water_monthend_adds_up',
            TABLE = 'water_monthend';
  END IF;
END $$;
CREATE FUNCTION water_monthend_adds_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM water_monthend_judged(NEW.day);
  RETURN NULL;
END $$;
CREATE FUNCTION water_monthenddebt_joins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM water_monthend_judged(month_end_id) FROM (
      SELECT DISTINCT month_end_id FROM fresh) touched;
  RETURN NULL;
END $$;
-- When the transaction of the head ends; rows that come later come with a statement that
-- is judged at once, so that nothing is added to what adds up.
CREATE CONSTRAINT TRIGGER adds_up AFTER INSERT ON water_monthend
  DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION water_monthend_adds_up();
CREATE TRIGGER adds_up AFTER INSERT ON water_monthenddebt
  REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION water_monthenddebt_joins();
"""

DROP_CLOSED = "DROP FUNCTION water_monthend_is_closed CASCADE"
DROP_ADDS_UP = """
DROP FUNCTION water_monthend_adds_up, water_monthenddebt_joins, water_monthend_judged CASCADE
"""


class Migration(migrations.Migration):
    dependencies = [
        ("treasury", "0005_guards_of_desks"),
        ("water", "0006_padron"),
    ]

    operations = [
        migrations.CreateModel(
            name="MonthEnd",
            fields=[
                (
                    "day",
                    models.DateField(primary_key=True, serialize=False, verbose_name="day"),
                ),
                ("debts", models.PositiveIntegerField(verbose_name="debts")),
                (
                    "total",
                    models.DecimalField(
                        decimal_places=2, max_digits=14, verbose_name="owed"
                    ),
                ),
                (
                    "kept_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now()
                    ),
                ),
                ("kept_by", models.CharField(max_length=150)),
            ],
            options={
                "verbose_name": "end of a month",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "day",
                                models.Func(
                                    models.F("day"),
                                    output_field=models.DateField(),
                                    template="(date_trunc('month', %(expressions)s::timestamp) + interval '1 month - 1 day')::date",
                                ),
                            )
                        ),
                        name="water_monthend_is_the_last_day",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MonthEndDebt",
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
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="water.account",
                    ),
                ),
                (
                    "month_end",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rows",
                        to="water.monthend",
                    ),
                ),
            ],
            options={
                "verbose_name": "debt at the end of a month",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("age__lte", 5),
                            (
                                "total",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                django.db.models.expressions.CombinedExpression(
                                                    models.F("current"),
                                                    "+",
                                                    models.F("one"),
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
                        name="water_monthenddebt_adds_up",
                    ),
                    models.UniqueConstraint(
                        fields=(
                            "month_end",
                            "account",
                            "district_id",
                            "otb_id",
                            "zone_id",
                            "street_id",
                        ),
                        name="water_monthenddebt_is_single",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
        never_changes("water_monthend", **BREAK_GLASS),
        never_changes("water_monthenddebt", **BREAK_GLASS),
        migrations.RunSQL(CLOSED, DROP_CLOSED),
        migrations.RunSQL(ADDS_UP, DROP_ADDS_UP),
    ]
