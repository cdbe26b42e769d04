"""What was found on a parcel outlives the parcel's row, which real ones replace."""

import django.contrib.gis.db.models.fields
import django.db.models.deletion
from django.db import migrations, models

from geo.constraints import valid_geometry

FILL = """
UPDATE water_parcelcheck seen SET position = ST_PointOnSurface(parcel.footprint)
FROM territory_parcel parcel WHERE parcel.id = seen.parcel_id;
SET CONSTRAINTS ALL IMMEDIATE
"""


class Migration(migrations.Migration):
    dependencies = [("water", "0015_sums_of_kept_debts")]

    operations = [
        migrations.AlterField(
            "parcelcheck",
            "parcel",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="water_checks",
                to="territory.parcel",
            ),
        ),
        migrations.AddField(
            "parcelcheck",
            "position",
            django.contrib.gis.db.models.fields.PointField(null=True, srid=4326),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField(
            "parcelcheck",
            "position",
            django.contrib.gis.db.models.fields.PointField(srid=4326),
        ),
        migrations.AddConstraint(
            "parcelcheck", valid_geometry("position", model="parcelcheck")
        ),
    ]
