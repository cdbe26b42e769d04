"""Entries say through which door they came; who set what is charged is in the history."""

from django.db import migrations, models

from geo.trail import keeps_history

BEFORE = "not kept then"
SAID = r"^\s*$"


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0005_one_guard"),
        ("treasury", "0010_a_sealed_day_takes_no_more"),
    ]
    operations = [
        # What is there already says that it was not kept; only what comes without a door
        # from now on is of somebody at the database.
        migrations.AddField(
            "entry",
            "recorded_from",
            models.CharField("recorded from", max_length=160, db_default=BEFORE),
        ),
        migrations.AlterField(
            "entry",
            "recorded_from",
            models.CharField("recorded from", max_length=160, db_default="database"),
        ),
        migrations.AddConstraint(
            "entry",
            models.CheckConstraint(
                condition=models.Q(recorded_from__regex=SAID, _negated=True),
                name="entry_recorded_from_is_said",
            ),
        ),
        migrations.AlterModelOptions("concept", options={"verbose_name": "concept"}),
        migrations.AlterModelOptions("price", options={"verbose_name": "price"}),
        migrations.AlterModelOptions("laterule", options={"verbose_name": "late rule"}),
        migrations.AlterModelOptions("period", options={"verbose_name": "closed month"}),
        migrations.AlterModelOptions(
            "paymentintent", options={"verbose_name": "payment code"}
        ),
        migrations.AlterModelOptions(
            "queuedpayment", options={"verbose_name": "payment that waits"}
        ),
        keeps_history("treasury_concept"),
        keeps_history("treasury_price"),
        keeps_history("treasury_laterule"),
        keeps_history("treasury_period", key="month", without=("report",)),
        keeps_history("treasury_paymentintent", without=("image", "reference", "purpose")),
        keeps_history("treasury_queuedpayment"),
    ]
