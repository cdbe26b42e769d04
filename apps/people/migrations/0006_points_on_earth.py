"""Of points is asked whether they are somewhere on Earth."""

from django.db import migrations

from geo.constraints import point_from_now


class Migration(migrations.Migration):
    dependencies = [("people", "0005_looks_at_layers")]

    operations = [
        *point_from_now("office", "position"),
        *point_from_now("partyaddress", "position", rule="party_address"),
    ]
