"""Of points is asked whether they are somewhere on Earth."""

from django.db import migrations

from geo.constraints import point_from_now


class Migration(migrations.Migration):
    dependencies = [("festivals", "0007_kinds_of_infractions_end")]

    operations = [
        *point_from_now("infraction", "position"),
        *point_from_now("inspection", "position"),
        *point_from_now("service", "position"),
        *point_from_now("unlicensedvendor", "position"),
        *point_from_now("wasteweighing", "position"),
    ]
