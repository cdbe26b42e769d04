"""Who opened, announced and changed a sale, and who drew, moved or blocked a space."""

from django.db import migrations

from geo.trail import keeps_history


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0005_one_guard"),
        ("allocation", "0016_waivers_stay"),
    ]
    operations = [
        keeps_history("allocation_offering"),
        keeps_history("allocation_space"),
    ]
