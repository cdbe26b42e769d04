"""Lists with which an association books for its members; what was booked stays."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from geo.constraints import keeps_history

BOOKED = """
-- A list that was booked is a record: neither it nor its rows are written again.
CREATE FUNCTION allocation_list_stays_as_booked() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE booked timestamptz;
BEGIN
  IF TG_TABLE_NAME = 'allocation_bookinglist' THEN
    booked := OLD.booked_at;
  ELSE
    SELECT booked_at INTO booked FROM allocation_bookinglist WHERE id = OLD.booking_id;
  END IF;
  IF booked IS NULL THEN
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
  END IF;
  IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'allocation_bookinglist' THEN
    -- Its association may be merged into another; all else stays.
    IF (to_jsonb(NEW) - 'organisation_id') = (to_jsonb(OLD) - 'organisation_id') THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'list_stays_as_booked: % of % refused', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'list_stays_as_booked',
          TABLE = TG_TABLE_NAME;
END $$;
CREATE TRIGGER list_stays_as_booked BEFORE UPDATE OR DELETE ON allocation_bookinglist
  FOR EACH ROW EXECUTE FUNCTION allocation_list_stays_as_booked();
CREATE TRIGGER list_stays_as_booked BEFORE UPDATE OR DELETE ON allocation_bookingline
  FOR EACH ROW EXECUTE FUNCTION allocation_list_stays_as_booked();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("allocation", "0011_draws_keep_their_word"),
        ("people", "0004_memberships"),
    ]

    operations = [
        migrations.CreateModel(
            name="BookingList",
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
                ("file_name", models.CharField(max_length=120, verbose_name="file")),
                ("sha256", models.CharField(max_length=64)),
                (
                    "uploaded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now()
                    ),
                ),
                ("uploaded_by", models.CharField(max_length=150)),
                ("booked_at", models.DateTimeField(blank=True, null=True)),
                ("booked_by", models.CharField(blank=True, default="", max_length=150)),
                (
                    "offering",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lists",
                        to="allocation.offering",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="booking_lists",
                        to="people.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "booking list",
            },
        ),
        migrations.CreateModel(
            name="BookingLine",
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
                ("line", models.PositiveIntegerField(verbose_name="row")),
                (
                    "card",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="identity card"
                    ),
                ),
                (
                    "given_names",
                    models.CharField(blank=True, max_length=90, verbose_name="given names"),
                ),
                (
                    "surnames",
                    models.CharField(blank=True, max_length=110, verbose_name="surnames"),
                ),
                (
                    "wish",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="module or trade"
                    ),
                ),
                (
                    "refusal",
                    models.CharField(
                        blank=True, default="", max_length=300, verbose_name="why not"
                    ),
                ),
                (
                    "hold",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="booking_line",
                        to="allocation.hold",
                    ),
                ),
                (
                    "booking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="allocation.bookinglist",
                    ),
                ),
            ],
            options={
                "verbose_name": "row of a booking list",
            },
        ),
        migrations.AddConstraint(
            model_name="bookinglist",
            constraint=models.UniqueConstraint(
                fields=("offering", "organisation", "sha256"), name="bookinglist_is_single"
            ),
        ),
        migrations.AddConstraint(
            model_name="bookinglist",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("booked_at", None), ("booked_by", "")),
                    models.Q(
                        ("booked_at__isnull", False),
                        models.Q(("booked_by", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="bookinglist_is_booked_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="bookingline",
            constraint=models.UniqueConstraint(
                fields=("booking", "line"), name="bookingline_is_single"
            ),
        ),
        migrations.AddConstraint(
            model_name="bookingline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("refusal", ""), ("hold__isnull", True), _connector="OR"
                ),
                name="bookingline_is_booked_or_refused",
            ),
        ),
        migrations.RunSQL(BOOKED, "DROP FUNCTION allocation_list_stays_as_booked CASCADE"),
        keeps_history("allocation_bookinglist"),
    ]
