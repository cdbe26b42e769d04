"""What waits longest, and what was settled or counted last, however many there were."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("treasury", "0007_one_guard_of_what_is_booked")]
    operations = [
        migrations.AddIndex(
            "queuedpayment",
            models.Index(
                fields=["id"],
                condition=models.Q(("resolution", "")),
                name="queued_still_waits",
            ),
        ),
        migrations.AddIndex(
            "queuedpayment",
            models.Index(
                fields=["-resolved_at"],
                condition=models.Q(("resolved_at__isnull", False)),
                name="queued_settled_lately",
            ),
        ),
        migrations.AddIndex(
            "shift",
            models.Index(
                fields=["-closed_at"],
                condition=models.Q(("closed_at__isnull", False)),
                name="shift_counted_lately",
            ),
        ),
    ]
