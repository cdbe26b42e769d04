"""The trigram index leaves corners out: they are found through their streets."""

import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("territory", "0003_provenance_and_metric_axes"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="gazetteerentry",
            name="gazetteer_key_trigrams",
        ),
        migrations.AddIndex(
            model_name="gazetteerentry",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("kind", "corner"), _negated=True),
                fields=["key"],
                name="gazetteer_key_trigrams",
                opclasses=["gin_trgm_ops"],
            ),
        ),
    ]
