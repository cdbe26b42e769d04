"""Of points is asked whether they are somewhere on Earth."""

from django.db import migrations

from geo.constraints import point_from_now


class Migration(migrations.Migration):
    dependencies = [("territory", "0005_names_as_heard")]

    operations = [
        *point_from_now("address", "position"),
        *point_from_now("corner", "position"),
        *point_from_now("gazetteerentry", "position", rule="gazetteer"),
        *point_from_now("place", "position"),
    ]
