"""Of points is asked whether they are somewhere on Earth."""

from django.db import migrations

from geo.constraints import point_from_now


class Migration(migrations.Migration):
    dependencies = [("works", "0002_workplace_landmark")]

    operations = [
        *point_from_now("workplace", "position"),
    ]
