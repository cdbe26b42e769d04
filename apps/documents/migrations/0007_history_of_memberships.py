"""Every change of who belongs to which association is kept."""

from django.db import migrations

from geo.constraints import keeps_history


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0006_history_of_the_territory"),
        ("people", "0004_memberships"),
    ]
    operations = [keeps_history("people_membership")]
