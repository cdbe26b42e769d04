"""Of points is asked whether they are somewhere on Earth."""

from django.db import migrations

from geo.constraints import point_from_now


class Migration(migrations.Migration):
    dependencies = [("fieldwork", "0003_telephones_sign")]

    operations = [
        *point_from_now("assignmentitem", "place"),
        *point_from_now("event", "position"),
        *point_from_now("trailpoint", "position"),
    ]
