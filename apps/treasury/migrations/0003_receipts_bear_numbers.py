"""A receipt bears a number of the register of documents.

No page has given a receipt before, so there is none to carry over; if there were one, the
first statement would refuse to go on.
"""

import django.db.models.deletion
from django.db import migrations, models

from geo.constraints import never_changes

BREAK_GLASS = {"trace": "treasury_breakglass", "setting": "llajta.break_glass"}

NONE_YET = """
DO $$ BEGIN
  IF EXISTS (SELECT FROM treasury_receipt) THEN
    RAISE EXCEPTION 'there are receipts without a number of the register of documents';
  END IF;
END $$;
DROP FUNCTION treasury_receipt_frozen, treasury_receipt_traced CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0003_guards"), ("treasury", "0002_guards")]
    operations = [
        migrations.RunSQL(NONE_YET, migrations.RunSQL.noop),
        migrations.RemoveConstraint("receipt", "receipt_number_is_single"),
        migrations.RemoveConstraint("receipt", "receipt_number_is_positive"),
        migrations.RemoveConstraint("receipt", "receipt_series_is_said"),
        migrations.RemoveField("receipt", "series"),
        migrations.RemoveField("receipt", "year"),
        migrations.RemoveField("receipt", "number"),
        migrations.AddField(
            "receipt",
            "number",
            models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="receipt",
                to="documents.number",
                default=0,
            ),
            preserve_default=False,
        ),
        never_changes("treasury_receipt", **BREAK_GLASS),
    ]
