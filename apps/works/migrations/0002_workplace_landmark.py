"""Works may stand on a point of the gazetteer."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("territory", "0003_provenance_and_metric_axes"),
        ("works", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="workplace",
            name="landmark",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                to="territory.place",
            ),
        ),
    ]
