"""Of points is asked whether they are somewhere on Earth."""

from django.db import migrations

from geo.constraints import point_from_now


class Migration(migrations.Migration):
    dependencies = [("documents", "0008_looks_at_layers_stay")]

    operations = [
        *point_from_now("attachment", "position"),
    ]
