"""Names are also kept as they are heard."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("territory", "0004_trigrams_without_corners"),
    ]

    operations = [
        migrations.AddField(
            model_name="gazetteerentry",
            name="sound",
            field=models.CharField(default="", max_length=260),
        ),
    ]
