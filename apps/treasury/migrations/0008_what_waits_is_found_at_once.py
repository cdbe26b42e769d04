"""The oldest payment that waits, and the latest that was settled, however many there were."""

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
    ]
