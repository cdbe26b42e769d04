"""Telephones sign what they seal; what nothing proves is kept with who handed it in."""

import django.db.models.deletion
from django.db import migrations, models

from geo.constraints import append_only

CONTACT = ("name", "seen_at", "revoked_at", "revoked_by")
WIPING = ("wipe_asked", "wiped_at", "sealed_left")
BEFORE, NOW = (
    append_only(
        "device_stays_as_enrolled",
        table="fieldwork_device",
        may_change=(*CONTACT, *WIPING, *more),
    )
    for more in ((), ("signing_key",))
)
ONE_KEY = """
-- What a telephone signs with is told once, and before it is revoked: whoever could
-- exchange it could sign as it.
CREATE TRIGGER device_signs_with_one_key AFTER UPDATE ON fieldwork_device
  FOR EACH ROW WHEN (
    NEW.signing_key IS DISTINCT FROM OLD.signing_key
    AND (OLD.signing_key <> '' OR OLD.revoked_at IS NOT NULL)
  ) EXECUTE FUNCTION documents_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("fieldwork", "0002_guards")]

    operations = [
        migrations.AddField(
            model_name="device",
            name="signing_key",
            field=models.CharField(blank=True, db_default="", default="", max_length=87),
        ),
        migrations.AddConstraint(
            model_name="device",
            constraint=models.CheckConstraint(
                condition=models.Q(("signing_key__regex", "^([A-Za-z0-9_-]{87})?$")),
                name="device_signs_with_a_point",
            ),
        ),
        migrations.RunSQL(BEFORE.reverse_sql, BEFORE.sql),
        NOW,
        migrations.RunSQL(
            ONE_KEY, "DROP TRIGGER device_signs_with_one_key ON fieldwork_device"
        ),
        migrations.AlterField(
            model_name="unreadenvelope",
            name="device",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="unread",
                to="fieldwork.device",
            ),
        ),
        migrations.AddField(
            model_name="unreadenvelope",
            name="carried_by",
            field=models.CharField(blank=True, db_default="", default="", max_length=150),
        ),
        migrations.AddConstraint(
            model_name="unreadenvelope",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("device__isnull", False),
                    models.Q(("carried_by", ""), _negated=True),
                    _connector="OR",
                ),
                name="unread_envelope_came_from_somebody",
            ),
        ),
    ]
