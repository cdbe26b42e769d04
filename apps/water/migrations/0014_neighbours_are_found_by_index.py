"""The nearest connections of one operator are found by an index, wherever others are."""

import django.contrib.postgres.indexes
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("water", "0013_readings_are_of_fitted_meters")]
    operations = [
        migrations.AddIndex(
            model_name="connection",
            index=django.contrib.postgres.indexes.GistIndex(
                fields=["operator", "position"], name="water_connection_beside"
            ),
        ),
    ]
