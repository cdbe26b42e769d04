"""Of points is asked whether they are somewhere on Earth."""

from django.db import migrations

from geo.constraints import point_from_now


class Migration(migrations.Migration):
    dependencies = [("water", "0016_checks_keep_their_place")]

    operations = [
        *point_from_now("connection", "position", rule="water_connection"),
        *point_from_now("monthenddebt", "position", rule="water_monthenddebt"),
        *point_from_now("node", "position", rule="water_node"),
        *point_from_now("outage", "place", rule="water_outage"),
        *point_from_now("padronentry", "position", rule="water_padronentry"),
        *point_from_now("parcelcheck", "position"),
        *point_from_now("presentdebt", "position", rule="water_presentdebt"),
        *point_from_now("visit", "position", rule="water_visit"),
    ]
