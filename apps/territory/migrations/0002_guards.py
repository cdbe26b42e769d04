"""The database refuses a parcel outside its block and a district outside its town."""

from django.db import migrations

from geo.constraints import stays_within


class Migration(migrations.Migration):
    dependencies = [("territory", "0001_initial")]
    operations = [
        *stays_within(
            "parcel_stays_within_block",
            child="territory_parcel",
            inner="footprint",
            parent="territory_block",
            outer="footprint",
            link="block_id",
        ),
        *stays_within(
            "district_stays_within_municipality",
            child="territory_district",
            inner="outline",
            parent="territory_municipality",
            outer="outline",
            link="municipality_id",
        ),
    ]
